"""When people come: more each month than the month before, fewer in August and at weekends, hardly any at night."""

from datetime import date, timedelta

from lms.demo.shares import Dice, Shares

DAYS = 730
_GROWTH = 2.5  # how many come at the end for one at the beginning
_MONTHS = (1.05, 1.1, 1.15, 1.0, 1.0, 0.9, 0.7, 0.5, 1.15, 1.35, 1.3, 0.7)
_WEEKDAYS = (1.15, 1.2, 1.2, 1.1, 0.95, 0.5, 0.35)
_HOURS = (1, 0.5, 0.3, 0.3, 0.6, 2, 4, 6, 8, 9, 9, 8, 6, 6, 8, 8, 7, 6, 5, 5, 6, 6, 4, 2)  # UTC
_DAY_S = 86_400
_HOUR = Shares(dict(enumerate(_HOURS)))


class Arrivals:
    """The moments at which people come in the two years before a day, in seconds before its beginning."""

    def __init__(self, until: date) -> None:
        self._days = Shares({day: _weight(until - timedelta(days=day), day) for day in range(1, DAYS + 1)})

    def drawn(self, dice: Dice) -> int:
        """A moment, by lot: seconds before the end, negative."""
        return -self._days.drawn(dice) * _DAY_S + self.in_the_day(dice)

    def in_the_day(self, dice: Dice) -> int:
        """Seconds since midnight, by lot."""
        return _HOUR.drawn(dice) * 3600 + int(dice() * 3600)


def _weight(day: date, before: int) -> float:
    grown = 1 + (_GROWTH - 1) * (1 - before / DAYS)
    return grown * _MONTHS[day.month - 1] * _WEEKDAYS[day.weekday()]
