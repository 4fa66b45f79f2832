"""Which characters the shipped fonts can draw: a certificate is issued whatever a name is written in."""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
BOX = "\u25a1"  # drawn for a character that no font has
_LONGEST_WORD = 30
_BREAK = "\u200b"


def drawable(text: str) -> str:
    """The text with a box for every character that no shipped font can draw, and no invisible one but joiners."""
    kept = (mark for mark in unicodedata.normalize("NFC", text) if not _is_invisible(mark))
    return "".join(mark if mark == " " or ord(mark) in covered() else BOX for mark in kept)


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
    """The code points that some shipped font draws."""
    return frozenset(point for path in FONTS.glob("*.ttf") for point in _points(path.read_bytes()))


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
            yield from (point for first, last in zip(starts, ends, strict=True) for point in range(first, last + 1))
        elif kind == 12:
            for group in range(struct.unpack_from(">L", font, table + 12)[0]):
                first, last = struct.unpack_from(">LL", font, table + 16 + 12 * group)
                yield from range(first, last + 1)
