"""Files that were asked for, read by whose they are."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from lms.db import db
from lms.reporting.models import Export

LISTED = 50


def export_of(person_id: int, public_id: str) -> Export | None:
    """A file that this person asked for. 1 query."""
    return db.session.scalar(select(Export).where(Export.public_id == public_id, Export.person_id == person_id))


def exports_of(person_id: int) -> Sequence[Export]:
    """The files a person asked for last, the latest first. 1 query."""
    return db.session.scalars(
        select(Export).where(Export.person_id == person_id).order_by(Export.id.desc()).limit(LISTED)
    ).all()


def is_expired(export: Export, at: datetime) -> bool:
    """Whether a file is not to be had any more, swept away or not."""
    return export.expires_at is not None and export.expires_at <= at
