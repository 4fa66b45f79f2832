"""A body cut at its `///` markers, before Markdown is read: prose, blocks and questions, each with its lines."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lms.courseware.model import BlockName
from lms.courseware.parsing.text import NO_BREAK_SPACES, fenced, open_fence
from lms.courseware.problems import Place

QUESTION = "question"
NAMES = (*(name.value for name in BlockName), QUESTION)

_MARKER = re.compile(r"(?P<indent>[ \t]*)///(?P<rest>.*)$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a body: prose (`name` is ""), or what stands between an opener and its `///`."""

    name: str
    title: str
    lines: tuple[str, ...]
    line: int  # prose: of its first line; a block: of its opener


def split_blocks(lines: Sequence[str], first_line: int, place: Place) -> tuple[list[Piece], bool]:
    """Cut a body at its markers, and say whether every marker was a proper one; what is not is reported."""
    pieces: list[Piece] = []
    text: list[str] = []
    start = first_line
    opener: tuple[str, str, int] | None = None
    told = 0  # the line of the opener that has been said to be open still
    opaque = fenced(lines)
    faults = place.report.count

    for number, line in enumerate(lines, first_line):
        marker = None if opaque[number - first_line] or "///" not in line else _MARKER.match(line)
        if marker is None:
            text.append(line)
            continue
        rest = marker.group("rest").translate(NO_BREAK_SPACES).strip()
        place.name = ""
        if marker.group("indent"):
            place.error(number, "block-indented")
        if not rest:
            if opener is None:
                place.error(number, "closes-nothing")
                continue
            pieces.append(Piece(opener[0], opener[1], tuple(text), opener[2]))
            text, start, opener = [], number + 1, None
        elif opener is not None:
            told = told if marker.group("indent") else _report_open(opener, number, told, place)
        else:
            name, title = _opener(rest, number, place)
            if any(part.strip() for part in text):
                pieces.append(Piece("", "", tuple(text), start))
            text, opener = [], (name, title, number)
    if opener is not None:
        _report_unclosed(opener, lines, first_line, place)
        pieces.append(Piece(opener[0], opener[1], tuple(text), opener[2]))
    elif any(part.strip() for part in text):
        pieces.append(Piece("", "", tuple(text), start))
    return pieces, place.report.count == faults


def _report_open(opener: tuple[str, str, int], line: int, told: int, place: Place) -> int:
    """Say once that the block of `opener` is open still; the line of the opener that was told."""
    if told != opener[2]:
        place.error(line, "block-in-block", open=opener[0], line=opener[2])
    return opener[2]


def _report_unclosed(opener: tuple[str, str, int], lines: Sequence[str], first_line: int, place: Place) -> None:
    """A block open to the end of the file: nothing closes it, or it holds code that nothing closes."""
    fence = (open_fence(lines) or 0) + first_line
    if fence > opener[2]:
        place.error(opener[2], "block-not-closed-fence", name=opener[0], line=fence)
    else:
        place.error(opener[2], "block-not-closed", name=opener[0])


def _opener(rest: str, line: int, place: Place) -> tuple[str, str]:
    """The name and title of an opener; an unknown name is reported with the one that was probably meant."""
    before, _, title = rest.partition("|")
    name, title = before.strip(), title.strip()
    if name not in NAMES:
        meant = next(iter(difflib.get_close_matches(name.lower(), NAMES, 1, 0.6)), "")
        if meant:
            place.error(line, "unknown-block-meant", name=name, meant=meant)
        else:
            place.error(line, "unknown-block", name=name, allowed=", ".join(NAMES))
    return name, title
