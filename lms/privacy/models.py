"""Accounts that are to be erased, and those that were."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Model, UTCDateTime

PENDING = text("cancelled_at IS NULL AND done_at IS NULL")


class Erasure(Model):
    """An account to be erased after some days. It outlives the person: by `identity` a restored copy goes too."""

    __tablename__ = "erasure"
    __table_args__ = (
        CheckConstraint("length(identity) = 64", name="identity_is_sha256"),
        CheckConstraint("cancelled_at IS NULL OR done_at IS NULL", name="ends_once"),
        Index("uq_erasure_person_id_pending", "person_id", unique=True, sqlite_where=PENDING, postgresql_where=PENDING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    identity: Mapped[str] = mapped_column(String(64), index=True)  # digest of what never changes in an account
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    keeps_certificates: Mapped[bool]  # they stay checkable, as their holder chose
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
