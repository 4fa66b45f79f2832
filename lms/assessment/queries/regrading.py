"""Regrades: which answers a correction concerns, what each is worth by it, and what was regraded before."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from lms.accounts.models import Person
from lms.assessment.answers import read_answer
from lms.assessment.models import Answer, Attempt, Regrade, Regraded
from lms.assessment.paper import KeptFields
from lms.assessment.regrading import Outcome, Result, regraded
from lms.assessment.rekeying import Rekeyed, differs, offered_ids, rekeyed, right_words
from lms.courseware.compiled import CompiledQuestion
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.publishing.models import Release
from lms.publishing.queries.quizzes import Quizzes, quizzes

REGRADES_LISTED = 50
AT_ONCE = 500


class Graded(NamedTuple):
    """An answer that counts, and the closed attempt that it stands in."""

    attempt_id: int
    enrolment_id: int
    release_id: int
    settings: Mapping[str, Any]
    points: str
    out_of: str
    share: str
    has_passed: bool | None
    fields: list[list[str]]
    language: str
    answer_points: str | None


class Line(NamedTuple):
    """Whose attempt a change is about; without a name once the account is erased."""

    attempt_id: int
    quiz_key: str
    number: int
    name: str | None
    person: str | None  # the public id


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction does to an attempt."""

    graded: Graded
    before: Result
    answer_before: Fraction
    answer_after: Fraction
    outcome: Outcome

    @property
    def is_newly_passed(self) -> bool:
        """Whether the attempt reaches the pass mark by it."""
        return self.outcome.result.has_passed is True and self.before.has_passed is False


class Unclear(NamedTuple):
    """An answer that stays as it was: nobody can tell what it is worth by the correction."""

    graded: Graded


class Correction:
    """One question as a release corrects it, to be applied to answers given to earlier wordings of it."""

    def __init__(
        self, question_key: str, release_id: int, mapping: Mapping[str, str], known: Mapping[int, Quizzes] | None = None
    ) -> None:
        """`known`: the quizzes of releases, if they are at hand; others are read when they are needed."""
        self.question_key, self.release_id, self._mapping = question_key, release_id, mapping
        self._known = known or {}
        self._questions: dict[int, dict[str, CompiledQuestion]] = {}
        self._rekeyed: dict[tuple[int, str], Rekeyed | None] = {}
        self._worth: dict[tuple[int, str, str], Fraction | None] = {}

    def question(self, release_id: int, language: str) -> CompiledQuestion | None:
        """The question as a release words it, in a language or else another; None if that release has it not."""
        if release_id not in self._questions:
            texts = self._known.get(release_id) or quizzes(release_id)
            self._questions[release_id] = _worded(texts, self.question_key)
        found = self._questions[release_id]
        return found.get(language) or next(iter(found.values()), None)

    def rekeyed(self, release_id: int, language: str) -> Rekeyed | None:
        """The question as that release asked it, with what is right by the correction."""
        key = (release_id, language)
        if key not in self._rekeyed:
            asked, corrected = self.question(release_id, language), self.question(self.release_id, language)
            self._rekeyed[key] = rekeyed(asked, corrected, self._mapping) if asked and corrected else None
        return self._rekeyed[key]

    def change(self, graded: Graded) -> Change | Unclear | None:
        """What becomes of an attempt; None if its answer is worth what it was."""
        worth = self._worth_of(graded)
        if worth is None:
            return Unclear(graded)
        answer_before = Fraction(graded.answer_points or 0)
        if worth == answer_before:
            return None
        before = Result(Fraction(graded.points), Fraction(graded.share), graded.has_passed)
        outcome = regraded(
            before, Fraction(graded.out_of), answer_before, worth, graded.settings.get("pass_percent")
        )  # fmt: skip
        return Change(graded, before, answer_before, worth, outcome)

    def _worth_of(self, graded: Graded) -> Fraction | None:
        """The same answer, given to the same wording in the same language, is weighed once."""
        key = (graded.release_id, graded.language, json.dumps(graded.fields))
        if key not in self._worth:
            asked, now = (
                self.question(graded.release_id, graded.language),
                self.rekeyed(graded.release_id, graded.language),
            )
            worth = None
            if asked is not None and now is not None:
                worth = now.points(read_answer(asked, KeptFields(graded.fields), graded.language))
            self._worth[key] = worth
        return self._worth[key]


def _worded(found: Quizzes, question_key: str) -> dict[str, CompiledQuestion]:
    """A question in every language of a release; keys share one name space in a course."""
    return {
        language: question
        for language, texts in found.texts.items()
        for quiz in texts.values()
        for question in quiz.questions
        if question.key == question_key
    }


_GRADED = (
    select(
        Attempt.id, Attempt.enrolment_id, Attempt.release_id, Attempt.settings, Attempt.points, Attempt.out_of,
        Attempt.share, Attempt.has_passed, Answer.fields, Answer.language, Answer.points,
    )
    .join(Answer, Answer.attempt_id == Attempt.id)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .order_by(Attempt.id)
)  # fmt: skip


def _concerned(course_id: int, question_key: str, release_id: int, until: datetime) -> Select[Any]:
    """Closed attempts with an answer to a question that was asked by another release."""
    return _GRADED.where(
        Enrolment.course_id == course_id,
        Answer.question_key == question_key,
        Attempt.release_id != release_id,
        Attempt.closed_at.is_not(None),
        Attempt.started_at <= until,
    )


def concerned(course_id: int, correction: Correction, until: datetime) -> Iterator[Graded]:
    """Every answer that a correction concerns, in the order of their attempts, some hundred at a time."""
    last = 0
    while True:
        found = _concerned(course_id, correction.question_key, correction.release_id, until)
        rows = db.session.execute(found.where(Attempt.id > last).limit(AT_ONCE)).all()
        for row in rows:
            graded = Graded(*row)
            if any(value for _, value in graded.fields):
                yield graded
        if len(rows) < AT_ONCE:
            return
        last = rows[-1][0]


def not_regraded(regrade: Regrade, after: int) -> list[Graded]:
    """The next answers that a regrade has still to see."""
    found = _concerned(regrade.course_id, regrade.question_key, regrade.release_id, regrade.made_at)
    done = select(Regraded.attempt_id).where(Regraded.regrade_id == regrade.id)
    rows = db.session.execute(found.where(Attempt.id > after, Attempt.id.not_in(done)).limit(AT_ONCE))
    return [Graded(*row) for row in rows]


def lines(attempt_ids: Collection[int]) -> dict[int, Line]:
    """Whose attempts these are, by their ids. 1 query."""
    rows = db.session.execute(
        select(Attempt.id, Attempt.quiz_key, Attempt.number, Person.name, Person.public_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .outerjoin(Person, Person.id == Enrolment.person_id)
        .where(Attempt.id.in_(attempt_ids))
    )
    return {row[0]: Line(*row) for row in rows}


def releases_taken(course_id: int) -> list[int]:
    """The releases that the closed attempts of a course are pinned to, the last ones first. 1 query."""
    return list(
        db.session.scalars(
            select(Release.id)
            .where(
                Release.course_id == course_id,
                select(Attempt.id).where(Attempt.release_id == Release.id, Attempt.closed_at.is_not(None)).exists(),
            )
            .order_by(Release.number.desc())
            .limit(REGRADES_LISTED)
        )
    )


class Candidate(NamedTuple):
    """A question that was graded by another key before, or whose options were reworded."""

    key: str
    label: str
    is_reworded: bool
    right_before: tuple[str, ...]  # by the last release that differs
    right_now: tuple[str, ...]


def candidates(
    release_id: int, known: Mapping[int, Quizzes], language: str, in_force: Mapping[str, int]
) -> list[Candidate]:
    """The questions of a release whose right answers differ from those of the others in `known`, in its order.

    Not those regraded by the same right answers: `in_force` maps a question to the release that its regrade goes by.
    """
    now = _questions(known[release_id], language)
    for key, number in in_force.items():
        regraded_by = _questions(known[number], language).get(key)
        if key in now and regraded_by is not None and not differs(regraded_by, now[key]):
            del now[key]
    found: dict[str, Candidate] = {}
    for texts in known.values():
        for key, asked in _questions(texts, language).items():
            if key in now and key not in found and differs(asked, now[key]):
                is_reworded = not offered_ids(asked).keys() <= offered_ids(now[key]).keys()
                found[key] = Candidate(key, now[key].label, is_reworded, right_words(asked), right_words(now[key]))
    return [found[key] for key in now if key in found]


def _questions(found: Quizzes, language: str) -> dict[str, CompiledQuestion]:
    quizzes_ = found.in_language(language).values()
    return {question.key: question for quiz in quizzes_ for question in quiz.questions}


@dataclass(frozen=True, slots=True)
class Rewording:
    """What earlier releases offered to a question and this one does not under the same id, and the other way round."""

    former: Mapping[str, str]  # id → words
    present: Mapping[str, str]

    @property
    def obvious(self) -> dict[str, str]:
        """Which is which, where only one was reworded."""
        return dict(zip(self.former, self.present, strict=True)) if len(self.former) == len(self.present) == 1 else {}


def rewording(question_key: str, release_id: int, known: Mapping[int, Quizzes], language: str) -> Rewording:
    """What somebody has to say is which: of the releases in `known`, those but `release_id` are the earlier ones."""
    now = _questions(known[release_id], language).get(question_key)
    present = offered_ids(now) if now else {}
    former: dict[str, str] = {}
    for number, texts in known.items():
        asked = _questions(texts, language).get(question_key)
        if number != release_id and asked is not None and now is not None and asked.kind == now.kind:
            former |= offered_ids(asked)
    return Rewording(
        {key: words for key, words in former.items() if key not in present},
        {key: words for key, words in present.items() if key not in former},
    )


class RegradeLine(NamedTuple):
    """A regrade, and how many attempts it changed."""

    regrade: Regrade
    release_number: int
    changed: int
    passed: int  # attempts that reached the pass mark by it


def regrades(course_id: int) -> list[RegradeLine]:
    """The regrades of a course, the last one first, at most the last `REGRADES_LISTED`. 1 query."""
    newly = (Regraded.passed_before.is_(False)) & (Regraded.passed_after.is_(True))
    counted = (
        select(Regraded.regrade_id, func.count().label("changed"), func.count().filter(newly).label("passed"))
        .group_by(Regraded.regrade_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Regrade, Release.number, func.coalesce(counted.c.changed, 0), func.coalesce(counted.c.passed, 0))
        .join(Release, Release.id == Regrade.release_id)
        .outerjoin(counted, counted.c.regrade_id == Regrade.id)
        .where(Regrade.course_id == course_id)
        .order_by(Regrade.id.desc())
        .limit(REGRADES_LISTED)
    )
    return [RegradeLine(*row) for row in rows]


def in_force(attempt: Attempt) -> list[Regrade]:
    """The corrections made since an attempt began to questions that it asks, of each question the last. 1 query."""
    keys = [one["key"] for one in attempt.questions]
    course = select(Release.course_id).where(Release.id == attempt.release_id).scalar_subquery()
    found = db.session.scalars(
        select(Regrade)
        .where(
            Regrade.course_id == course,
            Regrade.question_key.in_(keys),
            Regrade.undone_at.is_(None),
            Regrade.made_at >= attempt.started_at,
            Regrade.release_id != attempt.release_id,
        )
        .order_by(Regrade.id)
    )
    return list({one.question_key: one for one in found}.values())


def corrections(attempt_id: int) -> dict[str, tuple[Regrade, Regraded]]:
    """What was corrected in the result of an attempt, by question, the last correction of each. 1 query."""
    rows = db.session.execute(
        select(Regrade, Regraded)
        .join(Regraded, Regraded.regrade_id == Regrade.id)
        .where(Regraded.attempt_id == attempt_id, Regrade.undone_at.is_(None))
        .order_by(Regrade.id)
    )
    return {regrade.question_key: (regrade, row) for regrade, row in rows}
