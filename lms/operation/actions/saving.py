"""Saving an installation in one file: its rows, its media, its secret key."""

from __future__ import annotations

import hashlib
import os
import secrets
import zipfile
from collections.abc import Iterable, Iterator
from configparser import ConfigParser
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Engine

from lms.config import ROOT, Config
from lms.errors import N_, Refusal
from lms.media import queries as media
from lms.operation import manifest as manifests
from lms.operation.manifest import Manifest, Member, Table
from lms.operation.naming import superfluous
from lms.operation.queries.backups import verified
from lms.operation.queries.snapshots import Snapshot, snapshot

EXISTS = N_("%(path)s exists already: nothing was written.")
_PIECE_BYTES = 1 << 18
_A_DAY_S = 86_400
_LEVEL = 1  # of compression: twice as fast as the usual one, for a tenth more room


@dataclass(frozen=True, slots=True)
class Saved:
    """A backup that was written and read again."""

    path: Path
    bytes: int
    manifest: Manifest


def save(engine: Engine, config: Config, target: Path, at: datetime) -> Saved:
    """Save this installation in one file, and read it again to see that it is whole.

    Whoever serves goes on meanwhile. Under its name the file is there when it is whole, or never; only its owner may
    read it, for it holds everything about everybody.
    """
    if target.exists():
        raise Refusal(EXISTS, path=target)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark = secrets.token_hex(4)
    part, copy = (target.with_name(f".{target.name}.{mark}.{kind}") for kind in ("part", "sqlite3"))
    try:
        with _new_file(part) as file, snapshot(engine, copy) as state:
            _write(file, state, config, at)
            file.flush()
            os.fsync(file.fileno())
        found = verified(part)
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
        copy.unlink(missing_ok=True)
    sync_folder(target.parent)
    return Saved(target, target.stat().st_size, found)


def prune(saved: Path, keep: int) -> list[Path]:
    """Remove the older backups beside this one, but for the last `keep`; and what killed ones left a day ago."""
    gone = [saved.parent / name for name in superfluous((one.name for one in saved.parent.iterdir()), keep)]
    yesterday = saved.stat().st_mtime - _A_DAY_S
    unfinished = (one for kind in ("part", "sqlite3") for one in saved.parent.glob(f".*.zip.*.{kind}"))
    for path in (*gone, *(one for one in unfinished if one.stat().st_mtime < yesterday)):
        path.unlink()
    return gone


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
        yield file


def sync_folder(folder: Path) -> None:
    """Make a new name survive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(file: BinaryIO, state: Snapshot, config: Config, at: datetime) -> None:
    members: dict[str, Member] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=_LEVEL) as archive:
        tables = []
        for table in state.tables:
            columns, last = state.columns(table), state.last_number(table)
            rows = _Counted(state.lines(table))
            saved = Table(table.name, columns, 0, last)
            members[saved.member] = _add(archive, saved.member, rows)
            tables.append(Table(table.name, columns, rows.count, last))
        missing = []
        for digest in state.media():
            path = media.whole_file(config.media_dir, digest)
            if path is None:
                missing.append(digest)
            else:
                members[f"media/{digest}"] = _add(archive, f"media/{digest}", _pieces(path), is_packed=True)
        if (key := config.kept_secret_key) is not None:
            members[manifests.KEY_MEMBER] = _add(archive, manifests.KEY_MEMBER, [key.encode()])
        found = Manifest(
            version=version_of_palabre(),
            revision=state.revision,
            database=state.connection.dialect.name,
            saved_at=at,
            tables=tables,
            members=members,
            missing_media=missing,
        )
        _add(archive, manifests.NAME, [manifests.written(found)])


class _Counted:
    """Pieces of lines, counted as they go by."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self.count = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.count += piece.count(b"\n")
            yield piece


def _add(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes], *, is_packed: bool = False) -> Member:
    """Write a member piece by piece: whatever its size, no more than a few pieces are in memory."""
    info = zipfile.ZipInfo(name)  # of 1980: when it was written is in the manifest
    info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    seen, size = hashlib.sha256(), 0
    with archive.open(info, "w", force_zip64=True) as member:
        for piece in _gathered(pieces):
            seen.update(piece)
            size += len(piece)
            member.write(piece)
    return Member(seen.hexdigest(), size)


def _gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Small pieces as larger ones: each write costs."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _PIECE_BYTES:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(_PIECE_BYTES), b"")


@cache
def version_of_palabre() -> str:
    """The version of this code."""
    settings = ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    return settings["metadata"]["version"]
