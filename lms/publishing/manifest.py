"""What a release is made of, as one digest: equal for equal files, cheap enough to take at every start."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping


def digests_of(contents: Mapping[str, bytes]) -> dict[str, str]:
    """Path → SHA-256 of the file's bytes."""
    return {path: hashlib.sha256(content).hexdigest() for path, content in contents.items()}


def manifest_of(digests: Mapping[str, str]) -> str:
    """The digest of a course's files, by their paths and digests, in whatever order they were read."""
    seen = hashlib.sha256()
    for path, digest in sorted(digests.items()):
        seen.update(f"{digest}  {path}\n".encode())
    return seen.hexdigest()
