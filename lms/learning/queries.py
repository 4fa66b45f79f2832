"""What learners have done: lessons finished, and how far that brings them."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, literal, select

from lms.assessment.models import Attempt
from lms.db import db
from lms.learning.completion import Completion, completion
from lms.learning.models import LessonDone
from lms.learning.progress import Progress, progress

__all__ = ["Completion", "Done", "Progress", "completion", "done_in", "lessons_done", "lessons_done_in", "progress"]

# Built once: it is asked on every lesson's page of somebody who takes the course.
_LESSONS_DONE = select(LessonDone.enrolment_id, LessonDone.lesson_key, LessonDone.done_at).where(
    LessonDone.enrolment_id.in_(bindparam("enrolment_ids", expanding=True))
)


def lessons_done(enrolment_id: int) -> dict[str, datetime]:
    """When each lesson was finished in an enrolment, by key. 1 query."""
    return lessons_done_in([enrolment_id]).get(enrolment_id, {})


def lessons_done_in(enrolment_ids: Collection[int]) -> dict[int, dict[str, datetime]]:
    """The same for several enrolments, by their ids. 1 query."""
    found: dict[int, dict[str, datetime]] = {}
    rows = db.session.execute(_LESSONS_DONE, {"enrolment_ids": list(enrolment_ids)})
    for enrolment_id, key, done_at in rows:
        found.setdefault(enrolment_id, {})[key] = done_at
    return found


class Done(NamedTuple):
    """What somebody has done in an enrolment."""

    lessons: dict[str, datetime]  # when each was finished, by key
    quizzes: frozenset[str]  # passed, or handed in where there is nothing to pass


# Built once, as the one above: lessons and quizzes in one go.
_DONE = (
    select(literal(True).label("is_lesson"), LessonDone.lesson_key.label("key"), LessonDone.done_at.label("at"))
    .where(LessonDone.enrolment_id == bindparam("enrolment_id"))
    .union_all(
        select(literal(False), Attempt.quiz_key, func.max(Attempt.closed_at))
        .where(
            Attempt.enrolment_id == bindparam("enrolment_id"),
            Attempt.closed_at.is_not(None),
            Attempt.has_passed.is_not(False),
        )
        .group_by(Attempt.quiz_key)
    )
)


def done_in(enrolment_id: int) -> Done:
    """What was done in an enrolment. 1 query."""
    rows = db.session.execute(_DONE, {"enrolment_id": enrolment_id}).all()
    return Done(
        {row.key: row.at for row in rows if row.is_lesson}, frozenset(row.key for row in rows if not row.is_lesson)
    )
