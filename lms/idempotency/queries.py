"""What was sent before."""

from lms.db import db
from lms.idempotency.models import SentForm


def sent_form(number: str) -> SentForm | None:
    """The form with this key, if it was carried out."""
    return db.session.get(SentForm, number)
