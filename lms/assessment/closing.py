"""When an attempt is over: its deadline is kept by the server's clock, whatever the device's says."""

from datetime import datetime, timedelta


def deadline(started_at: datetime, time_limit_minutes: int | None) -> datetime | None:
    """When an attempt that starts now ends by itself; None: never."""
    return None if time_limit_minutes is None else started_at + timedelta(minutes=time_limit_minutes)


def is_overdue(deadline_at: datetime | None, closed_at: datetime | None, at: datetime) -> bool:
    """Whether an attempt that nobody closed is over all the same: what comes at its very deadline is in time."""
    return closed_at is None and deadline_at is not None and at > deadline_at


def is_closed(deadline_at: datetime | None, closed_at: datetime | None, at: datetime) -> bool:
    """Whether an attempt is over, closed or not."""
    return closed_at is not None or is_overdue(deadline_at, closed_at, at)
