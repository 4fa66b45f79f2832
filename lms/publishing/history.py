"""Former versions of a course's files, for who has the course in git: what changed under a stale translation."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

VERSIONS = 50
SECONDS = 5


def former_versions(folder: Path, path: str) -> Iterator[bytes]:
    """The versions that git keeps of the file at `path` in a course's folder, the newest first; none without git."""
    if not folder.is_dir():
        return
    listed = _git(folder, "log", f"--max-count={VERSIONS}", "--format=%H", "--", path)
    for commit in listed.decode("ascii", "replace").split():
        yield _git(folder, "show", f"{commit}:./{path}")


def _git(folder: Path, *arguments: str) -> bytes:
    """What git prints, or nothing: without git, or outside a repository, there is no history to show."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""
