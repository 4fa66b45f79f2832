"""Claiming the key of a form for its one effect, and keeping the reply."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from lms.db import db, insertion
from lms.idempotency.models import SentForm

KEPT = timedelta(days=7)


def claim(number: str, *, sender: str, route: str, body_digest: str, at: datetime) -> bool:
    """Take a key for this transaction; False if it was used. Another transaction that has it is waited for."""
    row = {"key": number, "sender": sender, "route": route, "body_digest": body_digest, "created_at": at}
    claimed = db.session.execute(
        insertion(SentForm).values(row).on_conflict_do_nothing().returning(SentForm.key)
    ).scalar()
    return claimed is not None


def keep_reply(number: str, status: int, location: str | None) -> None:
    """Write down what the form was answered, for those who send it again."""
    form = db.session.get_one(SentForm, number)
    form.status, form.location = status, location
    db.session.flush()


def sweep(at: datetime) -> None:
    """Forget forms that nobody sends again."""
    db.session.execute(delete(SentForm).where(SentForm.created_at < at - KEPT))
