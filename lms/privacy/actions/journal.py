"""The journal of erasures: a file beside the database that only grows, so that no backup takes the erased back.

It holds digests and nothing else. Several servers may share it: a line is added whole, under a lock.
"""

import fcntl
import os
from collections.abc import Mapping
from pathlib import Path

from flask import current_app

from lms.privacy.identity import identities_in, line_of


def read_journal() -> dict[str, bool]:
    """The identities of all who were erased here, each with what they wished for their certificates."""
    try:
        return identities_in(_path().read_text(encoding="ascii", errors="replace"))
    except FileNotFoundError:
        return {}


def write_journal(identities: Mapping[str, bool]) -> int:
    """Add the identities that the journal lacks, on the disk when this returns; say how many there were."""
    path = _path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        present = file.read()
        lacking = sorted(identities.keys() - identities_in(present.decode("ascii", "replace")).keys())
        if lacking:
            # A line that a full disk cut short is ended, so that it spoils no other.
            start = b"" if not present or present.endswith(b"\n") else b"\n"
            lines = (line_of(one, keeps_certificates=identities[one]) for one in lacking)
            file.write(start + "".join(f"{line}\n" for line in lines).encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
    return len(lacking)


def _path() -> Path:
    path: Path = current_app.config["LMS"].erasures_journal
    return path
