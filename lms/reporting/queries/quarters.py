"""Quarters as they were published, and those that could be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from lms.db import db
from lms.enrolment.models import Enrolment
from lms.reporting.models import Snapshot
from lms.reporting.periods import Period, Span, period_of, periods

LISTED = 60


def published() -> Sequence[str]:
    """The names of the quarters that were published, the latest first. 1 query."""
    return db.session.scalars(select(Snapshot.quarter).order_by(Snapshot.quarter.desc()).limit(LISTED)).all()


def snapshot(quarter: str) -> Snapshot | None:
    """A quarter as it was published. 1 query."""
    return db.session.get(Snapshot, quarter)


def missing(done: Sequence[str], today: date, zone: str) -> list[Period]:
    """The quarters that are over and were not published, since the first enrolment. 1 query."""
    first: datetime | None = db.session.scalar(select(func.min(Enrolment.enrolled_at)))
    if first is None:
        return []
    current = period_of(today, Span.QUARTER)
    every = periods(first.astimezone(ZoneInfo(zone)).date(), today, Span.QUARTER)
    return [quarter for quarter in every if quarter != current and quarter.name not in done][-LISTED:]


def tables_of(found: Snapshot) -> list[dict[str, Any]]:
    """The tables of a quarter, as actions/publishing.py stores them."""
    tables: list[dict[str, Any]] = found.tables["tables"]
    return tables
