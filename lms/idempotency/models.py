"""The keys of forms that were carried out, with the reply each got."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Model, UTCDateTime


class SentForm(Model):
    """A form that was sent: its row commits with its effect, so the one is never there without the other."""

    __tablename__ = "sent_form"
    __table_args__ = (CheckConstraint("length(body_digest) = 64", name="digest_is_sha256"),)

    key: Mapped[str] = mapped_column(String(64), primary_key=True)  # minted with the form
    sender: Mapped[str] = mapped_column(String(64))  # a person's id, or the digest of an anonymous session's token
    route: Mapped[str] = mapped_column(String(200))
    body_digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int | None]  # None only inside the transaction that carries it out
    location: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
