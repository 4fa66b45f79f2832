"""What can be given for a question, part by part: options, partners of a pair, places in an order, entries of a list.

What is typed is right or another answer, and nothing more is kept of it: a text may name somebody. A wrong number is
told where several takers typed the same.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from lms.courseware.compiled import CompiledBlank, CompiledQuestion
from lms.courseware.questions import Kind
from lms.reporting.items import Item, Mark

RIGHT, OTHER = "right", "other"
NUMBER = "="  # before a wrong number, as an exact fraction
FEWEST_ALIKE = 3  # takers who typed one wrong number, before it is told
NUMBERS_TOLD = 5
CHOSEN = frozenset({Kind.CHOICE, Kind.MULTIPLE, Kind.SURVEY})
TYPED = frozenset({Kind.NUMERIC, Kind.SHORT})


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be given. `html` is sanitised; "" where the words are ours: see `id`."""

    id: str
    html: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a question that is answered by itself. `html`: what stands there, "" where it is the whole question."""

    id: str
    html: str
    entries: tuple[Entry, ...]
    number: int  # of a gap in a text, from 1; 0: no gap


@dataclass(frozen=True, slots=True)
class Answers:
    """What was given for a part: entries with how often by group of takers, and how many gave nothing."""

    part: Part
    rows: tuple[tuple[Entry, tuple[int, ...]], ...]
    nothing: tuple[int, ...]


def parts_of(question: CompiledQuestion, given: Counter[Mark]) -> tuple[Part, ...]:
    """The parts of a question in its author's order; `given` says which wrong numbers there are to tell."""
    if question.kind in CHOSEN:
        is_survey = question.kind == Kind.SURVEY
        options = tuple(Entry(one.id, one.html, one.is_right and not is_survey) for one in question.options)
        return (Part("", "", options, 0),)
    if question.kind == Kind.MATCHING:
        return tuple(
            Part(
                left.id,
                left.html,
                tuple(Entry(one.id, one.html, question.right_of[left.id] == one.id) for one in question.rights),
                0,
            )
            for left in question.lefts
        )
    if question.kind == Kind.ORDERING:
        places = [str(place) for place in range(1, len(question.items) + 1)]
        return tuple(
            Part(one.id, one.html, tuple(Entry(place, "", place == right) for place in places), 0)
            for one, right in zip(question.items, places, strict=True)
        )
    if question.kind == Kind.BLANKS:
        return tuple(_gap(blank, number) for number, blank in enumerate(question.blanks, start=1))
    if question.kind in TYPED:
        return (Part("", "", (Entry(RIGHT, "", True), *_wrong_numbers(given), Entry(OTHER, "", False)), 0),)
    return ()


def _gap(blank: CompiledBlank, number: int) -> Part:
    if blank.options:
        return Part(blank.id, "", tuple(Entry(one.id, one.html, one.is_right) for one in blank.options), number)
    return Part(blank.id, "", (Entry(RIGHT, "", True), Entry(OTHER, "", False)), number)


def _wrong_numbers(given: Counter[Mark]) -> tuple[Entry, ...]:
    alike = {mark: times for mark, times in given.items() if mark[1].startswith(NUMBER) and times >= FEWEST_ALIKE}
    told = sorted(alike, key=lambda mark: (-alike[mark], number_of(mark[1])))[:NUMBERS_TOLD]
    return tuple(Entry(mark[1], "", False) for mark in told)


def number_of(entry_id: str) -> Fraction:
    """The wrong number that an entry is."""
    return Fraction(entry_id.removeprefix(NUMBER))


def answers(question: CompiledQuestion, groups: Sequence[Item]) -> tuple[Answers, ...]:
    """What each group of takers gave, part by part; the first group is of them all."""
    return tuple(
        Answers(
            part,
            tuple((entry, tuple(_counted(part, entry, group.marks) for group in groups)) for entry in part.entries),
            tuple(_nothing(question, part, group) for group in groups),
        )
        for part in parts_of(question, groups[0].marks)
    )


def _counted(part: Part, entry: Entry, given: Counter[Mark]) -> int:
    """How often an entry was given; numbers that are not told are other answers."""
    if entry.id != OTHER:
        return given[part.id, entry.id]
    told = {one.id for one in part.entries} - {OTHER}
    return sum(times for (place, mark), times in given.items() if place == part.id and mark not in told)


def _nothing(question: CompiledQuestion, part: Part, group: Item) -> int:
    """How many gave nothing for a part; of options several can be ticked."""
    if question.kind in CHOSEN:
        return group.unanswered
    return group.takers - sum(times for (place, _), times in group.marks.items() if place == part.id)
