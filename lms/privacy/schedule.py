"""When things happen to an account that is to go."""

from datetime import datetime, timedelta

UNDO_DAYS = 7
UNDO = timedelta(days=UNDO_DAYS)


def months_before(at: datetime, months: int) -> datetime:
    """The same day and time so many months ago; the last day of a month that is too short."""
    count = at.year * 12 + at.month - 1 - months
    year, month = divmod(count, 12)
    for day in range(at.day, 0, -1):
        try:
            return at.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")
