"""What the answers to a question say of it: how much is earned, whether it tells who knows more, what is chosen.

Facility is the mean share of the question's points (R. L. Ebel & D. A. Frisbie (1991), Essentials of educational
measurement, chapter 13, call its complement difficulty); no answer earns nothing. Groups of takers are cut by what they
earned at the other questions of the attempt, so that the question itself does not decide who is among the best.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from statistics import median
from typing import NamedTuple

from lms.reporting.discrimination import FEWEST_TAKERS, discrimination
from lms.reporting.translation import Difference, difference

Mark = tuple[str, str]  # a part of the question ("" where it has one), and what was given for it: see shapes.py


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """An answer as far as it is counted; who gave the same share one. `share`: None where nothing is right or wrong."""

    share: Fraction | None
    marks: tuple[Mark, ...] = ()
    is_answered: bool = True
    number: float | None = field(init=False)  # the share, made a number once for all who gave this answer

    def __post_init__(self) -> None:
        object.__setattr__(self, "number", None if self.share is None else float(self.share))


class Taking(NamedTuple):
    """Somebody's answer to a question in their first attempt."""

    given: Given
    language: str
    rest: float | None = None  # share of the points of all other questions of the attempt; None: there are none
    seconds: float | None = None
    is_late: bool = False


@dataclass(frozen=True)
class Item:
    """What a group of takers made of a question; worked out as far as it is asked for."""

    takings: Sequence[Taking]

    @property
    def takers(self) -> int:
        """How many were asked."""
        return len(self.takings)

    @cached_property
    def _given(self) -> Counter[Given]:
        return Counter(taking.given for taking in self.takings)

    @cached_property
    def unanswered(self) -> int:
        """How many gave no answer."""
        return sum(times for one, times in self._given.items() if not one.is_answered)

    @cached_property
    def late(self) -> int:
        """Of how many something came after the end: it was kept, and did not count."""
        return sum(taking.is_late for taking in self.takings)

    @property
    def late_share(self) -> Fraction | None:
        """Of all takers."""
        return Fraction(self.late, self.takers) if self.takers else None

    @cached_property
    def facility(self) -> Fraction | None:
        """The mean share of the points; None where nothing is right or wrong."""
        scored = [(one.share, times) for one, times in self._given.items() if one.share is not None]
        count = sum(times for _, times in scored)
        return sum((share * times for share, times in scored), Fraction(0)) / count if count else None

    @cached_property
    def discrimination(self) -> float | None:
        """The item-rest correlation, see discrimination.py."""
        return discrimination(_pairs(self.takings))

    @cached_property
    def _seconds(self) -> list[float]:
        return [taking.seconds for taking in self.takings if taking.seconds is not None]

    @property
    def timed(self) -> int:
        """Of how many takers the time is known."""
        return len(self._seconds)

    @cached_property
    def median_seconds(self) -> float | None:
        """The middle of the times, see pace.py."""
        return median(self._seconds) if self._seconds else None

    @cached_property
    def marks(self) -> Counter[Mark]:
        """How often what was given."""
        found: Counter[Mark] = Counter()
        for one, times in self._given.items():
            for mark in one.marks:
                found[mark] += times
        return found


class Thirds(NamedTuple):
    """The takers who did worst at the other questions, those between, and those who did best.

    Who did as well is in one group: both ends come as near to a third as they can, and the middle may be empty.
    """

    weakest: tuple[Taking, ...]
    middle: tuple[Taking, ...]
    best: tuple[Taking, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """A question, by all takers, by language, and by thirds of takers (None: they cannot be told apart)."""

    whole: Item
    by_language: dict[str, Item]
    by_thirds: tuple[Item, Item, Item] | None
    difference: Difference | None  # between the two languages, if both have takers enough

    @property
    def best(self) -> Item | None:
        """What the best third made of it."""
        return self.by_thirds[2] if self.by_thirds else None


def _pairs(takings: Iterable[Taking]) -> Counter[tuple[float, float]]:
    """(share, rest) of the takers who have both, and how often."""
    return Counter(
        (taking.given.number, taking.rest)
        for taking in takings
        if taking.given.number is not None and taking.rest is not None
    )


def thirds(takings: Iterable[Taking]) -> Thirds | None:
    """Cut takers in three by their rest; None where so many did equally well that both ends would be the same."""
    known = [taking for taking in takings if taking.rest is not None]
    counted = Counter(taking.rest for taking in known if taking.rest is not None)
    low = _cut(sorted(counted), counted, len(known))
    high = _cut(sorted(counted, reverse=True), counted, len(known))
    if low is None or high is None or low >= high:
        return None
    weakest: list[Taking] = []
    middle: list[Taking] = []
    best: list[Taking] = []
    for taking in known:
        assert taking.rest is not None
        (weakest if taking.rest <= low else best if taking.rest >= high else middle).append(taking)
    return Thirds(tuple(weakest), tuple(middle), tuple(best))


def _cut(rests: Sequence[float], counted: Counter[float], total: int) -> float | None:
    """From one end on, the result up to which the takers come nearest to a third of all."""
    seen, found, gap = 0, None, total * 3
    for rest in rests:
        seen += counted[rest]
        if abs(seen * 3 - total) >= gap:
            break
        found, gap = rest, abs(seen * 3 - total)
    return found if gap <= total else None  # most of all are no third


def analyse(takings: Sequence[Taking], languages: Sequence[str]) -> Analysis:
    """All that is known of a question; `languages`: those in which it can be asked, in the order shown."""
    groups = thirds(takings)
    spoken = {one: [taking for taking in takings if taking.language == one] for one in languages}
    has_enough = len(spoken) == 2 and all(len(some) >= FEWEST_TAKERS for some in spoken.values())
    return Analysis(
        whole=Item(takings),
        by_language={language: Item(some) for language, some in spoken.items() if some},
        by_thirds=(Item(groups.weakest), Item(groups.middle), Item(groups.best)) if groups else None,
        difference=_difference(groups or (takings,), *spoken) if has_enough else None,
    )


def _difference(groups: Iterable[Sequence[Taking]], first: str, second: str) -> Difference | None:
    def shares(some: Sequence[Taking], language: str) -> list[float]:
        return [one.given.number for one in some if one.language == language and one.given.number is not None]

    return difference([(shares(some, first), shares(some, second)) for some in groups])
