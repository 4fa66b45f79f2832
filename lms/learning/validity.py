"""How long a certificate holds."""

import calendar
from datetime import date


def last_valid_day(issued_on: date, months: int | None) -> date | None:
    """The last day of a certificate that holds for so many months; a month too short ends on its last day."""
    if months is None:
        return None
    years, month = divmod(issued_on.month - 1 + months, 12)
    year, month = issued_on.year + years, month + 1
    return date(year, month, min(issued_on.day, calendar.monthrange(year, month)[1]))
