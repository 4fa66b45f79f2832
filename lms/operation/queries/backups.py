"""Backups, read: refused unless they are whole, of this version or an older one, and hold nothing but what they say."""

from __future__ import annotations

import hashlib
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lms.errors import N_, Refusal
from lms.migrating import known
from lms.operation import manifest as manifests
from lms.operation.manifest import DAMAGED, Manifest

NEWER = N_(
    "%(path)s was saved by a newer version of Palabre (%(version)s, database %(revision)s). Restore it with that "
    "version."
)
FOREIGN = N_("%(path)s is not a backup of Palabre.")
_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError)
_PIECE_BYTES = 1 << 20


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """A backup and its manifest; its members are not read yet, but are those that the manifest names, and no more."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = _manifest(archive, path)
            yield archive, found
    except zipfile.BadZipFile as error:
        raise Refusal(FOREIGN if not zipfile.is_zipfile(path) else DAMAGED, path=path, reason=str(error)) from error


def verified(path: Path) -> Manifest:
    """Read a backup from end to end; refuse it unless every byte and every row is there."""
    with opened(path) as (archive, manifest):
        rows = {table.member: table.rows for table in manifest.tables}
        for name, member in manifest.members.items():
            try:
                digest, lines = _read(archive, name)
            except _DAMAGES as error:
                raise Refusal(DAMAGED, path=path, reason=name) from error
            if digest != member.sha256 or lines != rows.get(name, lines):
                raise Refusal(DAMAGED, path=path, reason=name)
        return manifest


def _read(archive: zipfile.ZipFile, name: str) -> tuple[str, int]:
    """The digest of a member, and its number of lines."""
    seen, lines = hashlib.sha256(), 0
    with archive.open(name) as member:
        while piece := member.read(_PIECE_BYTES):
            seen.update(piece)
            lines += piece.count(b"\n")
    return seen.hexdigest(), lines


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    entries = archive.infolist()
    for entry in entries:
        kind = stat.S_IFMT(entry.external_attr >> 16)
        is_plain = kind in (0, stat.S_IFREG) and not entry.flag_bits & 0x41
        if not manifests.is_name_of_ours(entry.orig_filename) or not is_plain:
            name = ascii(entry.orig_filename)[:80]
            raise Refusal(DAMAGED, path=path, reason=name)
    by_name = {entry.filename: entry for entry in entries}
    told = by_name.pop(manifests.NAME, None)
    if told is None:
        raise Refusal(FOREIGN, path=path)
    if told.file_size > manifests.LARGEST_BYTES or len(by_name) != len(entries) - 1:
        raise Refusal(DAMAGED, path=path, reason=manifests.NAME)
    try:
        content = archive.read(told)
    except _DAMAGES as error:
        raise Refusal(DAMAGED, path=path, reason=manifests.NAME) from error
    found = manifests.read(content, path)
    # What a zip says of a member's size binds whoever unpacks it: no more than that comes out.
    sizes = {name: entry.file_size for name, entry in by_name.items()}
    if sizes != {name: member.bytes for name, member in found.members.items()}:
        raise Refusal(DAMAGED, path=path, reason=manifests.NAME)
    for digest in found.media:
        if found.members[f"media/{digest}"].sha256 != digest:
            raise Refusal(DAMAGED, path=path, reason=f"media/{digest}")
    if found.revision not in known():
        raise Refusal(NEWER, path=path, version=found.version, revision=found.revision)
    return found
