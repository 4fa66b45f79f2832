"""What learners have done: lessons finished, and how far that brings them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, select

from lms.db import db
from lms.learning.completion import Completion, completion
from lms.learning.models import LessonDone
from lms.learning.progress import Progress, progress

__all__ = ["Completion", "Progress", "completion", "lessons_done", "lessons_done_in", "progress"]

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
