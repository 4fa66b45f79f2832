"""Figures of a group of enrolments: counted, added up, and what is worked out from the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(slots=True)
class Figures:
    """What is known of a group. Groups can be added: medians are of `days` and `scores`, which say how often each."""

    registered: int = 0
    enrolled: int = 0
    started: int = 0
    active: int = 0
    completed: int = 0
    certified: int = 0
    hours: Fraction = Fraction(0)
    first_passed: int = 0
    first_tried: int = 0
    certified_women: int = 0
    certified_men: int = 0
    days: Counter[int] = field(default_factory=Counter)
    scores: Counter[int] = field(default_factory=Counter)

    def __iadd__(self, other: Figures) -> Figures:
        for name in _ADDED:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.days.update(other.days)
        self.scores.update(other.scores)
        return self

    @property
    def completion_rate(self) -> Fraction | None:
        """Completed of enrolled; None where nobody is."""
        return share(self.completed, self.enrolled)

    @property
    def certified_rate(self) -> Fraction | None:
        """Certified of enrolled."""
        return share(self.certified, self.enrolled)

    @property
    def first_try_rate(self) -> Fraction | None:
        """First tries that passed, of those that were finished."""
        return share(self.first_passed, self.first_tried)

    @property
    def women_rate(self) -> Fraction | None:
        """Women among the certified."""
        return share(self.certified_women, self.certified)

    @property
    def median_score(self) -> Fraction | None:
        """In percent."""
        return median(self.scores)

    @property
    def median_days(self) -> Fraction | None:
        """From enrolling to completing."""
        return median(self.days)


_ADDED = (
    "registered", "enrolled", "started", "active", "completed", "certified", "hours", "first_passed", "first_tried",
    "certified_women", "certified_men",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one value of a dimension: "" is what was never told."""

    key: str
    label: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Table:
    """Figures by the values of a dimension, and of all of them together."""

    rows: tuple[Row, ...]
    total: Figures


def table(rows: Iterable[Row]) -> Table:
    """Rows with their total, which is their sum and nothing else."""
    found = tuple(rows)
    total = Figures()
    for row in found:
        total += row.figures
    return Table(found, total)


def share(part: int, whole: int) -> Fraction | None:
    """A part of a whole; None where there is no whole."""
    return Fraction(part, whole) if whole else None


def percent(value: Fraction | None) -> int | None:
    """A share as a whole percentage, rounded half up: the same for 12.5 as for 13."""
    return None if value is None else (value * 200 + 1).__floor__() // 2


def median(counted: Counter[int]) -> Fraction | None:
    """The middle one of values of which it is known how often each occurs; the mean of the two middle ones."""
    total = sum(counted.values())
    if not total:
        return None
    seen, found = 0, []
    wanted = {(total - 1) // 2, total // 2}
    for value in sorted(counted):
        reached = seen + counted[value]
        found += [value for place in wanted if seen <= place < reached]
        seen = reached
    return Fraction(sum(found), len(found))
