"""Attempts and what became of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from lms.assessment.models import Answer, Attempt
from lms.assessment.scoring import percent_down
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.publishing.models import Course

TRIES_LISTED = 100
# Built once: every page of an attempt asks them.
_ATTEMPT = (
    select(Attempt, Enrolment, Course.slug)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(Course, Course.id == Enrolment.course_id)
    .where(Attempt.public_id == bindparam("public_id"))
)
_TRIES = (
    select(
        Attempt.public_id,
        Attempt.number,
        Attempt.started_at,
        Attempt.deadline_at,
        Attempt.closed_at,
        Attempt.share,
        Attempt.has_passed,
    )
    .where(Attempt.enrolment_id == bindparam("enrolment_id"), Attempt.quiz_key == bindparam("quiz_key"))
    .order_by(Attempt.number.desc())
    .limit(TRIES_LISTED)
)
_ANSWERS = select(Answer).where(Answer.attempt_id == bindparam("attempt_id")).execution_options(populate_existing=True)


class Try(NamedTuple):
    """An attempt as a list of them shows it, without what it asked."""

    public_id: str
    number: int
    started_at: datetime
    deadline_at: datetime | None
    closed_at: datetime | None
    share: str | None
    has_passed: bool | None


@dataclass(frozen=True, slots=True)
class QuizResult:
    """What came of all the attempts at a quiz: the best one counts."""

    quiz_key: str
    tries: int
    best_share: Fraction | None  # of the attempts that ended
    has_passed: bool
    is_done: bool  # passed, or handed in where there is nothing to pass
    open_attempt: str | None  # the public id of the one that has not ended

    @property
    def best_percent(self) -> int | None:
        """The best share as a whole percentage, rounded down: 69.6 is never shown as 70 and failed."""
        return None if self.best_share is None else percent_down(self.best_share)


@dataclass(frozen=True, slots=True)
class AttemptFound:
    """An attempt, the enrolment that it was made in, and the slug of that course."""

    attempt: Attempt
    enrolment: Enrolment
    slug: str


def attempt(public_id: str) -> AttemptFound | None:
    """An attempt by the id of its address. 1 query."""
    row = db.session.execute(_ATTEMPT, {"public_id": public_id}).one_or_none()
    return None if row is None else AttemptFound(*row)


def tries(enrolment_id: int, quiz_key: str) -> list[Try]:
    """The tries of an enrolment at a quiz, the last one first, at most the last `TRIES_LISTED`. 1 query."""
    rows = db.session.execute(_TRIES, {"enrolment_id": enrolment_id, "quiz_key": quiz_key})
    return [Try(*row) for row in rows]


def answers(attempt_id: int) -> dict[str, Answer]:
    """The answers of an attempt by the keys of their questions, as they are now: read before or not. 1 query."""
    return {row.question_key: row for row in db.session.scalars(_ANSWERS, {"attempt_id": attempt_id})}


def quiz_results(enrolment_id: int) -> dict[str, QuizResult]:
    """The results of an enrolment, by quiz. 1 query."""
    return quiz_results_in([enrolment_id]).get(enrolment_id, {})


def quiz_results_in(enrolment_ids: Collection[int]) -> dict[int, dict[str, QuizResult]]:
    """The same for several enrolments, by their ids. 1 query.

    Its rows are as many as there are different scores, however often somebody tries.
    """
    rows = db.session.execute(
        select(
            Attempt.enrolment_id,
            Attempt.quiz_key,
            Attempt.share,
            Attempt.has_passed,
            func.count().label("tries"),
            func.max(Attempt.public_id).label("public_id"),
        )
        .where(Attempt.enrolment_id.in_(enrolment_ids))
        .group_by(Attempt.enrolment_id, Attempt.quiz_key, Attempt.share, Attempt.has_passed)
        .order_by(Attempt.enrolment_id, Attempt.quiz_key)
    )
    found: dict[int, dict[str, QuizResult]] = {}
    for row in rows:
        of_enrolment = found.setdefault(row.enrolment_id, {})
        before = of_enrolment.get(row.quiz_key) or QuizResult(row.quiz_key, 0, None, False, False, None)
        shares = [share for share in (before.best_share, row.share and Fraction(row.share)) if share is not None]
        of_enrolment[row.quiz_key] = QuizResult(
            quiz_key=row.quiz_key,
            tries=before.tries + row.tries,
            best_share=max(shares, default=None),
            has_passed=before.has_passed or bool(row.has_passed),
            is_done=before.is_done or (row.share is not None and row.has_passed is not False),
            open_attempt=before.open_attempt if row.share is not None else row.public_id,  # at most one is open
        )
    return found


def first_try_passed(enrolment_id: int, quiz_key: str) -> bool | None:
    """Whether the first try at a quiz passed; None: it has not ended, or there is no pass mark. 1 query."""
    return db.session.scalar(
        select(Attempt.has_passed).where(
            Attempt.enrolment_id == enrolment_id, Attempt.quiz_key == quiz_key, Attempt.number == 1
        )
    )


def asked_by_measures(enrolment_id: int, quiz_keys: list[str]) -> frozenset[str]:
    """The keys of the questions that an enrolment was asked in these quizzes."""
    if not quiz_keys:
        return frozenset()
    rows = db.session.scalars(
        select(Attempt.questions)
        .where(Attempt.enrolment_id == enrolment_id, Attempt.quiz_key.in_(quiz_keys))
        .order_by(Attempt.number.desc())
        .limit(TRIES_LISTED)
    )
    return frozenset(question["key"] for questions in rows for question in questions)


def asked_last(enrolment_id: int, quiz_key: str) -> frozenset[str]:
    """The keys of the questions that the last attempt at a quiz asked; none before the first. 1 query."""
    questions = db.session.scalar(
        select(Attempt.questions)
        .where(Attempt.enrolment_id == enrolment_id, Attempt.quiz_key == quiz_key)
        .order_by(Attempt.number.desc())
        .limit(1)
    )
    return frozenset(question["key"] for question in questions or ())
