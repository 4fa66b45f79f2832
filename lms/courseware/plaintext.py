"""What a reader reads of a course's file, line by line: its text without marks, addresses and settings.

For whoever counts, measures or spells the words of a course and must say where each stands.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lms.courseware.parsing.blocks import QUESTION, split_blocks
from lms.courseware.parsing.text import decode, masked, split_head
from lms.courseware.parsing.yamltext import Tree, read_yaml
from lms.courseware.problems import Place, Report

# What of a head is read by people: the rest are settings.
_READ = ("title", "summary", "audience", "objectives", "downloads")
_OTHER_LANGUAGE = re.compile(
    r"(?:\*{1,2}[^*\n]{1,500}\*{1,2}|!?\[[^\[\]\n]{0,500}\]\([^()\n]{0,500}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\))"
    r"\{[^{}\n]{0,60}?lang=(?P<lang>[a-z]{2,3})[^{}\n]{0,60}\}"
)
_PARAGRAPH_IN = re.compile(r"\{[^{}\n]{0,60}?lang=(?P<lang>[a-z]{2,3})[^{}\n]{0,60}\}[ ]*$")
_LINK = re.compile(
    r"!?\[(?P<words>[^\[\]\n]{0,2000})\]"
    r"\((?:[^()\n\"]|\([^()\n]{0,200}\)){0,1000}(?:\"(?P<caption>[^\"\n]{0,1000})\")?[ ]*\)"
)
_NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,60}\]:?")
_SHORT_FORM = re.compile(r"^\*\[[^\]\n]{1,60}\]:[ ]*")
_ANGLES = re.compile(r"<[^<>\n]{1,2000}>")
_ATTRIBUTES = re.compile(r"\{:?[ ]*[^{}\n]{0,200}\}")
_BLANK = re.compile(r"\[\[(?:[a-z][a-z0-9-]{0,60}:)?(?P<inside>[^\[\]\n]{0,2000})\]\]")
_RULE = frozenset("|-: _")  # what the line under a table's head and the line of a reflection are made of
_OPENERS = re.compile(
    r"^[ ]*(?:>[ ]?)*"
    r"(?:#{1,6}[ ]+|(?:[-*+]|\d{1,9}[.)])[ ]+(?:\[[ xX]?\][ ]+|\([ ]?\)[ ]+)?|:[ ]+|=[ ]+|\|[ ]*)?(?:>[ ]?)*"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file as it is read. `kind`: head, heading, prose, item, row, note or question."""

    number: int
    text: str
    kind: str
    block: str = ""  # the name of the block it stands in


def read_lines(data: bytes, language: str) -> Iterator[Line]:
    """The lines of a text file of a course that hold something to read; passages in other languages left out."""
    place = Place("", Report())
    source = split_head(decode(data, place), place)
    if source.has_head:
        yield from _head(read_yaml(source.head, source.head_line, place))
    pieces, _ = split_blocks(source.body, source.body_line, place)
    for piece in pieces:
        first = piece.line + (1 if piece.name else 0)
        if piece.name and piece.name != QUESTION and piece.title and not piece.title.startswith("media/"):
            yield Line(piece.line, _plain(piece.title, language), "heading", piece.name)
        start = _settings(piece.lines) if piece.name == QUESTION else 0
        yield from _body(piece.lines[start:], first + start, piece.name, language)


def _settings(lines: Sequence[str]) -> int:
    """How many lines of a question are settings."""
    count = 0
    while count < len(lines) and lines[count].startswith("    ") and lines[count].strip():
        count += 1
    return count


def _head(tree: Tree | None) -> Iterator[Line]:
    values = tree.value if tree and isinstance(tree.value, dict) else {}
    for name in _READ:
        for path, text in _texts(values.get(name), (name,)):
            yield Line(tree.line(path) if tree else 1, text, "head")


def _texts(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    match value:
        case str():
            yield path, value
        case list():
            for index, one in enumerate(value):
                yield from _texts(one, (*path, index))
        case dict():
            for key, one in value.items():
                yield from _texts(one, (*path, str(key)))


def _body(lines: Sequence[str], first: int, block: str, language: str) -> Iterator[Line]:
    for number, (clear, line) in enumerate(zip(masked(lines), lines, strict=True), first):
        if set(clear) <= _RULE:
            continue
        text = _plain(clear, language)
        if text:
            yield Line(number, text, "question" if block == QUESTION else _kind(line), block)


def _kind(line: str) -> str:
    start = line.lstrip(" >")
    if start.startswith("#"):
        return "heading"
    if start.startswith(("[^", "*[")):
        return "note"
    if start.startswith("|"):
        return "row"
    return "item" if re.match(r"(?:[-*+]|\d{1,9}[.)])[ ]", start) else "prose"


def _plain(text: str, language: str) -> str:
    """One line without Markdown's marks, and without what is marked as another language."""
    is_other = _PARAGRAPH_IN.search(text)
    text = _OTHER_LANGUAGE.sub(lambda match: match.group() if match["lang"] == language else "…", text)
    if is_other and is_other["lang"] != language and _PARAGRAPH_IN.search(text):
        return ""
    text = _NOTE_MARK.sub("", _SHORT_FORM.sub("", text))
    text = _BLANK.sub(lambda match: match["inside"].replace("*", "").replace("|", " / ").strip(), text)
    text = _LINK.sub(lambda match: " ".join(filter(None, (match["words"], match["caption"]))), text)
    text = _ATTRIBUTES.sub("", _ANGLES.sub("", text))
    text = _OPENERS.sub("", text, count=1).replace("|", " · ")
    text = re.sub(r"[*`]+|(?<!\w)_+|_+(?!\w)", "", text)
    return re.sub(r" {2,}", " ", text).strip(" ·")
