"""Mails, read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select

from lms.db import db
from lms.jobs.models import Job
from lms.mail.models import Mail

MOST_SHOWN = 30
MAILS_LISTED = 50
# How the error of a job begins whose mail a server refused for good: the name of its exception.
_FOR_GOOD = "MailRefusedForGood"


class MailState(StrEnum):
    """What became of a mail."""

    WAITING = "waiting"  # it leaves in a moment, or is tried again
    SENT = "sent"
    REFUSED = "refused"  # a mail server will never take it
    FAILED = "failed"  # nobody tries any more


@dataclass(frozen=True, slots=True)
class MailRow:
    """A mail as those see it who look after mails: without its text."""

    number: int
    message_id: str
    recipient: str
    language: str
    subject: str
    is_secret: bool
    created_at: datetime
    sent_at: datetime | None
    state: MailState
    due_at: datetime | None
    failures: int
    error: str

    @property
    def may_be_resent(self) -> bool:
        """Whether it could leave once more."""
        return not self.is_secret and self.state is not MailState.WAITING


def mail(number: int) -> Mail | None:
    """One mail."""
    return db.session.get(Mail, number)


def latest_mails() -> Sequence[Mail]:
    """The mails written last, the newest first."""
    return db.session.scalars(select(Mail).order_by(Mail.id.desc()).limit(MOST_SHOWN)).all()


def mails_listed(
    state: MailState | None, recipient: str, before: int | None, person_id: int | None = None
) -> tuple[list[MailRow], bool]:
    """The mails written last, the newest first, those before a number; and whether there are more. 1 query.

    `recipient`: the beginning of an address, whatever its case.
    """
    statement = select(Mail, Job).outerjoin(Job, Job.id == Mail.job_id)
    if state is not None:
        statement = statement.where(_in_state(state))
    if recipient:
        statement = statement.where(func.lower(Mail.recipient).startswith(recipient.lower(), autoescape=True))
    if person_id is not None:
        statement = statement.where(Mail.person_id == person_id)
    if before is not None:
        statement = statement.where(Mail.id < before)
    found = db.session.execute(statement.order_by(Mail.id.desc()).limit(MAILS_LISTED + 1)).all()
    return [_row(one, job) for one, job in found[:MAILS_LISTED]], len(found) > MAILS_LISTED


def mail_row(number: int) -> tuple[MailRow, str] | None:
    """A mail and its text, which is "" for one that holds a code. 1 query."""
    found = db.session.execute(
        select(Mail, Job).outerjoin(Job, Job.id == Mail.job_id).where(Mail.id == number)
    ).one_or_none()
    if found is None:
        return None
    one, job = found
    return _row(one, job), "" if one.is_secret else one.body


def mail_counts() -> dict[MailState, int]:
    """How many mails of the last month there are in each state. 1 query."""
    counted = [func.count().filter(_in_state(state)) for state in MailState]
    row = db.session.execute(select(*counted).select_from(Mail).outerjoin(Job, Job.id == Mail.job_id)).one()
    return dict(zip(MailState, row, strict=True))


def failed_mails(most: int) -> list[int]:
    """The numbers of mails that hold no code and that nobody tries to send any more, the oldest first."""
    is_over = or_(_in_state(MailState.FAILED), _in_state(MailState.REFUSED))
    statement = select(Mail.id).outerjoin(Job, Job.id == Mail.job_id).where(is_over, Mail.is_secret.is_(False))
    return list(db.session.scalars(statement.order_by(Mail.id).limit(most)))


def _in_state(state: MailState) -> ColumnElement[bool]:
    is_over = and_(Mail.sent_at.is_(None), Job.due_at.is_(None))
    is_refused = func.coalesce(Job.last_error, "").startswith(_FOR_GOOD)
    return {
        MailState.WAITING: and_(Mail.sent_at.is_(None), Job.due_at.is_not(None)),
        MailState.SENT: Mail.sent_at.is_not(None),
        MailState.REFUSED: and_(is_over, is_refused),
        MailState.FAILED: and_(is_over, ~is_refused),
    }[state]


def _row(one: Mail, job: Job | None) -> MailRow:
    error = (job.last_error if job else None) or ""
    if one.sent_at is not None:
        state = MailState.SENT
    elif job is not None and job.due_at is not None:
        state = MailState.WAITING
    else:
        state = MailState.REFUSED if error.startswith(_FOR_GOOD) else MailState.FAILED
    return MailRow(
        number=one.id,
        message_id=one.message_id,
        recipient=one.recipient,
        language=one.language,
        subject=one.subject,
        is_secret=one.is_secret,
        created_at=one.created_at,
        sent_at=one.sent_at,
        state=state,
        due_at=job.due_at if job else None,
        failures=job.failures if job else 0,
        error=error if state is not MailState.SENT else "",
    )
