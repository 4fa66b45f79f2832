"""Keeping a file."""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from lms.db import db
from lms.media import queries, store
from lms.media.models import MediaFile


def put(content: bytes, at: datetime) -> str:
    """Keep these bytes and return their digest.

    The file is on the disk before its row can be: what the database knows is always there to be served. The other way
    round, a file whose transaction failed, costs room and nothing else.
    """
    digest = store.put(current_app.config["LMS"].media_dir, content)
    if digest not in queries.known([digest]):
        db.session.add(MediaFile(digest=digest, size_bytes=len(content), created_at=at))
        db.session.flush()
    return digest
