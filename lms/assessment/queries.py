"""What other features may ask of assessment: to read an answer, to grade it, to lay a question out, and for results."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select

from lms.assessment.answers import (
    LONGEST_BLANK,
    LONGEST_TEXT,
    Answer,
    Fields,
    form_fields,
    move,
    read_answer,
)
from lms.assessment.display import (
    Piece,
    prompt_pieces,
    shown_entries,
    shown_items,
    shown_lefts,
    shown_options,
    shown_rights,
    split_prompt,
    words_asked,
)
from lms.assessment.grading import Outcome, Part, Verdict, grade
from lms.assessment.models import Attempt
from lms.db import db

__all__ = [
    "LONGEST_BLANK",
    "LONGEST_TEXT",
    "Answer",
    "Fields",
    "Outcome",
    "Part",
    "Piece",
    "QuizResult",
    "Verdict",
    "form_fields",
    "grade",
    "move",
    "prompt_pieces",
    "quiz_results",
    "quiz_results_in",
    "read_answer",
    "shown_entries",
    "shown_items",
    "shown_lefts",
    "shown_options",
    "shown_rights",
    "split_prompt",
    "words_asked",
]

ATTEMPTS_READ = 10_000  # of one person in all their courses: far more than anybody makes


@dataclass(frozen=True, slots=True)
class QuizResult:
    """What came of all the attempts at a quiz: the best one counts."""

    quiz_key: str
    tries: int
    best_share: Fraction | None  # of the attempts that ended
    has_passed: bool
    open_attempt: str | None  # the public id of the one that has not ended

    @property
    def best_percent(self) -> int | None:
        """The best share as a whole percentage, rounded down: 69.6 is never shown as 70 and failed."""
        return None if self.best_share is None else int(self.best_share * 100)


def quiz_results(enrolment_id: int) -> dict[str, QuizResult]:
    """The results of an enrolment, by quiz. 1 query."""
    return quiz_results_in([enrolment_id]).get(enrolment_id, {})


def quiz_results_in(enrolment_ids: Collection[int]) -> dict[int, dict[str, QuizResult]]:
    """The same for several enrolments, by their ids. 1 query."""
    rows = db.session.execute(
        select(Attempt.enrolment_id, Attempt.quiz_key, Attempt.public_id, Attempt.share, Attempt.has_passed)
        .where(Attempt.enrolment_id.in_(enrolment_ids))
        .order_by(Attempt.enrolment_id, Attempt.quiz_key, Attempt.number)
        .limit(ATTEMPTS_READ)
    )
    found: dict[int, dict[str, QuizResult]] = {}
    for row in rows:
        of_enrolment = found.setdefault(row.enrolment_id, {})
        before = of_enrolment.get(row.quiz_key) or QuizResult(row.quiz_key, 0, None, False, None)
        shares = [share for share in (before.best_share, row.share and Fraction(row.share)) if share is not None]
        of_enrolment[row.quiz_key] = QuizResult(
            quiz_key=row.quiz_key,
            tries=before.tries + 1,
            best_share=max(shares, default=None),
            has_passed=before.has_passed or bool(row.has_passed),
            open_attempt=before.open_attempt if row.share is not None else row.public_id,
        )
    return found
