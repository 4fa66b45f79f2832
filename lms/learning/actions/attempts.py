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
from lms.db import db
from lms.enrolment import actions as enrolments
from lms.enrolment.models import Enrolment
from lms.jobs import actions as jobs
from lms.learning.actions.completing import settle
from lms.publishing.queries.quizzes import Quizzes

CLOSING = "close-attempt"


def start_attempt(enrolment: Enrolment, person: Person, quiz_key: str, at: datetime) -> Attempt:
    """Begin a try at a quiz, or go on with the one that is open; one whose time was up is closed, and counts."""
    enrolments.hold(enrolment)
    enrolments.touch(enrolment, person, at)
    if assessment.close_overdue(enrolment.id, quiz_key, at):
        settle(enrolment, at)
    attempt = assessment.start_attempt(enrolment, quiz_key, at)
    if attempt.deadline_at is not None and attempt.started_at == at:
        jobs.add(CLOSING, {"attempt": attempt.id}, at, attempt.deadline_at + timedelta(seconds=1))
    return attempt


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
        enrolments.hold(enrolment)
    enrolments.touch(enrolment, person, at)
    kept = assessment.save_answers(attempt, sent, language, at, is_final=is_final, pinned=pinned)
    if is_over:
        settle(enrolment, at)
    return kept


def submit_attempt(enrolment: Enrolment, person: Person, attempt: Attempt, at: datetime) -> None:
    """Hand an attempt in, and complete the course if that was all."""
    enrolments.hold(enrolment)
    enrolments.touch(enrolment, person, at)
    assessment.submit_attempt(attempt, at)
    settle(enrolment, at)


def _close(arguments: jobs.Arguments, _found: Any, at: datetime) -> None:
    """Close an attempt whose time is up; it may be closed, or erased with its learner, already."""
    attempt = db.session.get(Attempt, arguments["attempt"])
    if attempt is not None and is_overdue(attempt.deadline_at, attempt.closed_at, at):
        enrolment = db.session.get_one(Enrolment, attempt.enrolment_id)
        enrolments.hold(enrolment)
        assessment.submit_attempt(attempt, at)
        settle(enrolment, at)


jobs.register(CLOSING, jobs.Kind(carry_out=_close))
