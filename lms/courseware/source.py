"""The files a course is made of: read from a folder once, within bounds, and never touched again."""

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lms.courseware.problems import Report

TEXT_BYTES = 1_000_000
PICTURE_BYTES = 2_000_000
AUDIO_BYTES = 10_000_000
COURSE_BYTES = 100_000_000
COURSE_FILES = 5_000

PICTURES = frozenset({"svg", "png", "jpg", "webp", "avif"})
AUDIO = frozenset({"opus", "mp3"})
DOCUMENTS = frozenset({"csv", "xlsx", "ods", "docx", "odt", "pdf"})
MEDIA = PICTURES | AUDIO | DOCUMENTS

# What computers leave behind in folders and zips, and what a course folder in git has beside the course.
_IGNORED = re.compile(r"\..*|__MACOSX|Thumbs\.db|desktop\.ini|.*~", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Files:
    """A course's files. `contents`: path below the course's folder, with `/`, → bytes."""

    slug: str
    contents: Mapping[str, bytes]


def is_ignored(name: str) -> bool:
    """Whether a file or folder of this name is left behind by a computer and no part of a course."""
    return _IGNORED.fullmatch(name) is not None


def size_limit(path: str) -> int:
    """How many bytes the file at `path` may have."""
    suffix = path.rpartition(".")[2].lower()
    if not path.startswith("media/"):
        return TEXT_BYTES
    return AUDIO_BYTES if suffix in AUDIO else PICTURE_BYTES if suffix in PICTURES else COURSE_BYTES


def read_folder(folder: Path, report: Report) -> Files:
    """Read a course's folder. A link, a file that is too large or unreadable is reported and left out."""
    contents: dict[str, bytes] = {}
    total = 0
    for path, entry in _walk(folder, report):
        limit = size_limit(path)
        size = entry.stat(follow_symlinks=False).st_size
        if size > limit:
            report.error(path, 1, "file-too-large", size=size, limit=limit)
            continue
        total += size
        if total > COURSE_BYTES or len(contents) >= COURSE_FILES:
            report.error(path, 1, "course-too-large", limit=COURSE_BYTES, files=COURSE_FILES)
            break
        try:
            contents[path] = Path(entry.path).read_bytes()
        except OSError:
            report.error(path, 1, "file-unreadable")
    return Files(folder.resolve().name, contents)


def _walk(folder: Path, report: Report) -> list[tuple[str, "os.DirEntry[str]"]]:
    """Every regular file, as (path with `/`, entry), sorted; at most a little over `COURSE_FILES`."""
    found: list[tuple[str, os.DirEntry[str]]] = []
    waiting = [(folder, "")]
    while waiting and len(found) <= COURSE_FILES:
        current, prefix = waiting.pop()
        with os.scandir(current) as entries:
            for entry in entries:
                path = prefix + entry.name
                if is_ignored(entry.name):
                    continue
                if entry.is_symlink():
                    report.error(_printable(path), 1, "symbolic-link")
                elif entry.is_dir(follow_symlinks=False):
                    if path.count("/") < 8:
                        waiting.append((Path(entry.path), path + "/"))
                elif stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
                    if _printable(path) != path:
                        report.error(_printable(path), 1, "file-name")
                    else:
                        found.append((path, entry))
    return sorted(found)


def _printable(path: str) -> str:
    """The path with what a terminal must not be sent (control characters, broken UTF-8) shown as `?`."""
    return "".join(c if c.isprintable() else "?" for c in path.encode("utf-8", "replace").decode())
