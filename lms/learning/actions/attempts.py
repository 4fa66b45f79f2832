"""Quizzes, taken: assessment keeps and grades, completion settles in the same transaction.

An attempt whose time is up is closed by a job, or by the learner's next step in that quiz if that comes first.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from lms.accounts.models import Person
from lms.assessment import actions as assessment
from lms.assessment.models import Answer, Attempt
from lms.assessment.queries import Fields, is_overdue
from lms.audit import actions as audit
from lms.db import db
from lms.enrolment import actions as enrolments
from lms.enrolment.models import Enrolment
from lms.errors import N_, Refusal
from lms.jobs import actions as jobs
from lms.learning.actions.completing import settle
from lms.publishing.models import Course
from lms.publishing.queries.quizzes import Quizzes

CLOSING = "close-attempt"


def start_attempt(enrolment: Enrolment, person: Person, quiz_key: str, at: datetime) -> Attempt:
    """Begin a try at a quiz, or go on with the one that is open; one whose time was up is closed, and counts."""
    enrolments.lock(enrolment)
    enrolments.touch(enrolment, person, at)
    if assessment.close_overdue(enrolment.id, quiz_key, at):
        settle(enrolment, at)
    attempt = assessment.start_attempt(enrolment, quiz_key, at)
    if attempt.deadline_at is not None and attempt.started_at == at:
        _close_later(attempt, at)
    return attempt


def give_extra_time(enrolment: Enrolment, percent: int, *, reason: str, actor: str, at: datetime) -> None:
    """Give a learner more time, in percent, in every quiz of a course that has a limit; 0 takes it back.

    The end of an attempt that is open moves: never to before this moment, and not if it is past. Refused if this is
    what the learner has.
    """
    enrolments.lock(enrolment)
    former = enrolment.extra_time_percent
    if former == percent:
        raise Refusal(N_("Choose another amount: this is what they have now"))
    enrolments.give_extra_time(enrolment, percent)
    moved = follow_extra_time(enrolment, at)
    course = db.session.get_one(Course, enrolment.course_id)
    details = {"course": course.slug, "from": former, "to": percent, "attempts": [one.id for one in moved]}
    audit.record(actor, "enrolment.extra-time", "person", str(enrolment.person_id), reason, details, at)


def follow_extra_time(enrolment: Enrolment, at: datetime) -> list[Attempt]:
    """Have the open attempts of an enrolment end when its extra time says so, and be closed then."""
    moved = assessment.move_deadlines(enrolment, at)
    for attempt in moved:
        _close_later(attempt, at)
    return moved


def save_answers(
    enrolment: Enrolment,
    person: Person,
    attempt: Attempt,
    sent: Mapping[str, tuple[Fields, int]],
    language: str,
    at: datetime,
    *,
    is_final: bool = True,
    pinned: Quizzes | None = None,
) -> dict[str, Answer | None]:
    """Keep answers as given; `sent` is what `lms.assessment.actions.save_answers` says. Time may be up meanwhile."""
    is_over = is_overdue(attempt.deadline_at, attempt.closed_at, at)
    if is_over:
        enrolments.lock(enrolment)
    enrolments.touch(enrolment, person, at)
    was_open = attempt.closed_at is None
    kept = assessment.save_answers(attempt, sent, language, at, is_final=is_final, pinned=pinned)
    if is_over or (was_open and attempt.closed_at is not None):  # its end may have moved to this very moment
        settle(enrolment, at)
    return kept


def submit_attempt(enrolment: Enrolment, person: Person, attempt: Attempt, at: datetime) -> None:
    """Hand an attempt in, and complete the course if that was all."""
    enrolments.lock(enrolment)
    enrolments.touch(enrolment, person, at)
    assessment.submit_attempt(attempt, at)
    settle(enrolment, at)


def _close_later(attempt: Attempt, at: datetime) -> None:
    """Leave the closing of an attempt to a job. Should its end move, this job finds it open, and another is left."""
    assert attempt.deadline_at is not None
    jobs.add(CLOSING, {"attempt": attempt.id}, at, attempt.deadline_at + timedelta(seconds=1))


def _close(arguments: jobs.Arguments, _found: Any, at: datetime) -> None:
    """Close an attempt whose time is up; it may be closed, or erased with its learner, already."""
    attempt = db.session.get(Attempt, arguments["attempt"])
    if attempt is None:
        return
    enrolment = db.session.get_one(Enrolment, attempt.enrolment_id)
    enrolments.lock(enrolment)  # the enrolment first, then the attempt: as everybody does
    assessment.lock(attempt)
    if is_overdue(attempt.deadline_at, attempt.closed_at, at):
        assessment.submit_attempt(attempt, at)
        settle(enrolment, at)


jobs.register(CLOSING, jobs.Kind(carry_out=_close))
