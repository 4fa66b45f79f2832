"""Mails, read."""

from collections.abc import Sequence

from sqlalchemy import select

from lms.db import db
from lms.mail.models import Mail

MOST_SHOWN = 30


def mail(number: int) -> Mail | None:
    """One mail."""
    return db.session.get(Mail, number)


def latest_mails() -> Sequence[Mail]:
    """The mails written last, the newest first."""
    return db.session.scalars(select(Mail).order_by(Mail.id.desc()).limit(MOST_SHOWN)).all()
