"""How many tries at a quiz are left, and when the next one opens: an attempt counts from its start."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Allowance:
    """What may still be tried. `left` is None where there is no limit."""

    left: int | None
    next_at: datetime | None  # with none left: when one opens; None: never

    @property
    def is_open(self) -> bool:
        """Whether a try may start now."""
        return self.left is None or self.left > 0


def allowance(attempts: int | None, per_hours: int | None, started: Sequence[datetime], at: datetime) -> Allowance:
    """What is left of `attempts` at the moment `at`, in the `per_hours` before it if that is set, else ever.

    `started`: when the earlier attempts started, in any order.
    """
    if attempts is None:
        return Allowance(None, None)
    if per_hours is None:
        return Allowance(max(0, attempts - len(started)), None)
    window = timedelta(hours=per_hours)
    counted = sorted((start for start in started if start > at - window), reverse=True)
    left = attempts - len(counted)
    if left > 0:
        return Allowance(left, None)
    # One opens when fewer than all of them are in the window: as the oldest that matters leaves it.
    return Allowance(0, counted[attempts - 1] + window if attempts else None)
