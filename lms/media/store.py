"""Files named by the SHA-256 of what they hold: written whole or not at all, and never changed.

A folder today; whatever replaces it has to offer the same three functions.
"""

import hashlib
import os
import re
import secrets
from pathlib import Path

DIGEST = re.compile(r"[0-9a-f]{64}")
_READ_BYTES = 1 << 20


def digest_of(content: bytes) -> str:
    """The name under which the store keeps these bytes: their SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def path_of(folder: Path, digest: str) -> Path:
    """Where the file of this digest lies, whether it is there or not; raise ValueError if it is no digest."""
    if not DIGEST.fullmatch(digest):
        raise ValueError(f"not a SHA-256 digest: {digest!r}")
    return folder / digest[:2] / digest


def put(folder: Path, content: bytes) -> str:
    """Keep these bytes and return their digest; on return they are on the disk, name and all.

    A file of that name which holds something else (a disk that failed, a hand that slipped) is replaced.
    """
    digest = digest_of(content)
    path = path_of(folder, digest)
    if is_whole(path, digest):
        return digest
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    fresh = path.with_name(f".{digest[:16]}.{secrets.token_hex(8)}")
    try:
        with fresh.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)
    return digest


def is_whole(path: Path, digest: str) -> bool:
    """Whether the file is there and still holds what its name says."""
    seen = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_READ_BYTES):
                seen.update(piece)
    except OSError:
        return False
    return seen.hexdigest() == digest


def _sync_folder(folder: Path) -> None:
    """Make a rename survive a loss of power, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
