"""What a learner answered: read from a form, bounded, stripped of what the question does not hold.

A form names its fields `answer` (one or many) or `answer.ID` (a left cell, a blank); things in order are an
`answer` each, in their order, with `up` or `down` for the one to move.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from lms.assessment.numbers import read_number
from lms.courseware.compiled import CompiledQuestion
from lms.courseware.questions import Kind

LONGEST_TEXT = 200
LONGEST_BLANK = 100


class Fields(Protocol):
    """The values of a form by name, such as Werkzeug's MultiDict."""

    def getlist(self, key: str, /) -> list[str]:
        """Every value sent under a name, in order."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer by ids, never by positions. What its kind of question does not use is empty."""

    chosen: tuple[str, ...] = ()  # options; for ordering, every thing in the learner's order
    placed: Mapping[str, str] = field(default_factory=dict)  # left → right; blank → option, or the text typed
    text: str = ""  # numeric and short: as typed
    number: Fraction | None = None  # numeric: as read in the language of the page; None: not a number

    @property
    def is_empty(self) -> bool:
        """Whether nothing was chosen or typed."""
        return not (self.chosen or self.placed or self.text)


def read_answer(question: CompiledQuestion, fields: Fields, language: str) -> Answer:
    """The answer that a form carries; what is unknown or contradictory is as if it had not been sent."""
    match question.kind:
        case Kind.CHOICE | Kind.SURVEY:
            known = {option.id for option in question.options}
            sent = _known(fields, known)
            return Answer(chosen=sent if len(sent) == 1 else ())
        case Kind.MULTIPLE:
            ticked = frozenset(fields.getlist("answer"))
            return Answer(chosen=tuple(option.id for option in question.options if option.id in ticked))
        case Kind.ORDERING:
            known = {item.id for item in question.items}
            order = _known(fields, known)
            return Answer(chosen=order if len(order) == len(known) else ())
        case Kind.MATCHING:
            rights = {cell.id for cell in question.rights}
            pairs = ((left.id, _only(fields, f"answer.{left.id}")) for left in question.lefts)
            return Answer(placed={left: right for left, right in pairs if right in rights})
        case Kind.BLANKS:
            return Answer(placed=dict(_blanks(question, fields)))
        case Kind.NUMERIC:
            text = _typed(_only(fields, "answer"), LONGEST_TEXT)
            return Answer(text=text, number=read_number(text, language, question.unit))
        case Kind.SHORT:
            return Answer(text=_typed(_only(fields, "answer"), LONGEST_TEXT))
    return Answer()  # what is private to the learner is never sent


def form_fields(answer: Answer) -> tuple[tuple[str, str], ...]:
    """The fields that a form sends for this answer: `read_answer` makes the same answer of them."""
    chosen = tuple(("answer", chosen_id) for chosen_id in answer.chosen)
    placed = tuple((f"answer.{place_id}", value) for place_id, value in answer.placed.items())
    return chosen + placed + ((("answer", answer.text),) if answer.text else ())


def move(order: tuple[str, ...], item_id: str, steps: int) -> tuple[str, ...]:
    """The order with one thing moved so many places down (up when negative), as far as there are places."""
    if item_id not in order:
        return order
    rest = [other for other in order if other != item_id]
    rest.insert(max(0, order.index(item_id) + steps), item_id)
    return tuple(rest)


def _blanks(question: CompiledQuestion, fields: Fields) -> Iterator[tuple[str, str]]:
    for blank in question.blanks:
        sent = _only(fields, f"answer.{blank.id}")
        if blank.options:
            if any(option.id == sent for option in blank.options):
                yield blank.id, sent
        elif text := _typed(sent, LONGEST_BLANK):
            yield blank.id, text


def _known(fields: Fields, known: set[str]) -> tuple[str, ...]:
    """The known ids among those sent, each once, in the order sent."""
    return tuple(dict.fromkeys(sent for sent in fields.getlist("answer") if sent in known))


def _only(fields: Fields, name: str) -> str:
    """The value of a field that stands once in a form; twice means that no form of ours sent it."""
    values = fields.getlist(name)
    return values[0] if len(values) == 1 else ""


def _typed(text: str, longest: int) -> str:
    """The text as typed, without the control characters that no keyboard makes and no database takes."""
    return "".join(letter if letter.isprintable() else " " for letter in text[:longest]).strip()
