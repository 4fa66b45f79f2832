"""Which enrolments figures are of, and by what they are broken down: all of it stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lms.reporting.dimensions import FILTERED, Dimension
from lms.reporting.periods import Period, read_period

BY = "by"
PERIOD = "period"
LONGEST = 80  # of a value: a slug is shorter


@dataclass(frozen=True, slots=True)
class Filters:
    """`chosen`: by dimension, the value that was asked for. What nobody has is no mistake: nothing is found."""

    by: Dimension = Dimension.COUNTRY
    chosen: Mapping[Dimension, str] = field(default_factory=dict)
    period: Period | None = None

    def as_query(self) -> dict[str, str]:
        """The words of an address that asks for the same."""
        words = {BY: self.by.value, **{dimension.value: value for dimension, value in self.chosen.items()}}
        if self.period is not None:
            words[PERIOD] = self.period.name
        return words

    @property
    def grouping(self) -> Dimension:
        """What the figures of enrolments are grouped by: those of modules stand beside those of their courses."""
        return Dimension.COURSE if self.by is Dimension.MODULE else self.by

    @property
    def follows_courses(self) -> bool:
        """Whether it is asked how far learners came: module by module, or in the one course that was chosen."""
        return self.by is Dimension.MODULE or Dimension.COURSE in self.chosen

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.chosen) or self.period is not None


def read_filters(words: Mapping[str, str]) -> Filters | None:
    """What an address, a form or a stored export asks for; None where it makes no sense.

    A mistyped period must not show all periods under a wrong name.
    """
    chosen = {}
    for dimension in FILTERED:
        value = words.get(dimension.value, "")
        if len(value) > LONGEST:
            return None
        if value:
            chosen[dimension] = value
    named = words.get(PERIOD, "")
    period = read_period(named)
    by = words.get(BY) or Dimension.COUNTRY.value
    if by not in list(Dimension) or (named and period is None):
        return None
    return Filters(Dimension(by), chosen, period)
