"""The media that this installation holds; their bytes are files of the store, named by their digests."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Model, UTCDateTime


class MediaFile(Model):
    """A file that may be served: there is a row for it from the moment its bytes are safely on the disk."""

    __tablename__ = "media_file"
    __table_args__ = (
        CheckConstraint("length(digest) = 64", name="digest_is_sha256"),
        CheckConstraint("size_bytes >= 0", name="size_is_not_negative"),
    )

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    size_bytes: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
