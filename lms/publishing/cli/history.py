"""Former versions of a course's files, for who has the course in git: what changed under a stale translation.

A folder received from someone may bring a repository of theirs, and git's settings can name programs to run. So git is
asked only on demand, with every setting that could run or fetch something turned off, and not at all in a repository
whose own settings go beyond what git itself writes into a fresh clone.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

VERSIONS = 50
SECONDS = 5
_HARMLESS = re.compile(
    r"core\.(repositoryformatversion|filemode|bare|logallrefupdates|ignorecase|precomposeunicode|symlinks)"
    r"|remote\..+\.(url|pushurl|fetch)|branch\..+\.(remote|merge|rebase)|user\.(name|email)",
    re.DOTALL,
)
_OFF = (
    "--no-pager", "-c", "log.showSignature=false", "-c", "core.fsmonitor=false", "-c", "core.sshCommand=false",
    "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never", "-c", "safe.bareRepository=explicit",
)  # fmt: skip


def former_versions(folder: Path, path: str) -> Iterator[bytes]:
    """The versions that git keeps of the file at `path` in a course's folder, the newest first; none without git."""
    settings = _settings(folder)
    if settings is None or any(map(_is_unsafe, settings)):
        return
    listed = _git(folder, "log", f"--max-count={VERSIONS}", "--format=%H", "--", path) or b""
    for commit in listed.decode("ascii", "replace").split():
        yield _git(folder, "cat-file", "blob", f"{commit}:./{path}") or b""


def unsafe_settings(folder: Path) -> list[str]:
    """The names of the settings for which the history of a folder is left alone, in its repository's own order."""
    return [name for name in _settings(folder) or () if _is_unsafe(name)]


def _is_unsafe(name: str) -> bool:
    return not _HARMLESS.fullmatch(name)


def _settings(folder: Path) -> list[str] | None:
    """The names of what a repository itself sets, None if that cannot be known; listing them runs nothing."""
    if not folder.is_dir():
        return None
    listed = _git(folder, "config", "--local", "--no-includes", "--list", "--name-only", "-z")
    return None if listed is None else [name for name in listed.decode("utf-8", "replace").split("\0") if name]


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git prints; None where it fails: without git, or outside a repository, there is no history to show."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
    }
    command = ["git", *_OFF, "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, env=environ, capture_output=True, check=False, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
