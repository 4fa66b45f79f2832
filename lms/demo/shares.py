"""Choosing by lot among things that have a share each. The lot is given in: whoever gives the same draws the same."""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from itertools import accumulate
from typing import Generic, TypeVar

# Gives a number from 0 to below 1, another one each time.
Dice = Callable[[], float]
Thing = TypeVar("Thing")


class Shares(Generic[Thing]):
    """Things, each as likely as its share of the whole."""

    def __init__(self, shares: Mapping[Thing, float]) -> None:
        self._things = tuple(shares)
        self._ends = tuple(accumulate(shares.values()))

    def drawn(self, dice: Dice) -> Thing:
        """One of them, by lot."""
        return self._things[bisect_right(self._ends, dice() * self._ends[-1], 0, len(self._ends) - 1)]


def one_of(things: tuple[Thing, ...], dice: Dice) -> Thing:
    """One of several, all as likely."""
    return things[int(dice() * len(things))]


def between(low: float, high: float, dice: Dice) -> float:
    """A number from a range, small ones more likely: most waits are short and some are long."""
    lot = dice()
    return low + (high - low) * lot * lot
