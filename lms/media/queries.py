"""What the store holds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select

from lms.db import db, in_pieces
from lms.media import store
from lms.media.models import MediaFile


def digest_of(content: bytes) -> str:
    """The digest under which these bytes are, or would be, kept."""
    return store.digest_of(content)


def path_of(digest: str) -> Path | None:
    """The file of this digest; None when this installation does not know it."""
    if not store.DIGEST.fullmatch(digest) or db.session.get(MediaFile, digest) is None:
        return None
    return store.path_of(_folder(), digest)


def content_of(digest: str) -> bytes:
    """The bytes of a known file; raise OSError or ValueError when the disk does not give them back whole."""
    content = store.path_of(_folder(), digest).read_bytes()
    if store.digest_of(content) != digest:
        raise ValueError(f"the media store is damaged: {digest}")
    return content


def whole_file(folder: Path, digest: str) -> Path | None:
    """The file of this digest in a store, if it is there and holds what its name says."""
    path = store.path_of(folder, digest)
    return path if store.is_whole(path, digest) else None


def lost_among(sample: int) -> tuple[int, list[str]]:
    """Look at so many of the known files, chosen by chance: how many were looked at, and which are not whole."""
    seen = db.session.scalars(select(MediaFile.digest).order_by(func.random()).limit(sample)).all()
    return len(seen), [digest for digest in seen if whole_file(_folder(), digest) is None]


def known(digests: Iterable[str]) -> set[str]:
    """Those of these digests that the store holds."""
    wanted = sorted(set(digests))
    found: set[str] = set()
    for some in in_pieces(wanted):
        found.update(db.session.scalars(select(MediaFile.digest).where(MediaFile.digest.in_(some))))
    return found


def _folder() -> Path:
    folder: Path = current_app.config["LMS"].media_dir
    return folder
