"""What was done with special powers, read."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from lms.audit.acts import ACTS, DETAILS, KINDS
from lms.audit.models import AuditEntry
from lms.db import db

__all__ = ["ACTS", "DETAILS", "KINDS", "entries_about", "entries_about_any"]

MOST = 100


def entries_about(object_kind: str, object_: str) -> Sequence[AuditEntry]:
    """The last hundred acts on one thing, the latest first."""
    return db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.object_kind == object_kind, AuditEntry.object == object_)
        .order_by(AuditEntry.id.desc())
        .limit(MOST)
    ).all()


def entries_about_any(object_kind: str, objects: Collection[str], most: int = 10) -> Sequence[AuditEntry]:
    """The last acts on any of several things of one kind, the latest first. 1 query."""
    return db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.object_kind == object_kind, AuditEntry.object.in_(objects))
        .order_by(AuditEntry.id.desc())
        .limit(min(most, MOST))
    ).all()
