"""The audit log. Triggers of the database refuse to change or delete its rows (see the migration that makes it)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Model, UTCDateTime


class AuditEntry(Model):
    """One privileged act."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_object_kind_object", "object_kind", "object"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    actor: Mapped[str] = mapped_column(String(120))  # "person:ID", or "console:NAME" for the command line
    action: Mapped[str] = mapped_column(String(60))  # "certificate.revoke"
    object_kind: Mapped[str] = mapped_column(String(30))
    object: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
