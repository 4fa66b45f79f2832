"""Keeping files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from flask import current_app

from lms.db import db, insertion
from lms.errors import CANNOT_USE, Refusal
from lms.media import queries, store
from lms.media.models import MediaFile


def put(content: bytes, at: datetime) -> str:
    """Keep these bytes and return their digest."""
    return put_all([content], at)[0]


def put_all(contents: Sequence[bytes], at: datetime) -> list[str]:
    """Keep these files and return their digests."""
    record(keep(contents), at)
    return [store.digest_of(content) for content in contents]


def keep(contents: Iterable[bytes]) -> dict[str, int]:
    """Write these files to the disk, where they wait to be recorded; return their sizes by digest.

    To be called before the transaction that records them: a disk is slow, and nobody else may write meanwhile.
    """
    folder = current_app.config["LMS"].media_dir
    sizes: dict[str, int] = {}
    for content in contents:
        try:
            digest = store.put(folder, content)
        except OSError as error:
            raise Refusal(CANNOT_USE, path=folder, reason=error.strerror) from error
        sizes[digest] = len(content)
    return sizes


def record(sizes: Mapping[str, int], at: datetime) -> None:
    """Have the database know files that are kept, by digest and size.

    A file is on the disk before its row can be: what the database knows is always there to be served. The other way
    round, a file whose transaction failed, costs room and nothing else.
    """
    missing = sorted(sizes.keys() - queries.known(sizes))
    if missing:
        db.session.execute(
            insertion(MediaFile).on_conflict_do_nothing(),  # another release may just have kept the same
            [{"digest": digest, "size_bytes": sizes[digest], "created_at": at} for digest in missing],
        )
