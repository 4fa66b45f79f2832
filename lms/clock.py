"""The one place that knows what time it is, and what day that is at the site."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import current_app


def now() -> datetime:
    """This moment, in UTC and saying so; rules receive it as a value and never ask for it."""
    return datetime.now(UTC)


def site_day(at: datetime) -> date:
    """The day of the site's own calendar at a moment: by it courses open and close, and documents are dated."""
    return at.astimezone(ZoneInfo(current_app.config["LMS"].site_timezone)).date()
