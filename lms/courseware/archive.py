"""A course that comes as a zip: refused as a whole, before anything is unpacked, if it is not what it should be."""

import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from lms.courseware.problems import Report
from lms.courseware.source import COURSE_BYTES, Files, is_ignored, size_limit

MAX_ENTRIES = 2_000
MAX_RATIO = 200  # deflate can do 1,000; texts and pictures stay under 20
_SMALL_BYTES = 1_000_000  # up to here no ratio is a danger
_DIRECTORY_BYTES = 2_000_000  # of the zip's own list of entries
_END = b"PK\x05\x06"
_END_BYTES = 22
_END_64 = b"PK\x06\x07"

_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def read_zip(path: Path, report: Report) -> Files:
    """The files of a zipped course. A zip with any of its faults gives none, and the report says which."""
    try:
        with path.open("rb") as file:
            return _read(path, file, report)
    except OSError:
        report.error(path.name, 1, "file-unreadable")
    return Files(path.stem, {})


def _read(path: Path, file: BinaryIO, report: Report) -> Files:
    if not _is_modest(path, file, report):
        return Files(path.stem, {})
    try:
        with zipfile.ZipFile(file) as archive:
            if not _is_harmless(path.name, archive, report):
                return Files(path.stem, {})
            wanted = [info for info in archive.infolist() if not info.is_dir() and not _is_left_behind(info.filename)]
            slug, prefix = _top(path, wanted)
            contents = {}
            for info in wanted:
                inner = info.filename.removeprefix(prefix)
                if info.file_size > size_limit(inner):
                    report.error(inner, 1, "file-too-large", size=info.file_size, limit=size_limit(inner))
                elif (data := _unpack(path.name, archive, info, report)) is not None:
                    contents[inner] = data
            return Files(slug, contents)
    except UnicodeDecodeError:
        report.error(path.name, 1, "zip-name-not-utf8", name="?")
    except _DAMAGES:
        report.error(path.name, 1, "zip-unreadable")
    return Files(path.stem, {})


def _is_modest(path: Path, file: BinaryIO, report: Report) -> bool:
    """Whether the file ends like a zip and its list of entries is short enough to be read at all."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_536 - _END_BYTES - 20))
    tail = file.read()
    place = len(tail) - _END_BYTES
    if place < 0 or tail[place : place + 4] != _END or tail[-2:] != b"\0\0":
        place = tail.rfind(_END)
    if place < 0 or len(tail) - place < _END_BYTES:
        report.error(path.name, 1, "zip-unreadable")
        return False
    entries = int.from_bytes(tail[place + 10 : place + 12], "little")
    directory = int.from_bytes(tail[place + 12 : place + 16], "little")
    is_large = tail[max(0, place - 20) : place].startswith(_END_64)
    if entries > MAX_ENTRIES or directory > _DIRECTORY_BYTES or is_large:
        report.error(path.name, 1, "zip-too-many", limit=MAX_ENTRIES)
        return False
    return True


def _is_harmless(zip_name: str, archive: zipfile.ZipFile, report: Report) -> bool:
    """Whether no entry is a danger; every fault is reported, the first of each entry."""
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        report.error(zip_name, 1, "zip-too-many", limit=MAX_ENTRIES)
        return False
    if sum(info.file_size for info in entries) > COURSE_BYTES:
        report.error(zip_name, 1, "zip-too-large", limit=COURSE_BYTES)
        return False
    faults = [fault for info in entries if (fault := _fault(info))]
    faults += _clashes(entries)
    if not faults and _overlap(archive, entries):
        faults.append(("zip-unreadable", {}))
    for code, values in faults[:20]:
        report.error(zip_name, 1, code, **values)
    return not faults


def _fault(info: zipfile.ZipInfo) -> tuple[str, dict[str, str]] | None:
    """What is wrong with one entry, from what the zip says of it."""
    name = _printable(info.orig_filename)
    kind = stat.S_IFMT(info.external_attr >> 16)
    if _is_unsafe(info.orig_filename):
        return "zip-unsafe-name", {"name": name}
    if not info.orig_filename.isascii() and not info.flag_bits & 0x800 and not _is_left_behind(info.filename):
        return "zip-name-not-utf8", {"name": name}
    if stat.S_ISLNK(kind):
        return "zip-link", {"name": name}
    if kind and not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
        return "zip-special-file", {"name": name}
    if info.flag_bits & 0x41:
        return "zip-encrypted", {"name": name}
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "zip-method", {"name": name}
    if info.file_size > max(_SMALL_BYTES, info.compress_size * MAX_RATIO):
        return "zip-bomb", {"name": name}
    return None


def _is_unsafe(name: str) -> bool:
    """Whether a name leads, or on some computer might lead, out of the folder it is unpacked to."""
    parts = name.removesuffix("/").split("/")
    return (
        not name.isprintable()
        or "\\" in name
        or len(name) > 255
        or re.match(r"[A-Za-z]:", name) is not None
        or any(part in ("", ".", "..") for part in parts)
    )


def _clashes(entries: list[zipfile.ZipInfo]) -> Iterator[tuple[str, dict[str, str]]]:
    """Names that stand twice, or differ by case or by how accents are written only; files that are also folders."""
    seen: dict[str, str] = {}
    folders: dict[str, str] = {}
    for info in entries:
        name = info.filename.removesuffix("/")
        folded = unicodedata.normalize("NFC", name).casefold()
        other = seen.setdefault(folded, info.filename)
        if other is not info.filename:
            code = "zip-name-twice" if other == info.filename else "zip-name-case"
            yield code, {"name": _printable(info.filename), "other": _printable(other)}
        while "/" in name:
            name = name.rpartition("/")[0]
            folded = unicodedata.normalize("NFC", name).casefold()
            if folders.setdefault(folded, name) != name:
                yield "zip-name-case", {"name": _printable(name), "other": _printable(folders[folded])}
    for folded, name in folders.items():
        if folded in seen and not seen[folded].endswith("/"):
            yield "zip-name-twice", {"name": _printable(seen[folded]), "other": _printable(name)}


def _overlap(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> bool:
    """Whether two entries share bytes, as in a bomb that looks small because its files are one."""
    end = 0
    for info in sorted(entries, key=lambda entry: entry.header_offset):
        if info.header_offset < end:
            return True
        end = info.header_offset + 30 + len(info.orig_filename) + info.compress_size
    return end > archive.start_dir


def _unpack(zip_name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, report: Report) -> bytes | None:
    """An entry's bytes, never more than the zip declares; None if they are not what it declares."""
    try:
        with archive.open(info) as entry:
            data = entry.read(info.file_size)
            if len(data) == info.file_size and not entry.read(1):
                return data
    except _DAMAGES:
        pass
    report.error(zip_name, 1, "zip-damaged", name=_printable(info.filename))
    return None


def _top(path: Path, wanted: list[zipfile.ZipInfo]) -> tuple[str, str]:
    """The course's slug and what to take off each name: the one folder that holds everything, else the zip's name."""
    tops = {info.filename.partition("/")[0] for info in wanted}
    if len(tops) == 1 and all("/" in info.filename for info in wanted):
        slug = tops.pop()
        return slug, f"{slug}/"
    return path.stem, ""


def _is_left_behind(name: str) -> bool:
    return any(is_ignored(part) for part in name.split("/") if part)


def _printable(name: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in name)[:100]
