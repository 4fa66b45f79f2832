"""How much learners know after a course of what they did not know before it.

The normalised gain is the part of what could be gained that was gained: R. R. Hake (1998), Interactive-engagement
versus traditional methods: a six-thousand-student survey of mechanics test data for introductory physics courses,
American Journal of Physics 66(1), 64–74. ⟨g⟩ = (⟨after⟩ − ⟨before⟩) / (100 − ⟨before⟩), of the means of a class. The
mean of the gains of persons is another figure: L. Bao (2006), Theoretical comparisons of average normalized gain
calculations, American Journal of Physics 74(10), 917–922.
"""

from dataclasses import dataclass, field
from fractions import Fraction

# Hake's names for the gain of a class: low below the first, high from the second on.
MEDIUM_FROM, HIGH_FROM = Fraction(3, 10), Fraction(7, 10)


@dataclass(slots=True)
class After:
    """What those earned afterwards who were measured before, added up."""

    total: Fraction = Fraction(0)
    gains: Fraction = Fraction(0)  # of those who could gain
    rose: int = 0
    fell: int = 0


@dataclass(slots=True)
class Gain:
    """Of those who were measured before and finished a try afterwards: shares from 0 to 1, added up."""

    count: int = 0
    full_before: int = 0  # had all points before: nothing could be gained
    before: Fraction = Fraction(0)
    first: After = field(default_factory=After)
    best: After = field(default_factory=After)

    def add(self, before: Fraction, first: Fraction, best: Fraction, times: int = 1) -> None:
        """Count people in who had the same results: before, at the first try afterwards, and at the best."""
        self.count += times
        self.before += before * times
        self.full_before += times * (before >= 1)
        for after, share in ((self.first, first), (self.best, best)):
            after.total += share * times
            after.rose += times * (share > before)
            after.fell += times * (share < before)
            if before < 1:
                after.gains += (share - before) / (1 - before) * times

    @property
    def mean_before(self) -> Fraction | None:
        """The mean share before; None of nobody."""
        return self.before / self.count if self.count else None

    def mean_after(self, after: After) -> Fraction | None:
        """The mean share afterwards."""
        return after.total / self.count if self.count else None

    def of_class(self, after: After) -> Fraction | None:
        """Hake's ⟨g⟩: the gain of the means; None where everybody had everything before."""
        if not self.count or self.before == self.count:
            return None
        return (after.total - self.before) / (self.count - self.before)

    def of_persons(self, after: After) -> Fraction | None:
        """The mean of the gains of those who had not everything before."""
        could = self.count - self.full_before
        return after.gains / could if could else None
