"""Whether a question is harder in one language than in the other for people who know as much.

Readers of one language may simply know more. So takers are compared within groups of equal results at the other
questions, and the differences are put together with the weights of W. G. Cochran (1954), Some methods for
strengthening the common χ² tests, Biometrics 10(4), 417–451. With one group and answers that are right or wrong it is
the z-test of two proportions with a pooled variance; shares of points are compared by their mean, with the variance of
the group.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum, sqrt

# A difference that chance makes less than once in a hundred questions that are as hard in both languages.
Z99 = 2.575829
# And not one too small to matter. A standardised difference of ten points and more is to be looked at: N. J. Dorans &
# E. Kulick (1986), Demonstrating the utility of the standardization approach to assessing unexpected differential item
# performance on the Scholastic Aptitude Test, Journal of Educational Measurement 23(4), 355–368.
MATTERS = 0.1
Shares = Sequence[float]


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean share in the first language minus that in the second, among equals; `z` counts standard errors."""

    first: int  # takers
    second: int
    difference: float
    z: float

    @property
    def is_telling(self) -> bool:
        """Whether it is neither small nor likely by chance."""
        return abs(self.z) >= Z99 and abs(self.difference) >= MATTERS


def difference(groups: Iterable[tuple[Shares, Shares]]) -> Difference | None:
    """Of groups of equals, each with the shares earned in one language and in the other.

    None where no group holds both, or where all earned the same.
    """
    used = [(first, second) for first, second in groups if first and second]
    weights = [len(first) * len(second) / (len(first) + len(second)) for first, second in used]
    variances = [_variance((*first, *second)) for first, second in used]
    error = sqrt(fsum(weight * variance for weight, variance in zip(weights, variances, strict=True)))
    if not error:
        return None
    gaps = [fsum(first) / len(first) - fsum(second) / len(second) for first, second in used]
    weighted = fsum(weight * gap for weight, gap in zip(weights, gaps, strict=True))
    return Difference(
        first=sum(len(first) for first, _ in used),
        second=sum(len(second) for _, second in used),
        difference=weighted / fsum(weights),
        z=weighted / error,
    )


def _variance(shares: Shares) -> float:
    mean = fsum(shares) / len(shares)
    return fsum((share - mean) ** 2 for share in shares) / len(shares)
