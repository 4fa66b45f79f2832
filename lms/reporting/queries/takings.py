"""First attempts, read to learn something of the questions: those of the takers who enrolled last, and no more.

Only first attempts: whoever tries again has read the explanations, and would be counted twice. Only ended ones: what is
open may still change. The latest, because they are of the texts as they are; not all, because a thousand tell a share
to three points and a correlation to 0.06 with 95 % confidence, and are read in a moment.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, Text, cast, null, select, union_all

from lms.assessment.models import Answer, Attempt
from lms.assessment.queries import KeptFields, Part, grade, read_answer
from lms.courseware.compiled import CompiledQuestion
from lms.courseware.questions import Kind
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.publishing.queries.quizzes import Quizzes, right_answer
from lms.reporting.items import Given, Mark, Taking
from lms.reporting.pace import paces
from lms.reporting.shapes import CHOSEN, NUMBER, OTHER, RIGHT

SAMPLE = 1_000  # takers of a quiz
_AT_ONCE = 2_000  # answers in memory


@dataclass(slots=True)
class Takings:
    """What was made of a quiz: answers by question, as its current release asks them."""

    attempts: int = 0
    is_sample: bool = False  # there may be more attempts than those
    by_question: dict[str, list[Taking]] = field(default_factory=dict)
    # By question: takers who were asked it while its right answers were others. They are not counted.
    left_out: Counter[str] = field(default_factory=Counter)


def first_attempts(course_id: int, quiz_keys: Sequence[str]) -> list[Any]:
    """The rows of the attempts that are looked at, for each of these quizzes. 1 query."""
    if not quiz_keys:
        return []
    columns = (
        Attempt.id, Attempt.quiz_key, Attempt.release_id, cast(Attempt.questions, Text).label("questions"),
        Attempt.started_at, Attempt.points, Attempt.out_of, Enrolment.language,
    )  # fmt: skip
    found = union_all(*(_latest(course_id, key, *columns) for key in quiz_keys)).subquery()
    # By quiz, as the answers below: both are read side by side.
    return list(db.session.execute(select(found).order_by(found.c.quiz_key, found.c.id)))


def answers_of(course_id: int, quiz_keys: Sequence[str], *, with_times: bool = True) -> Iterator[tuple[int, list[Any]]]:
    """The answers of those attempts, attempt by attempt in the same order; attempts without answers are not there.

    `with_times`: also when each was first given, which only pages that show it pay for. 1 query.
    """
    if not quiz_keys:
        return
    found = union_all(*(_latest(course_id, key, Attempt.id, Attempt.quiz_key) for key in quiz_keys)).subquery()
    rows = db.session.execute(
        select(
            Answer.attempt_id, Answer.question_key, cast(Answer.fields, Text).label("fields"), Answer.language,
            Answer.first_saved_at if with_times else null(), Answer.is_late, Answer.points,
        )
        .join(found, found.c.id == Answer.attempt_id)
        .order_by(found.c.quiz_key, found.c.id),
        execution_options={"yield_per": _AT_ONCE},
    )  # fmt: skip
    for attempt_id, some in groupby(rows, key=itemgetter(0)):
        yield attempt_id, list(some)


def _latest(course_id: int, quiz_key: str, *columns: Any) -> Select[Any]:
    """Through enrolments and the one first attempt of each: an index leads there, however many attempts there are."""
    found = (
        select(*columns)
        .select_from(Enrolment)
        .join(Attempt, Attempt.enrolment_id == Enrolment.id)
        .where(
            Enrolment.course_id == course_id,
            Attempt.quiz_key == quiz_key,
            Attempt.number == 1,
            Attempt.closed_at.is_not(None),
        )
        .order_by(Enrolment.id.desc())
        .limit(SAMPLE)
        .subquery()
    )
    return select(found)


class Reader:
    """Turns rows into takings: what was given alike is graded once, by the question as it is now.

    Rows come by the ten thousand, so they are taken apart as tuples.
    """

    def __init__(self, current: Quizzes, releases: Mapping[int, Quizzes], language: str) -> None:
        self._current = current.in_language(language)
        self._releases = {number: one.in_language(language) for number, one in releases.items()}
        self._given: dict[tuple[str, str, str], Given] = {}
        self._unanswered: dict[str, Given] = {}
        self._same: dict[int, frozenset[str]] = {}
        self._rests: dict[tuple[str, str, str, str], float | None] = {}

    def questions(self, quiz_key: str) -> dict[str, CompiledQuestion]:
        """Every question that a quiz may ask now, by its key: its own, then those of the quizzes that it draws from."""
        quiz = self._current[quiz_key]
        pools = (self._current[key] for key in quiz.settings.pools if key in self._current)
        found: dict[str, CompiledQuestion] = {}
        for pool in (quiz, *pools):
            for question in pool.questions:
                found.setdefault(question.key, question)
        return found

    def read(self, attempts: Iterable[Any], answers: Iterable[tuple[int, list[Any]]]) -> dict[str, Takings]:
        """What was made of each quiz."""
        found: dict[str, Takings] = {}
        coming = iter(answers)
        answered, rows = next(coming, (None, []))
        for quiz_key, some in groupby(attempts, key=itemgetter(1)):
            takings = found[quiz_key] = Takings()
            questions = self.questions(quiz_key)
            takings.by_question = {key: [] for key in questions}
            for attempt in some:
                takings.attempts += 1
                if attempt[0] != answered:
                    self._add(takings, questions, attempt, [])
                    continue
                self._add(takings, questions, attempt, rows)
                answered, rows = next(coming, (None, []))
            takings.is_sample = takings.attempts >= SAMPLE
        return found

    def _add(self, takings: Takings, questions: Mapping[str, CompiledQuestion], attempt: Any, rows: list[Any]) -> None:
        _, _, release_id, pinned, started_at, points, out_of, language = attempt
        same = self._same.get(release_id)
        if same is None:
            same = self._asked_alike(release_id)
        # What came late for the first time was answered when there was no time left to measure.
        seconds = paces(started_at, {row[1]: row[4] for row in rows if not row[5] or row[4] is not None})
        given = {row[1]: row for row in rows}
        usual = rows[0][3] if rows else language
        for asked in json.loads(pinned):
            key = asked["key"]
            question = questions.get(key)
            if question is None:
                continue  # readers do not see it any more
            if key not in same:
                takings.left_out[key] += 1
                continue
            worth = question.points if question.is_scored else "0"
            row = given.get(key)
            if row is None:
                taking = Taking(self._nothing(question), usual, self._rest(points, out_of, "0", worth), None, False)
            else:
                _, _, fields, spoken, _, is_late, own = row
                answer = self._given.get((key, fields, spoken)) or self._read(question, fields, spoken)
                rest = self._rest(points, out_of, own or "0", worth)
                taking = Taking(answer, spoken, rest, seconds.get(key), is_late)
            takings.by_question[key].append(taking)

    def _asked_alike(self, release_id: int) -> frozenset[str]:
        """The keys of the questions that a release asked with the right answers that they have now."""
        now = {question.key: question for quiz in self._current.values() for question in quiz.questions}
        then = (question for quiz in self._releases[release_id].values() for question in quiz.questions)
        self._same[release_id] = frozenset(
            one.key for one in then if one.key in now and right_answer(one) == right_answer(now[one.key])
        )
        return self._same[release_id]

    def _read(self, question: CompiledQuestion, fields: str, language: str) -> Given:
        answer = read_answer(question, KeptFields(json.loads(fields)), language)
        verdict = grade(question, answer)
        marks = tuple(_marks(question, answer.chosen, answer.number, verdict.parts))
        found = Given(verdict.share if question.is_scored else None, marks) if marks else self._nothing(question)
        self._given[question.key, fields, language] = found
        return found

    def _nothing(self, question: CompiledQuestion) -> Given:
        if question.key not in self._unanswered:
            share = Fraction(0) if question.is_scored else None
            self._unanswered[question.key] = Given(share, (), is_answered=False)
        return self._unanswered[question.key]

    def _rest(self, points: str, out_of: str, own: str, worth: str) -> float | None:
        """The share of the points of all questions of an attempt but one; None where no other is scored."""
        name = (points, out_of, own, worth)
        if name not in self._rests:
            left = Fraction(out_of) - Fraction(worth)
            self._rests[name] = float((Fraction(points) - Fraction(own)) / left) if left > 0 else None
        return self._rests[name]


def _marks(
    question: CompiledQuestion, chosen: Collection[str], number: Fraction | None, parts: Iterable[Part]
) -> Iterator[Mark]:
    """What was given for each part: ids; of what is typed, whether it is right, and a wrong number as it was read."""
    if question.kind in CHOSEN:
        yield from (("", option) for option in chosen)
        return
    typed = {blank.id for blank in question.blanks if not blank.options}
    for part in parts:
        if not part.given:
            continue
        if question.kind == Kind.NUMERIC:
            if number is not None:
                yield "", RIGHT if part.is_right else f"{NUMBER}{number}"
        elif question.kind == Kind.SHORT or part.id in typed:
            yield part.id, RIGHT if part.is_right else OTHER
        else:
            yield part.id, part.given
