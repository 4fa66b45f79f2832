"""The one place that knows what time it is."""

from datetime import UTC, datetime


def now() -> datetime:
    """This moment, in UTC and saying so; rules receive it as a value and never ask for it."""
    return datetime.now(UTC)
