"""What stands inside a paragraph: emphasis, code, links, pictures and references, in one pass.

Python-Markdown's own inline patterns take time quadratic, and worse, in the number of brackets, stars or
backticks, and disagree with Markdown previews about stars. This is the delimiter algorithm of the CommonMark
specification instead (appendix, "Phase 2"): time linear in the text, nesting capped. Raw HTML is text.
"""

import html
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree import ElementTree

from lms.courseware.rendering.attributes import Attributes, read_attributes
from lms.courseware.rendering.blockmarks import label_of
from lms.courseware.rendering.emphasis import MAX_NESTING, Piece, Span, delimiter_at, emphasise, fill

Element = ElementTree.Element
_MAX_ALTERNATIVE = 1_000

_TOKEN = re.compile(
    r"""(?P<escape>\\[!-/:-@\[-`{-~])
    |(?P<break>(?:[ ]{2,}|\\)\n)|(?P<wrap>[ ]?\n[ ]*)
    |(?P<code>`+)|(?P<emphasis>\*+|_+)|(?P<note>\[\^[^\]\s]{1,60}\])|(?P<open>!?\[)|(?P<close>\])
    |(?P<address><[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]{0,2000}>)|(?P<mail><[\w.+-]{1,64}@[\w.-]{1,255}>)
    |(?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    |(?P<blank>\ue000[^\ue000\ue001]{1,60}\ue001)""",
    re.VERBOSE,
)
_TARGET = re.compile(
    r"\([ \n]*(?:<([^<>\n]{0,2000})>|((?:[^\s()<>\\]|\\[^\s]|\((?:[^\s()<>\\]|\\[^\s]){0,500}\)){0,2000}))"
    r"""(?:[ \n]+(?:"((?:[^"\\]|\\.){0,1000})"|'((?:[^'\\]|\\.){0,1000})'|\(((?:[^()\\]|\\.){0,1000})\)))?[ \n]*\)"""
)
_LABEL = re.compile(r"\[([^\[\]]{0,200})\]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


@dataclass(slots=True)
class _Bracket:
    """An opening bracket that waits for its end."""

    place: int  # in the list of pieces
    start: int  # of the text after it
    mark: str


@dataclass(slots=True)
class Makers:
    """What turns targets and notes into elements; each may say None, and then the words alone stay."""

    link: Callable[[str, str], Element | None]  # target, title
    picture: Callable[[str, str, str, Attributes], Element | None]  # target, alternative text, title
    note: Callable[[str], Element | None]
    references: dict[str, tuple[str, str]] = field(default_factory=dict)


def read_spans(text: str, element: Element, makers: Makers) -> None:
    """Read `text` and put what it says into `element`."""
    fill(element, [p.element if isinstance(p, Span) else p for p in _Reader(text, makers).read()])


def plain_text(element: Element) -> str:
    """All words in `element`, alternative texts among them."""
    parts = [element.get("alt", "") if element.tag == "img" else element.text or ""]
    for child in element:
        if child.tag != "sup":
            parts.append(" " if child.tag == "br" else plain_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def unescape(text: str) -> str:
    """Text outside code without its backslashes and entities."""
    return _PRIVATE.sub("\ufffd", html.unescape(_ESCAPED.sub(r"\1", text)))


class _Reader:
    def __init__(self, text: str, makers: Makers) -> None:
        self.text = re.sub(" {3,}", "  ", text)
        self.makers = makers
        self.pieces: list[Piece] = []
        self.brackets: list[_Bracket] = []
        self.no_links_below = 0  # brackets under this index may not open a link: links do not nest
        self.place = 0
        self.runs: dict[int, deque[int]] | None = None

    def read(self) -> list[str | Span]:
        text = self.text
        while match := _TOKEN.search(text, self.place):
            if match.start() > self.place:
                self.pieces.append(text[self.place : match.start()])
            self.place = match.end()
            kind = match.lastgroup or ""
            getattr(self, f"_{kind}")(match)
        self.pieces.append(text[self.place :])
        return emphasise(self.pieces)

    def _escape(self, match: re.Match[str]) -> None:
        self.pieces.append(match.group()[1])

    def _break(self, match: re.Match[str]) -> None:
        self.pieces.append(Span(Element("br"), 1))

    def _wrap(self, match: re.Match[str]) -> None:
        self.pieces.append("\n")

    def _entity(self, match: re.Match[str]) -> None:
        self.pieces.append(_PRIVATE.sub("\ufffd", html.unescape(match.group())))

    def _blank(self, match: re.Match[str]) -> None:
        self.pieces.append(match.group())

    def _code(self, match: re.Match[str]) -> None:
        """A code span ends at the next run of as many backticks."""
        if self.runs is None:
            self.runs = {}
            for run in re.finditer("`+", self.text):
                self.runs.setdefault(run.end() - run.start(), deque()).append(run.start())
        length = match.end() - match.start()
        ends = self.runs.get(length, deque())
        while ends and ends[0] < match.end():
            ends.popleft()
        if not ends:
            self.pieces.append(match.group())
            return
        code = self.text[match.end() : ends[0]].replace("\n", " ")
        if code.strip(" ") and code[0] == code[-1] == " ":
            code = code[1:-1]
        self.place = ends[0] + length
        element = Element("code")
        element.text = code
        self._put(Span(element, 1))

    def _emphasis(self, match: re.Match[str]) -> None:
        delimiter = delimiter_at(self.text, match.start(), match.end())
        if delimiter.closes and (found := read_attributes(self.text, self.place)):
            delimiter.attributes, end = found
            delimiter.raw, self.place = self.text[self.place : end], end
        self.pieces.append(delimiter)

    def _note(self, match: re.Match[str]) -> None:
        element = self.makers.note(match.group()[2:-1])
        if element is None:
            self.pieces.append(match.group())
            return
        self.pieces.append(Span(element, 2))
        self.no_links_below = len(self.brackets)

    def _address(self, match: re.Match[str]) -> None:
        self._autolink(match.group()[1:-1], match.group()[1:-1])

    def _mail(self, match: re.Match[str]) -> None:
        self._autolink(f"mailto:{match.group()[1:-1]}", match.group()[1:-1])

    def _autolink(self, target: str, words: str) -> None:
        element = self.makers.link(target, "")
        if element is None:
            self.pieces.append(f"<{words}>")
            return
        element.text = words.removeprefix("mailto:").removeprefix("tel:")
        self._put(Span(element, 1))
        self.no_links_below = len(self.brackets)

    def _open(self, match: re.Match[str]) -> None:
        self.pieces.append(match.group())
        self.brackets.append(_Bracket(len(self.pieces) - 1, match.end(), match.group()))

    def _close(self, match: re.Match[str]) -> None:
        """A closing bracket makes a link or a picture if a target follows, or its label is known."""
        if not self.brackets:
            self.pieces.append("]")
            return
        bracket = self.brackets.pop()
        is_picture = bracket.mark == "!["
        if not is_picture and len(self.brackets) < self.no_links_below:
            self.pieces.append("]")
            self.no_links_below = min(self.no_links_below, len(self.brackets))
            return
        found = self._target(bracket, match.start())
        if found is None:
            self.pieces.append("]")
            return
        target, title, self.place = found
        inner = emphasise(self.pieces[bracket.place + 1 :])
        del self.pieces[bracket.place :]
        self._put_link(is_picture, target, title, inner)
        self.no_links_below = min(self.no_links_below, len(self.brackets))
        if not is_picture:
            self.no_links_below = len(self.brackets)

    def _target(self, bracket: _Bracket, end: int) -> tuple[str, str, int] | None:
        """The target and title that follow a closing bracket at `end`, and where the text goes on."""
        if match := _TARGET.match(self.text, end + 1):
            target = match.group(1) if match.group(1) is not None else match.group(2)
            return target, unescape(match.group(3) or match.group(4) or match.group(5) or ""), match.end()
        if not self.makers.references:
            return None
        label = _LABEL.match(self.text, end + 1)
        words = label.group(1) if label and label.group(1) else self.text[bracket.start : min(end, bracket.start + 201)]
        known = self.makers.references.get(label_of(words))
        return (known[0], unescape(known[1]), label.end() if label else end + 1) if known else None

    def _put_link(self, is_picture: bool, target: str, title: str, inner: list[str | Span]) -> None:
        holder = Element("span")
        fill(holder, [piece.element if isinstance(piece, Span) else piece for piece in inner])
        depth = max((piece.depth for piece in inner if isinstance(piece, Span)), default=0) + 1
        if not is_picture:
            element = self.makers.link(target, title)
            if element is None or depth > MAX_NESTING:
                self.pieces += inner
                return
            element.text = holder.text
            element[:] = holder[:]
            self._put(Span(element, depth))
            return
        found = read_attributes(self.text, self.place)
        attributes = found[0] if found else Attributes()
        self.place = found[1] if found else self.place
        alternative = " ".join(plain_text(holder).split())[:_MAX_ALTERNATIVE]
        element = self.makers.picture(target, alternative, title, attributes)
        self.pieces.append(alternative if element is None else Span(element, 1))

    def _put(self, span: Span) -> None:
        """Add an element, with the attributes that follow it."""
        if found := read_attributes(self.text, self.place):
            attributes, self.place = found
            attributes.set_on(span.element)
        self.pieces.append(span)
