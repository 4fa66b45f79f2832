"""What jobs hold about a person until they are done: whom to write to, what to finish.

A job names a person as `person`, an address as `email`, `email_key` or `address`; once it is done it names nobody.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, delete, or_, select

from lms.db import db
from lms.errors import N_
from lms.held import GONE, Basis, Holding, Subject
from lms.jobs.models import Job


def _names(subject: Subject) -> ColumnElement[bool]:
    addresses = {subject.email, subject.email_key}
    return or_(
        cast(Job.arguments["person"].as_string(), String) == str(subject.id),
        *(Job.arguments[name].as_string().in_(addresses) for name in ("email", "email_key", "address")),
    )


HOLDINGS = (
    Holding(
        key="jobs",
        title=N_("Jobs that wait"),
        tables=frozenset({"job"}),
        kinds=N_("Whom a job that waits is for: a number, an address; what was typed to open an account"),
        purpose=N_("Doing after the reply what takes time, and doing it again when it failed"),
        basis=Basis.ACCOUNT,
        kept=N_("Until it is done, seconds later as a rule; thirty days where it cannot be done"),
        seen_by=N_("Administrators"),
        erased=GONE,
        fields={"kind": N_("What"), "created_at": N_("Since"), "due_at": N_("Due"), "arguments": ""},
        rows=lambda subject: (
            select(Job.kind, Job.created_at, Job.due_at, Job.arguments).where(_names(subject)).order_by(Job.id.desc())
        ),
    ),
)


def erase(subject: Subject, _at: datetime, *, keeps_certificates: bool) -> None:
    """Do nothing of it any more."""
    found = db.session.scalars(select(Job.id).where(_names(subject))).all()
    for number in found:
        db.session.execute(delete(Job).where(Job.id == number))
