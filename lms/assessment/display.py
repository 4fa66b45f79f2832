"""How a question is laid out: the order of what it offers, and its prompt cut where a form needs it cut.

The order must not tell the answer, must not change from one visit to the next, and must be the same in both
languages: ids are as good as drawn by lot, and stay.
"""

import html
import re
from dataclasses import dataclass
from typing import TypeVar

from lms.assessment.answers import Answer
from lms.courseware.compiled import CompiledBlank, CompiledCell, CompiledOption, CompiledQuestion
from lms.courseware.questions import BLANK_CLOSE, BLANK_OPEN, Kind

Offered = TypeVar("Offered", CompiledCell, CompiledOption)

_LAST_PARAGRAPH = re.compile(r"<p(?P<attributes>(?: [^>]*)?)>(?P<text>(?:(?!</?p[ >]).)*)</p>\s*\Z", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_BLANK = re.compile(f"{BLANK_OPEN}([^{BLANK_OPEN}{BLANK_CLOSE}]*){BLANK_CLOSE}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a prompt with blanks: sanitised HTML, then the blank that follows it, if one does."""

    html: str
    blank: CompiledBlank | None
    number: int  # of the blank, from 1


def shown_options(question: CompiledQuestion) -> tuple[CompiledOption, ...]:
    """The options in the order that the page shows; a survey's scale and two options are never shuffled."""
    if question.kind == Kind.SURVEY or len(question.options) == 2:
        return question.options
    return _shuffled(question, question.options)


def shown_entries(question: CompiledQuestion, blank: CompiledBlank) -> tuple[CompiledOption, ...]:
    """The entries of a blank's list in the order that the page shows."""
    return blank.options if len(blank.options) == 2 else _shuffled(question, blank.options)


def shown_lefts(question: CompiledQuestion) -> tuple[CompiledCell, ...]:
    """The things to pair; those to sort are shuffled too, for authors write them group by group."""
    return _shuffled(question, question.lefts) if question.is_sorting else question.lefts


def shown_rights(question: CompiledQuestion) -> tuple[CompiledCell, ...]:
    """What they may be paired with; the places to sort into keep the author's order, which may be a scale."""
    return question.rights if question.is_sorting else _shuffled(question, question.rights)


def shown_items(question: CompiledQuestion, answer: Answer | None = None) -> tuple[CompiledCell, ...]:
    """The things to order as the learner left them, at first in an order that is not the right one."""
    items = {item.id: item for item in question.items}
    if answer and len(answer.chosen) == len(items) and items.keys() == set(answer.chosen):
        return tuple(items[item_id] for item_id in answer.chosen)
    by_id = tuple(sorted(question.items, key=lambda item: item.id))
    return by_id[1:] + by_id[:1] if by_id == question.items else by_id


def split_prompt(question: CompiledQuestion) -> tuple[str, str]:
    """The prompt's HTML in two: what sets the scene, and the last paragraph's text, which names the field.

    A legend or a label holds text only; the second is empty where the prompt ends in a table or a list.
    """
    match = _LAST_PARAGRAPH.search(question.prompt_html)
    if match is None:
        return question.prompt_html, ""
    text, attributes = match["text"].strip(), match["attributes"]
    return question.prompt_html[: match.start()], f"<span{attributes}>{text}</span>" if attributes else text


def words_asked(question: CompiledQuestion) -> str:
    """The words of what is asked, without the scene before it: they name the question's page."""
    _, ask = split_prompt(question)
    words = html.unescape(_TAG.sub("", ask))
    if words and not question.blanks:
        return words
    # A gap is shown as three dots, which are also the full stop after it.
    return question.label.replace("….", "…") if question.blanks else question.label


def prompt_pieces(question: CompiledQuestion) -> tuple[Piece, ...]:
    """The prompt cut at its blanks."""
    blanks = {blank.id: blank for blank in question.blanks}
    pieces: list[Piece] = []
    start = 0
    for match in _BLANK.finditer(question.prompt_html):
        if match[1] in blanks:
            html = question.prompt_html[start : match.start()]
            pieces.append(Piece(html, blanks[match[1]], len(pieces) + 1))
            start = match.end()
    return (*pieces, Piece(question.prompt_html[start:], None, 0))


def _shuffled(question: CompiledQuestion, offered: tuple[Offered, ...]) -> tuple[Offered, ...]:
    if question.is_shuffled is False:
        return offered
    return tuple(sorted(offered, key=lambda one: one.id))
