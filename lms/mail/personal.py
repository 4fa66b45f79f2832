"""What the outbox holds about a person: the mails that were written to them."""

from datetime import datetime

from sqlalchemy import ColumnElement, case, delete, or_, select

from lms.db import db
from lms.errors import N_
from lms.held import GONE, HELPERS, Basis, Holding, Subject
from lms.jobs.models import Job
from lms.mail.actions import KIND
from lms.mail.models import Mail


def _to(subject: Subject) -> ColumnElement[bool]:
    """Also to an address of theirs that no number stands beside."""
    is_theirs = Mail.recipient.in_({subject.email, subject.email_key}) & Mail.person_id.is_(None)
    return or_(Mail.person_id == subject.id, is_theirs)


HOLDINGS = (
    Holding(
        key="mails",
        title=N_("Mails"),
        tables=frozenset({"mail"}),
        kinds=N_("Address, subject, text and date of each mail; codes are taken out of them once they were sent"),
        purpose=N_("Sending mails again when a server fails, and helping people who received none"),
        basis=Basis.ACCOUNT,
        kept=N_("A month"),
        seen_by=HELPERS,
        erased=GONE,
        fields={
            "recipient": N_("To"), "subject": N_("Subject"), "body": N_("Text"), "created_at": N_("Written"),
            "sent_at": N_("Sent"), "language": "",
        },
        # A code is for who reads the mailbox, not for whoever found this device signed in.
        rows=lambda subject: select(
            Mail.recipient, Mail.subject, case((Mail.is_secret, ""), else_=Mail.body).label("body"), Mail.created_at,
            Mail.sent_at, Mail.language,
        )
        .where(_to(subject))
        .order_by(Mail.id.desc()),
    ),
)  # fmt: skip


def erase(subject: Subject, _at: datetime, *, keeps_certificates: bool) -> None:
    """Erase the mails, those that wait to be sent as well."""
    jobs = db.session.scalars(select(Mail.job_id).where(_to(subject), Mail.job_id.is_not(None))).all()
    db.session.execute(delete(Mail).where(_to(subject)))
    for number in jobs:
        db.session.execute(delete(Job).where(Job.id == number, Job.kind == KIND))
