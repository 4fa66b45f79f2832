"""Files of figures that were asked for, and snapshots of figures that were published."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Model, UTCDateTime


class Export(Model):
    """A file that somebody asked for; a job makes it, and it is thrown away after some days."""

    __tablename__ = "export"
    __table_args__ = (
        CheckConstraint("rows_done >= 0", name="rows_done_are_not_negative"),
        CheckConstraint("finished_at IS NULL OR failed_at IS NULL", name="ends_once"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    content: Mapped[str] = mapped_column(String(20))  # "enrolments", "aggregates", "modules", "steps"
    file_format: Mapped[str] = mapped_column(String(10))  # "csv", "xlsx", "jsonl"
    language: Mapped[str] = mapped_column(String(2))  # of its headings
    options: Mapped[dict[str, Any]] = mapped_column(JSON)  # its filters, and how it is written
    reason: Mapped[str] = mapped_column(Text)  # why persons are exported; "" where none are
    rows_total: Mapped[int | None]
    rows_done: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    failed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    size_bytes: Mapped[int | None]
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)


class Snapshot(Model):
    """The figures of a closed quarter, stored when they were first made: the next erasure does not undo them."""

    __tablename__ = "snapshot"

    quarter: Mapped[str] = mapped_column(String(7), primary_key=True)  # "2026-Q3"
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    tables: Mapped[dict[str, Any]] = mapped_column(JSON)  # rounded and hidden already: nothing finer is kept
