"""Whether a question tells those who know more from those who know less.

The measure is the correlation between what a taker earned at the question and what the same taker earned at all others
of the attempt: the item-rest correlation, which for a question that is right or wrong is the corrected point-biserial.
Correlating with the whole score, the question in it, would flatter every question, short quizzes most of all:
S. Henrysson (1963), Correction of item-total correlations in item analysis, Psychometrika 28(2), 211–218.
"""

from collections.abc import Mapping
from math import atanh, fsum, sqrt, tanh

# Fewer takers tell nothing reliable of a question. From about thirty, the difficulty of an item is stable to one logit
# with 95 % confidence: J. M. Linacre (1994), Sample size and item calibration stability, Rasch Measurement Transactions
# 7(4), 328.
FEWEST_TAKERS = 30
# A question that discriminates by less is poor, one from GOOD on reasonably good: R. L. Ebel & D. A. Frisbie (1991),
# Essentials of educational measurement, 5th ed., Prentice Hall, chapter 13.
WEAK, GOOD = 0.2, 0.3
# Of the normal distribution, what 95 % lie within on both sides.
_Z95 = 1.959964


def correlation(pairs: Mapping[tuple[float, float], int]) -> float | None:
    """Pearson's correlation of pairs of which it is known how often each occurs, from −1 to 1.

    None where one side is always the same: who all earn as much cannot be told apart, and nothing correlates with it.
    """
    if len({x for x, _ in pairs}) < 2 or len({y for _, y in pairs}) < 2:
        return None
    count = sum(pairs.values())
    mean_x = fsum(x * times for (x, _), times in pairs.items()) / count
    mean_y = fsum(y * times for (_, y), times in pairs.items()) / count
    squares_x = fsum((x - mean_x) ** 2 * times for (x, _), times in pairs.items())
    squares_y = fsum((y - mean_y) ** 2 * times for (_, y), times in pairs.items())
    products = fsum((x - mean_x) * (y - mean_y) * times for (x, y), times in pairs.items())
    spread = sqrt(squares_x) * sqrt(squares_y)
    return max(-1.0, min(1.0, products / spread)) if spread else None


def discrimination(pairs: Mapping[tuple[float, float], int]) -> float | None:
    """The correlation of (share of the question's points, share of all others), for enough takers."""
    return correlation(pairs) if sum(pairs.values()) >= FEWEST_TAKERS else None


def highest(value: float, takers: int) -> float:
    """The upper end of the 95 % confidence interval of a correlation.

    By the transformation of R. A. Fisher (1921), On the “probable error” of a coefficient of correlation deduced from a
    small sample, Metron 1, 3–32.
    """
    if value >= 1 or takers <= 3:
        return 1.0
    if value <= -1:
        return -1.0
    return tanh(atanh(value) + _Z95 / sqrt(takers - 3))
