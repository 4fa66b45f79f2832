"""Emphasis: runs of stars and underscores paired as CommonMark pairs them, in time linear in their number."""

import unicodedata
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from lms.courseware.rendering.attributes import Attributes

MAX_NESTING = 12
_MAX_OPENERS = 50  # runs of stars that wait for their end; an honest paragraph has one or two


@dataclass(slots=True)
class Span:
    """An element and how deep it goes."""

    element: Element
    depth: int


@dataclass(slots=True)
class Delimiter:
    """A run of stars or underscores that may open or close emphasis."""

    mark: str
    count: int
    opens: bool
    closes: bool
    length: int
    attributes: Attributes | None = None
    raw: str = ""  # the attributes as typed


Piece = str | Span | Delimiter


def fill(element: Element, pieces: list[str | Element]) -> None:
    """Make `pieces` the content of `element`."""
    element[:] = []
    texts: list[str] = []
    last: Element | None = None
    for piece in [*pieces, None]:
        if isinstance(piece, str):
            texts.append(piece)
            continue
        text = "".join(texts)
        texts = []
        if last is None:
            element.text = text
        else:
            last.tail = text
        if piece is not None:
            element.append(piece)
            last = piece


def delimiter_at(text: str, start: int, end: int) -> Delimiter:
    """The run that stands from `start` to `end`; what is around it says whether it may open or close."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    is_left = not after.isspace() and (not _is_mark(after) or before.isspace() or _is_mark(before))
    is_right = not before.isspace() and (not _is_mark(before) or after.isspace() or _is_mark(after))
    mark, count = text[start], end - start
    opens, closes = is_left, is_right
    if mark == "_":
        opens = is_left and (not is_right or _is_mark(before))
        closes = is_right and (not is_left or _is_mark(after))
    return Delimiter(mark, count, opens, closes, count)


def _is_mark(character: str) -> bool:
    """Punctuation or a symbol, as CommonMark means it."""
    return unicodedata.category(character)[0] in "PS"


def emphasise(pieces: list[Piece]) -> list[str | Span]:
    """Pair the runs of stars and underscores; what finds no partner is text."""
    result: list[Piece] = []
    openers: list[int] = []  # places in `result`
    floors: dict[tuple[str, bool, int], int] = {}  # how many openers a run of this kind need not look at again
    for piece in pieces:
        if not isinstance(piece, Delimiter):
            result.append(piece)
            continue
        if piece.closes:
            _match(piece, result, openers, floors)
        if piece.count:
            if piece.opens and len(openers) < _MAX_OPENERS:
                openers.append(len(result))
            result.append(piece)
        if piece.raw:
            result.append(piece.raw)
    return [
        piece.mark * piece.count if isinstance(piece, Delimiter) else piece
        for piece in result
        if not (isinstance(piece, Delimiter) and not piece.count)
    ]


def _match(
    closer: Delimiter, result: list[Piece], openers: list[int], floors: dict[tuple[str, bool, int], int]
) -> None:
    """Wrap what stands between `closer` and its openers, innermost first."""
    kind = (closer.mark, closer.opens, closer.length % 3)
    while closer.count:
        floor = floors.get(kind, 0)
        index = len(openers) - 1
        while index >= floor and not _fits(result[openers[index]], closer):
            index -= 1
        if index < floor:
            floors[kind] = len(openers)
            return
        place = openers[index]
        opener = result[place]
        assert isinstance(opener, Delimiter)
        width = 2 if opener.count >= 2 and closer.count >= 2 else 1
        inner = [piece.mark * piece.count if isinstance(piece, Delimiter) else piece for piece in result[place + 1 :]]
        del result[place + 1 :]
        del openers[index + 1 :]
        for other, low in floors.items():
            floors[other] = min(low, index)
        opener.count -= width
        closer.count -= width
        depth = max((piece.depth for piece in inner if isinstance(piece, Span)), default=0) + 1
        if depth > MAX_NESTING:
            result += inner
        else:
            element = Element("strong" if width == 2 else "em")
            fill(element, [piece.element if isinstance(piece, Span) else piece for piece in inner])
            if closer.attributes and not closer.count:
                closer.attributes.set_on(element)
                closer.raw = ""
            result.append(Span(element, depth))
        if not opener.count:
            openers.pop()


def _fits(opener: Piece, closer: Delimiter) -> bool:
    """Whether the two runs may be partners: the same mark, and CommonMark's rule of three."""
    if not isinstance(opener, Delimiter) or opener.mark != closer.mark:
        return False
    is_odd = (opener.closes or closer.opens) and (opener.length + closer.length) % 3 == 0
    return not is_odd or (opener.length % 3 == 0 and closer.length % 3 == 0)
