"""What was learned in two enrolments of one person in one course, brought together: nothing is lost."""

from datetime import datetime

from sqlalchemy import case, delete, select

from lms.assessment import actions as assessment
from lms.db import db, insertion
from lms.enrolment import actions as enrolments
from lms.enrolment.models import Enrolment
from lms.learning.actions.attempts import follow_extra_time
from lms.learning.actions.completing import settle
from lms.learning.models import LessonDone


def merge_enrolments(goes_on: Enrolment, ends: Enrolment, at: datetime) -> None:
    """End one of two live enrolments in a course for the other, which completes if both together meet the rule.

    One that was completed itself keeps all it has: it is what its certificate rests on. Otherwise lessons and attempts
    go over to the other, where the best score counts. The rule in force at the earlier enrolment goes on holding.
    """
    ends.ended_at = at
    db.session.flush()
    enrolments.give_extra_time(goes_on, max(goes_on.extra_time_percent, ends.extra_time_percent))
    if ends.completed_at is None:
        _bring_over(ends, goes_on, at)
    follow_extra_time(goes_on, at)


def _bring_over(ends: Enrolment, goes_on: Enrolment, at: datetime) -> None:
    """Have one enrolment hold what was done in both, and complete if that is enough."""
    _move_lessons(ends.id, goes_on.id)
    assessment.move_attempts(ends.id, goes_on.id, at)
    if ends.enrolled_at < goes_on.enrolled_at and goes_on.completed_at is None:
        goes_on.release_id = ends.release_id
    started = [moment for moment in (goes_on.started_at, ends.started_at) if moment is not None]
    active = [moment for moment in (goes_on.active_at, ends.active_at) if moment is not None]
    goes_on.started_at, goes_on.active_at = min(started, default=None), max(active, default=None)
    if goes_on.name_confirmed_at is None:
        goes_on.certificate_name, goes_on.name_confirmed_at = ends.certificate_name, ends.name_confirmed_at
    db.session.flush()
    settle(goes_on, at)


def _move_lessons(source: int, target: int) -> None:
    """A lesson that was finished in both counts from the first time."""
    for done in db.session.scalars(select(LessonDone).where(LessonDone.enrolment_id == source)).all():
        row = {
            "enrolment_id": target, "lesson_key": done.lesson_key, "release_id": done.release_id,
            "language": done.language, "done_at": done.done_at,
        }  # fmt: skip
        statement = insertion(LessonDone).values(row)
        earlier = statement.excluded.done_at < LessonDone.done_at
        db.session.execute(
            statement.on_conflict_do_update(
                index_elements=[LessonDone.enrolment_id, LessonDone.lesson_key],
                set_={"done_at": case((earlier, statement.excluded.done_at), else_=LessonDone.done_at)},
            )
        )
    db.session.execute(delete(LessonDone).where(LessonDone.enrolment_id == source))
