"""The files of the media folder: present in every language or in none, of a bearable weight, harmless."""

from collections.abc import Mapping

from lms.courseware.problems import Report
from lms.courseware.source import AUDIO, PICTURES, Files
from lms.courseware.svg import svg_problems

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
    files: Files, names: list[str], languages: tuple[str, ...], used: Mapping[str, tuple[str, int]], report: Report
) -> None:
    """Check every media file; faults are reported at its first use, else at the file. `used`: name → (path, line)."""
    present = set(names)
    for name in names:
        path, line = used.get(name, (f"media/{name}", 1))
        suffix = name.rpartition(".")[2]
        data = files.contents[f"media/{name}"]
        stem = name.rpartition(".")[0]
        base, _, language = stem.rpartition(".")
        if base and language in languages:
            plain = f"{base}.{suffix}"
            if plain in present:
                report.error(path, line, "media-both", name=f"media/{name}", plain=f"media/{plain}")
        elif base and len(language) == 2 and language.isalpha() and f"{base}.{suffix}" not in used:
            report.error(f"media/{name}", 1, "media-undeclared-language", language=language)
        if name not in used:
            report.warn(f"media/{name}", 1, "media-unused")
        if suffix in _SIGNATURES and not data.startswith(_SIGNATURES[suffix]):
            report.error(path, line, "media-not-what-it-says", name=f"media/{name}", type=suffix)
        if suffix == "svg":
            for where, code, values in svg_problems(data):
                report.error(f"media/{name}", where, code, **values)
        if suffix in PICTURES and len(data) > HEAVY_PICTURE_BYTES:
            report.warn(path, line, "picture-heavy", name=f"media/{name}", size=len(data) // 1000)
        if suffix in AUDIO | PICTURES and not data:
            report.error(path, line, "media-empty", name=f"media/{name}")
