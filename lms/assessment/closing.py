"""When an attempt is over: its deadline is kept by the server's clock, whatever the device's says."""

from datetime import datetime, timedelta


def minutes_given(time_limit_minutes: int, extra_time_percent: int) -> int:
    """How long somebody has, with the extra time that was given to them: whole minutes, rounded up."""
    return -(-time_limit_minutes * (100 + extra_time_percent) // 100)


def deadline(started_at: datetime, time_limit_minutes: int | None, extra_time_percent: int = 0) -> datetime | None:
    """When an attempt ends by itself; None: never."""
    if time_limit_minutes is None:
        return None
    return started_at + timedelta(minutes=minutes_given(time_limit_minutes, extra_time_percent))


def is_overdue(deadline_at: datetime | None, closed_at: datetime | None, at: datetime) -> bool:
    """Whether an attempt that nobody closed is over all the same: what comes at its very deadline is in time."""
    return closed_at is None and deadline_at is not None and at > deadline_at


def is_closed(deadline_at: datetime | None, closed_at: datetime | None, at: datetime) -> bool:
    """Whether an attempt is over, closed or not."""
    return closed_at is not None or is_overdue(deadline_at, closed_at, at)
