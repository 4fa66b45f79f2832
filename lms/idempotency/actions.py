"""Claiming the key of a form for its one effect, and keeping the reply."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, update
from sqlalchemy.dialects import postgresql, sqlite

from lms.db import Base, db
from lms.idempotency.models import SentForm

KEPT = timedelta(days=7)
_FORMS = Base.metadata.tables[SentForm.__tablename__]
# Built once: every form that is sent asks them.
_CLAIM = {
    dialect.__name__.rpartition(".")[2]: dialect.insert(_FORMS).on_conflict_do_nothing().returning(_FORMS.c.key)
    for dialect in (sqlite, postgresql)
}
_KEEP_REPLY = (
    update(_FORMS)
    .where(_FORMS.c.key == bindparam("number"))
    .values(status=bindparam("new_status"), location=bindparam("new_location"))
)


def claim(number: str, *, sender: str, route: str, body_digest: str, at: datetime) -> bool:
    """Take a key for this transaction; False if it was used. Another transaction that has it is waited for."""
    row = {"key": number, "sender": sender, "route": route, "body_digest": body_digest, "created_at": at,
           "status": None, "location": None}  # fmt: skip
    return db.session.execute(_CLAIM[db.engine.dialect.name], row).scalar() is not None


def keep_reply(number: str, status: int, location: str | None) -> None:
    """Write down what the form was answered, for those who send it again."""
    db.session.execute(_KEEP_REPLY, {"number": number, "new_status": status, "new_location": location})


def sweep(at: datetime) -> None:
    """Forget forms that nobody sends again."""
    db.session.execute(delete(SentForm).where(SentForm.created_at < at - KEPT))
