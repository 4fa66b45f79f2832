"""The files of the media folder: present in every language or in none, of a bearable weight, harmless."""

from collections.abc import Mapping

from lms.courseware.checks.svg import svg_problems
from lms.courseware.problems import Place, Report
from lms.courseware.source import PICTURES, Files

HEAVY_PICTURE_BYTES = 200_000

_SIGNATURES = {
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "webp": (b"RIFF",),
    "avif": (b"\x00\x00\x00",),
    "opus": (b"OggS",),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa"),
    "pdf": (b"%PDF-",),
    "xlsx": (b"PK\x03\x04",),
    "docx": (b"PK\x03\x04",),
    "ods": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
}


def check_media(
    files: Files,
    names: list[str],
    languages: tuple[str, ...],
    used: Mapping[str, tuple[str, int]],
    report: Report,
    is_sure: bool,
) -> None:
    """Check every media file; faults are reported at its first use, else at the file. `used`: name → (path, line).

    `is_sure`: every text could be read, so that a file no text names is unused.
    """
    for name in names:
        path, line = used.get(name, (f"media/{name}", 1))
        place = Place(path, report)
        _check_name(name, frozenset(names), languages, used, line, place, is_sure)
        _check_content(name, files.contents[f"media/{name}"], line, place)


def _check_name(
    name: str,
    present: frozenset[str],
    languages: tuple[str, ...],
    used: Mapping[str, tuple[str, int]],
    line: int,
    place: Place,
    is_sure: bool,
) -> None:
    """A name with a language in it stands for one without."""
    stem, _, suffix = name.rpartition(".")
    base, _, language = stem.rpartition(".")
    plain = f"{base}.{suffix}"
    if base and language in languages and plain in present:
        place.error(line, "media-both", name=f"media/{name}", plain=f"media/{plain}")
    elif base and language not in languages and len(language) == 2 and language.isalpha() and plain not in used:
        place.report.error(f"media/{name}", 1, "media-undeclared-language", language=language)
    if name not in used and is_sure:
        place.report.warn(f"media/{name}", 1, "media-unused")


def _check_content(name: str, data: bytes, line: int, place: Place) -> None:
    """What the file holds: something, of the type its name says, and no more than a phone can take."""
    suffix = name.rpartition(".")[2]
    if not data:
        place.error(line, "media-empty", name=f"media/{name}")
    elif suffix in _SIGNATURES and not data.startswith(_SIGNATURES[suffix]):
        place.error(line, "media-not-what-it-says", name=f"media/{name}", type=suffix)
    if suffix == "svg":
        for where, code, values in svg_problems(data):
            place.report.error(f"media/{name}", where, code, **values)
    if suffix in PICTURES and len(data) > HEAVY_PICTURE_BYTES:
        place.warn(line, "picture-heavy", name=f"media/{name}", size=len(data) // 1000)
