"""Lessons, finished."""

from datetime import datetime

from lms.accounts.models import Person
from lms.db import db, insertion
from lms.enrolment import actions as enrolments
from lms.enrolment.models import Enrolment
from lms.learning.actions.completing import settle
from lms.learning.models import LessonDone
from lms.publishing.queries import releases


def finish_lesson(enrolment: Enrolment, person: Person, key: str, language: str, at: datetime) -> None:
    """Note that a learner finished a lesson, once and for ever; complete the course if that was all."""
    enrolments.lock(enrolment)
    row = {
        "enrolment_id": enrolment.id,
        "lesson_key": key,
        "release_id": releases.current_of(enrolment.course_id) or enrolment.release_id,
        "language": language,
        "done_at": at,
    }
    db.session.execute(insertion(LessonDone).values(row).on_conflict_do_nothing())
    enrolments.touch(enrolment, person, at)
    settle(enrolment, at)
