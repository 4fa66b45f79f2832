"""What an answer is worth: exact shares of a question's points, and what was right in each part of it.

The rules are those of the course format. Nothing here fails on a strange answer: what the question does
not hold (a reworded option, half an order) counts as not answered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from lms.assessment.answers import Answer
from lms.assessment.spelling import fold
from lms.courseware.compiled import CompiledBlank, CompiledQuestion
from lms.courseware.questions import Kind


class Outcome(StrEnum):
    """A verdict in a word."""

    RIGHT = "right"
    PARTLY = "partly"
    NOT_YET = "not-yet"
    UNANSWERED = "unanswered"
    UNSCORED = "unscored"  # a survey, a reflection, an assignment: nobody's answer is right or wrong


@dataclass(frozen=True, slots=True)
class Part:
    """One option, pair, place, blank or text: what was answered there and what is right.

    An option was given if `given` is its id, is right if `expected` is. A thing to order gives its place,
    from "1". A blank gives a text or an option's id; a text has the id "".
    """

    id: str
    given: str
    expected: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer is worth."""

    outcome: Outcome
    share: Fraction  # from 0 to 1
    points: Fraction
    out_of: Fraction
    parts: tuple[Part, ...] = ()

    @property
    def right_count(self) -> int:
        """How many parts are right: for options, how many right ones were found."""
        return sum(part.is_right and bool(part.given) for part in self.parts)

    @property
    def expected_count(self) -> int:
        """How many parts there are to get right: for options, how many are right."""
        return sum(bool(part.expected) for part in self.parts)

    @property
    def excess_count(self) -> int:
        """How many options were chosen that are not right."""
        return sum(bool(part.given) and not part.expected for part in self.parts)


# The parts, and the share of the points; None when there is no answer to weigh.
Weighed = tuple[tuple[Part, ...], Fraction | None]


def grade(question: CompiledQuestion, answer: Answer) -> Verdict:
    """The verdict on an answer, the same in every language and whatever the order of the options."""
    rule = _RULES.get(question.kind)
    if rule is None:
        return Verdict(Outcome.UNSCORED, Fraction(0), Fraction(0), Fraction(0))
    parts, share = rule(question, answer)
    out_of = Fraction(question.points)
    if share is None:
        return Verdict(Outcome.UNANSWERED, Fraction(0), Fraction(0), out_of, parts)
    if question.is_exact and share < 1:
        share = Fraction(0)
    outcome = Outcome.RIGHT if share == 1 else Outcome.PARTLY if share else Outcome.NOT_YET
    return Verdict(outcome, share, share * out_of, out_of, parts)


def _option_parts(question: CompiledQuestion, chosen: frozenset[str]) -> tuple[Part, ...]:
    return tuple(
        Part(
            option.id,
            given=option.id if option.id in chosen else "",
            expected=option.id if option.is_right else "",
            is_right=(option.id in chosen) == option.is_right,
        )
        for option in question.options
    )


def _weigh_choice(question: CompiledQuestion, answer: Answer) -> Weighed:
    parts = _option_parts(question, frozenset(answer.chosen))
    given = [part for part in parts if part.given]
    return parts, Fraction(given[0].is_right) if len(given) == 1 and len(answer.chosen) == 1 else None


def _weigh_multiple(question: CompiledQuestion, answer: Answer) -> Weighed:
    """+1/n for each of the n right options ticked, −1/m for each of the m others, never below 0."""
    parts = _option_parts(question, frozenset(answer.chosen))
    if not any(part.given for part in parts):
        return parts, None
    right_count = sum(bool(part.expected) for part in parts)
    wrong_count = len(parts) - right_count
    found = sum(bool(part.given and part.expected) for part in parts)
    excess = sum(bool(part.given and not part.expected) for part in parts)
    share = Fraction(found, right_count) if right_count else Fraction(0)
    return parts, max(Fraction(0), share - (Fraction(excess, wrong_count) if wrong_count else 0))


def _weigh_matching(question: CompiledQuestion, answer: Answer) -> Weighed:
    rights = {cell.id for cell in question.rights}
    parts = []
    for left in question.lefts:
        given, expected = answer.placed.get(left.id, ""), question.right_of[left.id]
        parts.append(Part(left.id, given if given in rights else "", expected, given == expected))
    return _share_of_right(tuple(parts))


def _weigh_ordering(question: CompiledQuestion, answer: Answer) -> Weighed:
    places = {item_id: str(place) for place, item_id in enumerate(answer.chosen, start=1)}
    known = {item.id for item in question.items}
    is_whole = len(answer.chosen) == len(known) and places.keys() == known
    parts = []
    for place, item in enumerate(question.items, start=1):
        given = places[item.id] if is_whole else ""
        parts.append(Part(item.id, given, str(place), given == str(place)))
    return _share_of_right(tuple(parts))


def _weigh_numeric(question: CompiledQuestion, answer: Answer) -> Weighed:
    number = answer.number
    is_right = number is not None and any(Fraction(low) <= number <= Fraction(high) for low, high in question.intervals)
    expected = question.intervals[0][0] if question.intervals else ""
    part = Part("", answer.text, expected, is_right)
    return (part,), None if number is None else Fraction(is_right)


def _weigh_short(question: CompiledQuestion, answer: Answer) -> Weighed:
    is_right = _is_accepted(answer.text, question.accepted)
    part = Part("", answer.text, question.shown, is_right)
    return (part,), Fraction(is_right) if answer.text.strip() else None


def _weigh_blanks(question: CompiledQuestion, answer: Answer) -> Weighed:
    given = ((blank, answer.placed.get(blank.id, "")) for blank in question.blanks)
    return _share_of_right(tuple(_blank_part(blank, text) for blank, text in given))


def _blank_part(blank: CompiledBlank, given: str) -> Part:
    if not blank.options:
        return Part(blank.id, given.strip(), blank.shown, _is_accepted(given, blank.accepted))
    rights = [option.id for option in blank.options if option.is_right]
    known = given if any(option.id == given for option in blank.options) else ""
    return Part(blank.id, known, rights[0] if rights else "", known in rights)


def _is_accepted(text: str, variants: tuple[str, ...]) -> bool:
    return bool(text.strip()) and fold(text) in {fold(variant) for variant in variants}


def _share_of_right(parts: tuple[Part, ...]) -> Weighed:
    if not any(part.given for part in parts):
        return parts, None
    return parts, Fraction(sum(part.is_right for part in parts), len(parts))


_RULES: dict[str, Callable[[CompiledQuestion, Answer], Weighed]] = {
    Kind.CHOICE: _weigh_choice,
    Kind.MULTIPLE: _weigh_multiple,
    Kind.MATCHING: _weigh_matching,
    Kind.ORDERING: _weigh_ordering,
    Kind.NUMERIC: _weigh_numeric,
    Kind.SHORT: _weigh_short,
    Kind.BLANKS: _weigh_blanks,
}
