"""Which characters the shipped fonts can draw: a certificate is issued whatever a name is written in."""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
PLAIN = frozenset([*range(0x20, 0x7F), *range(0xA0, 0x180), 0x2013, 0x2014, 0x2019, 0x201C, 0x201D, 0x202F])
BOX = "\u25a1"  # drawn for a character that no font has
_LONGEST_WORD = 30
_BREAK = "\u200b"


def drawable(text: str, *, is_plain: bool = False) -> str:
    """The text with a box for every character that no shipped font can draw, and no invisible one but joiners.

    Where `is_plain`, only the letters of western Europe are left: what is sure to be drawn, however marks combine.
    """
    known = PLAIN if is_plain else covered()
    kept = (mark for mark in unicodedata.normalize("NFC", text) if not _is_invisible(mark))
    return "".join(mark if ord(mark) in known else BOX for mark in kept)


def breakable(text: str) -> str:
    """The text with places to break its longest words at, so that none runs out of its column."""
    return " ".join(
        _BREAK.join(word[start : start + _LONGEST_WORD] for start in range(0, len(word), _LONGEST_WORD))
        for word in text.split()
    )


def is_right_to_left(text: str) -> bool:
    """Whether a text reads from the right: its first letter says so."""
    for mark in text:
        direction = unicodedata.bidirectional(mark)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


@cache
def covered() -> frozenset[int]:
    """The code points that shipped fonts draw in either weight."""
    points = {path.stem: set(_points(path.read_bytes())) for path in FONTS.glob("*.ttf")}
    latin = [points.pop(f"NotoSerif-{weight}") | points.pop(f"NotoSans-{weight}") for weight in ("Regular", "Bold")]
    return frozenset(set.intersection(*latin).union(*points.values()))  # other scripts have one weight for both


def _is_invisible(mark: str) -> bool:
    """Controls and formats; the joiner and non-joiner shape Arabic and stay."""
    return unicodedata.category(mark) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and mark not in "\u200c\u200d"


def _points(font: bytes) -> Iterator[int]:
    """The code points in a font's character map (OpenType, table `cmap`, formats 4 and 12)."""
    count = struct.unpack_from(">H", font, 4)[0]
    tables = {font[12 + 16 * n : 16 + 16 * n]: struct.unpack_from(">L", font, 20 + 16 * n)[0] for n in range(count)}
    start = tables[b"cmap"]
    for number in range(struct.unpack_from(">H", font, start + 2)[0]):
        table = start + struct.unpack_from(">L", font, start + 8 + 8 * number)[0]
        kind = struct.unpack_from(">H", font, table)[0]
        if kind == 4:
            half = struct.unpack_from(">H", font, table + 6)[0] // 2
            ends = struct.unpack_from(f">{half}H", font, table + 14)
            starts = struct.unpack_from(f">{half}H", font, table + 16 + 2 * half)
            yield from (
                point
                for first, last in zip(starts, ends, strict=True)
                for point in range(first, last + 1)
                if point < 0xFFFF
            )
        elif kind == 12:
            for group in range(struct.unpack_from(">L", font, table + 12)[0]):
                first, last = struct.unpack_from(">LL", font, table + 16 + 12 * group)
                yield from range(first, last + 1)
