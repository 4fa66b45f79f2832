"""A text file of a course as lines: decoded, split from its head, with its code masked out."""

import re
import unicodedata
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from lms.courseware.problems import Place

NO_BREAK_SPACES = str.maketrans("\u00a0\u202f\u2007", "   ")
# Controls but tab and newline, the private use area (the compiler's own marks) and what Unicode calls no character.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ue000-\uf8ff\ufff9-\ufffc\ufffe\uffff\U000f0000-\U0010ffff]"
)
MAX_LINE = 20_000  # characters
_FENCE = re.compile(r"`{3,}(?=[^`]*$)|~{3,}")
_INDENT = re.compile(r"[ >]*+")
_MARKER = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ ]++")
# A no-break space behind a marker of prose; in blocks and answers their own readers see to it.
_MARKED = re.compile(r"([ >]*+(?:#{1,6}|[-*+]|\d{1,9}[.)]))([\u00a0\u202f\u2007]++)")
_MAX_NESTING = 50
_LIST_ITEM = re.compile(r"[ ]{0,3}(?:[-*+]|\d{1,9}[.)])(?:[ ]|$)")
_TICKS = re.compile(r"`+")


@dataclass(frozen=True, slots=True)
class Source:
    """A decoded file: the lines of its head (without the `---`) and of its body, with where each begins."""

    head: str
    head_line: int
    body: tuple[str, ...]
    body_line: int
    has_head: bool
    is_closed: bool = True  # no second `---`: nothing of the file can be told apart


def decode(data: bytes, place: Place) -> str:
    """The file's text without BOM and CR. What is not UTF-8, or no text, is reported and replaced."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        place.error(data[: error.start].count(b"\n") + 1, "not-utf8")
        text = data.decode("utf-8", "replace")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), 1):
        if found := FORBIDDEN.search(line):
            name = unicodedata.name(found.group(), "")
            place.error(number, "forbidden-character", code=f"U+{ord(found.group()):04X}", name=name)
        if len(line) > MAX_LINE:
            place.error(number, "line-too-long", limit=MAX_LINE)
            return "\n".join(FORBIDDEN.sub("\ufffd", line[:MAX_LINE]) for line in text.split("\n"))
    return FORBIDDEN.sub("\ufffd", text)


def split_head(text: str, place: Place) -> Source:
    """The head between two `---` lines and the body under it; a text without one is all body."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return Source("", 1, _plain_markers(lines), 1, has_head=False)
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == "---":
            body = _plain_markers(lines[number + 1 :])
            return Source("\n".join(lines[1:number]), 2, body, number + 2, has_head=True)
    place.error(1, "head-not-closed")
    return Source("", 1, (), len(lines), has_head=True, is_closed=False)


def _plain_markers(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines with the no-break spaces behind the markers of headings and lists as spaces, fences left alone."""
    opaque = fenced(lines)
    return tuple(
        line
        if is_fence or line.isascii()
        else _MARKED.sub(lambda m: m[1] + " " * len(m[2]), line, count=1)
        if _MARKED.match(line)
        else line
        for line, is_fence in zip(lines, opaque, strict=True)
    )


def fenced(lines: Sequence[str]) -> list[bool]:
    """For each line, whether it is part of a fence, its opening and closing lines included."""
    return _fences(lines)[0]


def open_fence(lines: Sequence[str]) -> int | None:
    """The index of the line that opens a fence which nothing closes, if there is one."""
    return _fences(lines)[1]


def _fences(lines: Sequence[str]) -> tuple[list[bool], int | None]:
    inside: list[bool] = []
    fence = ""
    start = 0
    for number, line in enumerate(lines):
        if not fence:
            fence = _fence_of(line) if "```" in line or "~~~" in line else ""
            start = number
            inside.append(bool(fence))
        else:
            inside.append(True)
            mark = line.strip(" >")
            if mark.startswith(fence) and not mark.strip(fence[0]):
                fence = ""
    return inside, start if fence else None


def _fence_of(line: str) -> str:
    """The run of marks that opens a fence in this line, behind what lists and quotes put before it, or ""."""
    at = 0
    for _ in range(_MAX_NESTING):
        at = _INDENT.match(line, at).end()  # type: ignore[union-attr] # an empty run matches too
        marker = _MARKER.match(line, at)
        if marker is None:
            break
        at = marker.end()
    fence = _FENCE.match(line, at)
    return fence.group() if fence else ""


def _indented_code(lines: Sequence[str], in_fence: Sequence[bool]) -> list[bool]:
    """For each line, whether it is code because four spaces stand before it outside any list."""
    code: list[bool] = []
    after_blank = True
    in_list = is_code = False
    for line, opaque in zip(lines, in_fence, strict=True):
        if opaque:
            is_code = False
        elif not line.strip():
            after_blank = True
            code.append(False)
            continue
        elif line.startswith(("    ", "\t")):
            is_code = is_code or (after_blank and not in_list)
        else:
            is_code = False
            if _LIST_ITEM.match(line) or re.match(r"\[\^[^\]]+\]:|:[ ]", line):
                in_list = True
            elif after_blank and not line.startswith(" "):
                in_list = False
        code.append(is_code and not opaque)
        after_blank = False
    return code


def masked(lines: Sequence[str]) -> list[str]:
    """The lines with all code (fences, indented blocks, backticks) and escaped characters blanked out.

    Lengths are kept, so that a place in the masked text is the same place in the text.
    """
    in_fence = fenced(lines)
    code = _indented_code(lines, in_fence)
    result: list[str] = []
    paragraph: list[str] = []
    for line, fence, indented in zip(lines, in_fence, code, strict=True):
        if fence or indented or not line.strip():
            result += _mask_spans(paragraph)
            paragraph = []
            result.append(" " * len(line))
        else:
            paragraph.append(line)
    return result + _mask_spans(paragraph)


def _mask_spans(paragraph: list[str]) -> list[str]:
    """One paragraph with its code spans and backslash escapes blanked out, in linear time."""
    if not paragraph:
        return []
    text = "\n".join(paragraph)
    if "`" in text:
        text = _blank_spans(text)
    if "\\" in text:
        text = re.sub(r"\\[!-/:-@\[-`{-~]", "  ", text)
    return text.split("\n")


def _blank_spans(text: str) -> str:
    """`text` with each run of backticks and its next run of the same length blanked, and what is between."""
    runs = [(match.start(), match.end()) for match in _TICKS.finditer(text)]
    following: dict[int, deque[int]] = {}
    for index, (start, end) in enumerate(runs):
        following.setdefault(end - start, deque()).append(index)
    pieces: list[str] = []
    done = index = 0
    while index < len(runs):
        start, end = runs[index]
        same = following[end - start]
        while same and same[0] <= index:
            same.popleft()
        escaped = start > 0 and text[start - 1] == "\\"
        if same and not escaped:
            closing = runs[same[0]][1]
            span = text[start:closing]
            pieces += [text[done:start], re.sub(r"[^\n]", " ", span)]
            done, index = closing, same[0] + 1
        else:
            index += 1
    return "".join(pieces) + text[done:]
