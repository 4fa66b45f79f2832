"""The gaps of a prompt: `[[text|variant]]` to type, `[[*right|wrong]]` to choose from, named or not."""

import re
from collections import Counter
from collections.abc import Sequence

from lms.courseware.parsing.options import id_of, repeated
from lms.courseware.parsing.text import masked
from lms.courseware.problems import Place
from lms.courseware.questions import BLANK_CLOSE, BLANK_OPEN, Blank, Option

MAX_CHARACTERS = 1_000  # between the brackets

MAX_BLANKS = 40
_GAP = re.compile(r"\[\[[^\[\]]{0,1000}\]\]")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t].*", re.MULTILINE)
_LINK = re.compile(r"!?\[[^\[\]]{0,1000}\]\([^()]{0,1000}\)|<[a-z][^<>\s]{0,1000}>")
_NAME = re.compile(r"\s*([A-Za-z][A-Za-z0-9_-]{0,59})\s*:(?!//)\s*")


def has_blanks(lines: Sequence[str]) -> bool:
    """Whether `[[` stands in the prompt outside code and table cells."""
    return any("[[" in line for line in _clear(lines))


def _clear(lines: Sequence[str]) -> list[str]:
    """The lines with code and table rows blanked out."""
    return [" " * len(line) if line.lstrip().startswith("|") else line for line in masked(lines)]


def read_blanks(lines: Sequence[str], first_line: int, place: Place) -> tuple[str, tuple[Blank, ...]]:
    """The prompt with each gap replaced by its mark, and the gaps in order."""
    clear = "\n".join(_clear(lines))
    source = "\n".join(lines)
    pieces: list[str] = []
    blanks: list[Blank] = []
    apart = _not_in_text(clear)
    done, line = 0, first_line
    while (start := clear.find("[[", done)) >= 0:
        _report_stray(clear[done:start], line, place)
        line += clear.count("\n", done, start)
        end = clear.find("]]", start, start + MAX_CHARACTERS)
        if end < 0 or "\n\n" in clear[start:end] or "[[" in clear[start + 2 : end]:
            place.error(line, "blank-not-closed")
            break
        if any(low < end and start < high for low, high in apart):
            place.error(line, "blank-in-link")
        blank = _blank(" ".join(source[start + 2 : end].split()), len(blanks) + 1, line, place)
        pieces += [source[done:start], BLANK_OPEN + blank.id + BLANK_CLOSE]
        blanks.append(blank)
        line += clear.count("\n", start, end)
        done = end + 2
    else:
        _report_stray(clear[done:], line, place)
    if len(blanks) > MAX_BLANKS:
        place.error(first_line, "too-many-options", count=len(blanks), limit=MAX_BLANKS)
    if len({blank.is_named for blank in blanks}) > 1:
        place.error(first_line, "blanks-named-in-part")
    for name, count in Counter(blank.id for blank in blanks).items():
        if count > 1:
            place.error(first_line, "blank-named-twice", name=name)
    return "".join(pieces) + source[done:], tuple(blanks)


def _report_stray(between: str, line: int, place: Place) -> None:
    """A `]]` between two gaps that closes none."""
    if (stray := between.find("]]")) >= 0:
        place.error(line + between.count("\n", 0, stray), "blank-not-opened")


def _not_in_text(clear: str) -> list[tuple[int, int]]:
    """Where a gap cannot stand: headings, and the words and addresses of links and pictures."""
    without = _GAP.sub(lambda match: "x" * len(match.group()), clear)
    return [match.span() for pattern in (_HEADING, _LINK) for match in pattern.finditer(without)]


def _blank(text: str, number: int, line: int, place: Place) -> Blank:
    """One gap from what stands between its brackets."""
    named = _NAME.match(text)
    name = named.group(1) if named else ""
    entries = [entry.strip() for entry in text[named.end() if named else 0 :].split("|")]
    if not all(entry.removeprefix("*").strip() for entry in entries):
        place.error(line, "blank-empty")
    stars = sum(entry.startswith("*") for entry in entries)
    if stars == 0:
        return Blank(name or str(number), bool(named), tuple(entries), ())
    words = [entry.removeprefix("*").strip() for entry in entries]
    if stars > 1 or len(words) < 2:
        place.error(line, "blank-list-one-right")
    if repeated(words) is not None:
        place.error(line, "equal-options", text=words[repeated(words) or 0])
    options = tuple(
        Option(id_of(word), word, entry.startswith("*"), "", line) for word, entry in zip(words, entries, strict=True)
    )
    return Blank(name or str(number), bool(named), (), options)
