"""Regrades: which answers a correction concerns, whose they are, and what was regraded before."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from lms.accounts.models import Person
from lms.assessment.models import Answer, Attempt, Regrade, Regraded
from lms.assessment.queries.correcting import Correction, Graded
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.publishing.models import Release

REGRADES_LISTED = 50
AT_ONCE = 500


class Line(NamedTuple):
    """Whose attempt a change is about; without a name once the account is erased."""

    attempt_id: int
    quiz_key: str
    number: int
    name: str | None
    person: str | None  # the public id


_each = aliased(Answer)
_GRADED = (
    select(
        Attempt.id, Attempt.enrolment_id, Attempt.release_id, Attempt.settings, Attempt.points, Attempt.out_of,
        Attempt.share, Attempt.has_passed, Answer.fields, Answer.language, Answer.points,
        select(func.coalesce(func.aggregate_strings(_each.points, " "), ""))
        .where(_each.attempt_id == Attempt.id)
        .scalar_subquery(),
    )
    .join(Answer, Answer.attempt_id == Attempt.id)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .order_by(Attempt.id)
)  # fmt: skip


def _concerned(course_id: int, question_key: str, release_id: int, until: datetime) -> Select[Any]:
    """Closed attempts with an answer to a question that was asked by another release, or regraded since."""
    regraded = (
        select(Regraded.attempt_id)
        .join(Regrade, Regrade.id == Regraded.regrade_id)
        .where(Regraded.attempt_id == Attempt.id, Regrade.question_key == question_key, Regrade.undone_at.is_(None))
    )
    return _GRADED.where(
        Enrolment.course_id == course_id,
        Answer.question_key == question_key,
        or_(Attempt.release_id != release_id, regraded.exists()),
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
    """The next answers that a regrade has still to see: not those to which it was applied, or a later one, as their
    attempt was closed.
    """
    found = _concerned(regrade.course_id, regrade.question_key, regrade.release_id, regrade.made_at)
    done = select(Regraded.attempt_id).where(Regraded.regrade_id >= regrade.id)
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


def releases_taken(course_id: int) -> dict[int, datetime]:
    """The releases that the closed attempts of a course are pinned to, the last ones first, and when the last attempt
    at each began. 1 query.
    """
    rows = db.session.execute(
        select(Release.id, func.max(Attempt.started_at))
        .join(Attempt, Attempt.release_id == Release.id)
        .where(Release.course_id == course_id, Attempt.closed_at.is_not(None))
        .group_by(Release.id, Release.number)
        .order_by(Release.number.desc())
        .limit(REGRADES_LISTED)
    )
    return {row[0]: row[1] for row in rows}


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
    """The corrections made since an attempt began to questions that it asks, as they were made. 1 query."""
    keys = [one["key"] for one in attempt.questions]
    course = select(Release.course_id).where(Release.id == attempt.release_id).scalar_subquery()
    found = db.session.scalars(
        select(Regrade)
        .where(
            Regrade.course_id == course,
            Regrade.question_key.in_(keys),
            Regrade.undone_at.is_(None),
            Regrade.made_at >= attempt.started_at,
        )
        .order_by(Regrade.id)
    )
    return list(found)


def first_unfinished(course_id: int) -> Regrade | None:
    """What is carried out before all the other decisions about a course, for each stands on those before it: what was
    taken back, the last one first; then what was decided, the first one first. At most 2 queries.
    """
    of_course = select(Regrade).where(Regrade.course_id == course_id).limit(1)
    undone = of_course.where(Regrade.undone_at.is_not(None), Regrade.restored_at.is_(None))
    made = of_course.where(Regrade.undone_at.is_(None), Regrade.done_at.is_(None))
    return db.session.scalar(undone.order_by(Regrade.id.desc())) or db.session.scalar(made.order_by(Regrade.id))


def corrections(attempt_id: int) -> dict[str, tuple[Regrade, Regraded]]:
    """What was corrected in the result of an attempt, by question, the last correction of each. 1 query."""
    rows = db.session.execute(
        select(Regrade, Regraded)
        .join(Regraded, Regraded.regrade_id == Regrade.id)
        .where(Regraded.attempt_id == attempt_id, Regrade.undone_at.is_(None))
        .order_by(Regrade.id)
    )
    return {regrade.question_key: (regrade, row) for regrade, row in rows}
