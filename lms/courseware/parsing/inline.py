"""What prose refers to: its headings, links, pictures, footnotes and attributes, found without rendering.

One pass over lines whose code is blanked out (`text.masked`), in time linear in the text.
"""

import bisect
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from lms.courseware.parsing.text import masked

_ATX = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)")
_SETEXT = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_ATTRIBUTES = re.compile(r"\{:?[ ]*+([^{}\n]{0,200})\}")
_LONGEST_HEADING = 1_000
_BRACKET = re.compile(r"[\[\]]")
_TARGET = re.compile(
    r"\([ \n]*+(?:<([^<>\n]{0,2000})>|((?:[^\s()<>]|\([^\s()<>]{0,500}\)){0,2000}))"
    r"(?:[ \n]++(?:\"([^\"]{0,1000})\"|'([^']{0,1000})'))?+[ \n]*+\)"
)
_LIKE_A_TARGET = re.compile(r"\([ ]*(?:media/|https?:|lesson:|quiz:|term:|course:|#)")
_LIKE_A_HEADING = re.compile(r" {0,3}#{2,6}[^\s#]")
_AUTOLINK = re.compile(r"<([a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]{0,2000}|[\w.+-]{1,64}@[\w.-]{1,255})>")
_RAW_HTML = re.compile(r"<(?=[A-Za-z/!?])")
_DEFINITION = re.compile(r" {0,3}\[(?!\^)([^\[\]]{1,200})\]:[ ]*<?([^\s<>]{1,2000})>?")
_LABEL = re.compile(r"\[([^\[\]]{0,200})\]")
_NOTE_DEFINITION = re.compile(r" {0,3}\[\^([^\]\s]{1,60})\]:")
_NOTE = re.compile(r"\[\^([^\]\s]{1,60})\]")
_KNOWN = re.compile(r"\.decorative|\.only|#[a-z0-9-]+|lang=[a-z]{2,3}(?:-[A-Za-z]+)?")
_NEW_BLOCK = re.compile(r"\s*(?:[-*+>|#:=]|\d+[.)]|```|~~~|\[\^|_{4})")
LineAt = Callable[[int], int]
_WORD = re.compile(r"[^\W_](?:[\w’'-]*[^\W_])?")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level (1 to 6), its text without attributes, its anchor as given or made."""

    line: int
    level: int
    text: str
    anchor: str
    is_named: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A link or a picture. `text` is the link's or the alternative text; `is_only`: `{.only}`."""

    line: int
    target: str
    text: str
    is_picture: bool = False
    is_only: bool = False
    is_decorative: bool = False
    is_recording: bool = False  # of an audio block, or of the whole lesson


@dataclass(slots=True)
class Findings:
    """All that one stretch of prose refers to; lines count in the file."""

    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)  # references
    note_definitions: list[tuple[int, str]] = field(default_factory=list)
    raw_html: list[tuple[int, str]] = field(default_factory=list)  # the first of each line
    failed_links: list[int] = field(default_factory=list)  # `[a](b c)`: text, though it was meant as a link
    failed_headings: list[int] = field(default_factory=list)  # `##a`
    attributes: list[tuple[int, str]] = field(default_factory=list)  # those of no known form
    idle_attributes: list[tuple[int, str]] = field(default_factory=list)  # `a{lang=en} b`: nothing takes it
    words: int = 0


def anchor_of(text: str) -> str:
    """The anchor made from a heading: small letters, accents folded, every other run one hyphen."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae").replace("ß", "ss")
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def plain_words(text: str) -> str:
    """A heading's or title's text without its Markdown marks."""
    text = re.sub(r"!?\[([^\[\]]{0,300})\]\([^()]{0,300}\)", r"\1", text[:_LONGEST_HEADING])
    return re.sub(r"[*_`]+", "", _ATTRIBUTES.sub("", text)).strip()


def read_inline(lines: Sequence[str], first_line: int) -> Findings:
    """Read a stretch of prose that begins at `first_line` of its file."""
    clear = masked(lines)
    found = Findings()
    text = "\n".join(clear)
    starts = [0]
    for line in clear:
        starts.append(starts[-1] + len(line) + 1)

    def line_at(position: int) -> int:
        return first_line + bisect.bisect_right(starts, position) - 1

    source = "\n".join(lines)
    ends: dict[int, bool] = {}
    _headings(lines, clear, first_line, found)
    if "[" in text:
        ends = _links(text, source, line_at, found)
        _notes(clear, first_line, found)
    if "<" in text:
        text = _angles(text, line_at, found)
    if "{" in text:
        _attributes(text, source, ends, line_at, found)
    found.words = len(_WORD.findall(_ATTRIBUTES.sub(" ", re.sub(r"\]\([^()\n]{0,500}\)", "]", text))))
    return found


def _headings(lines: Sequence[str], clear: Sequence[str], first_line: int, found: Findings) -> None:
    for number, line in enumerate(clear):
        match = _ATX.match(line) if "#" in line else None
        if match:
            _heading(first_line + number, len(match.group(1)), _title_of(lines[number][match.end() :]), found)
        elif "##" in line and _LIKE_A_HEADING.match(line):
            found.failed_headings.append(first_line + number)
        elif number and clear[number - 1].strip() and (under := _SETEXT.match(line)):
            above = lines[number - 1]
            if not re.match(r"\s*(?:[-*+>|#]|\d+[.)]|\[\^?[^\]]+\]:|:\s)|.*\|", above):
                _heading(first_line + number - 1, 1 if under.group(1)[0] == "=" else 2, above, found)


def _title_of(text: str) -> str:
    """A heading's text without the marks that may close it."""
    text = text.strip(" \t")
    bare = text.rstrip("#")
    return bare.rstrip(" \t") if not bare or bare[-1] in " \t" else text


def _heading(line: int, level: int, text: str, found: Findings) -> None:
    attributes = re.search(r"\{:?[ ]*([^{}]{0,200})\}[ ]*$", text)
    named = re.search(r"(?:^|\s)#([^\s}]+)", attributes.group(1)) if attributes else None
    words = plain_words(text)
    found.headings.append(
        Heading(line, level, words, named.group(1) if named else anchor_of(words), is_named=bool(named))
    )


def _links(text: str, source: str, line_at: LineAt, found: Findings) -> dict[int, bool]:
    """Inline links and pictures, and the definitions of reference links with the pictures that name them.

    Returns where each inline one ends, and whether it is a picture.
    """
    ends: dict[int, bool] = {}
    open_brackets: list[int] = []
    named: list[tuple[int, str, str, int]] = []  # pictures by reference: line, their words, the reference, its end
    for bracket in _BRACKET.finditer(text):
        at = bracket.start()
        if bracket.group() == "[":
            open_brackets.append(at)
            continue
        if not open_brackets:
            continue
        start = open_brackets.pop()
        words = source[start + 1 : at].replace("\n", " ").strip()
        is_picture = start > 0 and text[start - 1] == "!"
        target = _TARGET.match(text, at + 1) if text.startswith("(", at + 1) else None
        if target:
            address = target.group(1) if target.group(1) is not None else target.group(2)
            found.links.append(_link(line_at(start), address, words, is_picture, text, target.end()))
            ends[target.end()] = is_picture
        elif _LIKE_A_TARGET.match(text, at + 1):
            found.failed_links.append(line_at(at))
        elif is_picture:
            label = _LABEL.match(text, at + 1)
            reference = (label[1] if label else "") or words
            named.append((line_at(start), words, reference.casefold(), label.end() if label else at + 1))
    _references(text, line_at, named, found)
    found.links.sort(key=lambda link: link.line)
    return ends


def _references(text: str, line_at: LineAt, named: Sequence[tuple[int, str, str, int]], found: Findings) -> None:
    """The definitions of references, each as a link or as the pictures that name it."""
    defined: dict[str, str] = {}
    pictured = {reference for _, _, reference, _ in named}
    for match in re.finditer(_DEFINITION.pattern, text, re.MULTILINE):
        before = text.rfind("\n", 0, match.start()) + 1
        if text[before : match.start()].strip():
            continue
        defined.setdefault(match.group(1).casefold(), match.group(2))
        if match.group(1).casefold() not in pictured:
            found.links.append(Link(line_at(match.start()), match.group(2), match.group(1)))
    for line, words, reference, end in named:
        if reference in defined:
            found.links.append(_link(line, defined[reference], words, True, text, end))


def _link(line: int, target: str, words: str, is_picture: bool, text: str, end: int) -> Link:
    """A link or a picture with the marks that follow it at `end`."""
    attributes = _ATTRIBUTES.match(text, end)
    marks = attributes.group(1).split() if attributes else []
    is_decorative = any(mark.startswith(".dec") for mark in marks)  # misspelt, it is told as such
    return Link(line, target, words, is_picture, ".only" in marks, is_decorative)


def _notes(clear: Sequence[str], first_line: int, found: Findings) -> None:
    for number, line in enumerate(clear):
        if "[^" not in line:
            continue
        definition = _NOTE_DEFINITION.match(line)
        if definition:
            found.note_definitions.append((first_line + number, definition.group(1)))
        start = definition.end() if definition else 0
        found.notes += [(first_line + number, match.group(1)) for match in _NOTE.finditer(line, start)]


def _angles(text: str, line_at: LineAt, found: Findings) -> str:
    """Autolinks and raw HTML; the text comes back without the autolinks."""
    for match in _AUTOLINK.finditer(text):
        target = match.group(1)
        found.links.append(Link(line_at(match.start()), target if ":" in target else f"mailto:{target}", target))
    text = _AUTOLINK.sub(lambda match: " " * len(match.group()), text)
    tags: dict[int, str] = {}
    for match in _RAW_HTML.finditer(text):
        tag = re.match(r"<[^\s<>]{0,30}>?", text[match.start() : match.start() + 40])
        tags.setdefault(line_at(match.start()), tag.group() if tag else "<")
    found.raw_html += tags.items()
    return text


def _attributes(text: str, source: str, ends: Mapping[int, bool], line_at: LineAt, found: Findings) -> None:
    """Attribute lists whose content no rule allows, and those that stand where nothing takes them.

    Braces that are plainly text are left alone.
    """
    headings = {heading.line for heading in found.headings}
    for match in _ATTRIBUTES.finditer(text):
        line = line_at(match.start())
        for mark in match.group(1).split():
            if not _KNOWN.fullmatch(mark):
                if re.match(r"\.\S|[\w-]+=", mark):
                    found.attributes.append((line, mark))
            elif not _is_taken(mark, match, source, ends, is_heading=line in headings):
                found.idle_attributes.append((line, mark))


def _is_taken(mark: str, match: re.Match[str], source: str, ends: Mapping[int, bool], is_heading: bool) -> bool:
    """Whether something takes an attribute: the element before it, or the block at whose end it stands."""
    start, end = match.span()
    before = source[start - 1 : start] if start else ""
    rest, _, below = source[end : end + 200].partition("\n")
    below, is_last = below.partition("\n")[0], not rest.strip()
    if mark.startswith("#"):
        return is_heading and is_last
    if mark.startswith("."):
        return before == "]" or ends.get(start, False)
    # Emphasis and references are not told from their looks here: the author is given the benefit of the doubt.
    if start in ends or before in tuple("]*_`>") or rest.lstrip().startswith("|"):
        return True
    is_first = not source[max(0, start - 200) : start].rpartition("\n\n")[2].strip()
    return is_last and not is_first and (is_heading or not below.strip() or _NEW_BLOCK.match(below) is not None)
