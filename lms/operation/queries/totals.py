"""How much there is of everything, and how much waits: figures without a person in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from lms.accounts.models import Person
from lms.assessment.models import Attempt
from lms.certification.models import Certificate
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.jobs.models import Job
from lms.mail.models import Mail


@dataclass(frozen=True, slots=True)
class Waiting:
    """The work that is left to do."""

    jobs: int  # to do now or later
    due_since: datetime | None  # the moment at which the oldest of those to do now was due
    failed: int  # given up
    failing: int  # to be tried again after a failure
    mails: int  # written and not sent, unless nobody tries any more


@dataclass(frozen=True, slots=True)
class Totals:
    """How many there are."""

    people: int
    enrolments: int
    completions: int
    attempts: int
    certificates: int


def waiting(at: datetime) -> Waiting:
    """The work that is left to do, at a moment."""
    is_left = Job.due_at.is_not(None)
    jobs, oldest, failing = db.session.execute(
        select(
            func.count().filter(is_left),
            func.min(Job.due_at).filter(Job.due_at <= at),
            func.count().filter(is_left, Job.failures > 0),
        ).where(is_left)
    ).one()
    failed = select(func.count()).select_from(Job).where(Job.due_at.is_(None), Job.done_at.is_(None))
    unsent = select(func.count()).select_from(Mail).join(Job, Job.id == Mail.job_id)
    return Waiting(
        jobs=jobs,
        due_since=oldest,
        failed=db.session.scalar(failed) or 0,
        failing=failing,
        mails=db.session.scalar(unsent.where(Mail.sent_at.is_(None), is_left)) or 0,
    )


def totals() -> Totals:
    """How many there are; each is counted row by row, so nobody asks more often than once a minute."""
    enrolments, completions = db.session.execute(
        select(func.count(), func.count(Enrolment.completed_at)).select_from(Enrolment)
    ).one()
    people, attempts, certificates = (
        db.session.scalar(select(func.count()).select_from(model)) or 0 for model in (Person, Attempt, Certificate)
    )
    return Totals(people, enrolments, completions, attempts, certificates)
