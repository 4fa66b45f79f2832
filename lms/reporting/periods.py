"""Months, quarters and years in the calendar of a site: named, ordered, and turned into moments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

_NAME = re.compile(r"(?P<year>20\d\d)(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


class Span(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Some months in a row; `first` is the day on which they begin."""

    first: date
    span: Span

    @property
    def name(self) -> str:
        """As addresses and files write it: 2026, 2026-Q3 or 2026-10."""
        if self.span is Span.YEAR:
            return str(self.first.year)
        if self.span is Span.QUARTER:
            return f"{self.first.year}-Q{self.quarter}"
        return f"{self.first.year}-{self.first.month:02d}"

    @property
    def quarter(self) -> int:
        """Which quarter of its year it begins in."""
        return (self.first.month + 2) // 3

    @property
    def next(self) -> "Period":
        """The one that follows."""
        months = self.first.year * 12 + self.first.month - 1 + MONTHS[self.span]
        return Period(date(months // 12, months % 12 + 1, 1), self.span)

    def begins_at(self, zone: str) -> datetime:
        """Its first moment, in UTC."""
        return datetime.combine(self.first, datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)

    def ends_at(self, zone: str) -> datetime:
        """The first moment after it, in UTC."""
        return self.next.begins_at(zone)


def read_period(text: str) -> Period | None:
    """The period of a name; None if it is none."""
    match = _NAME.fullmatch(text)
    if match is None:
        return None
    year = int(match["year"])
    if match["quarter"]:
        return Period(date(year, 3 * int(match["quarter"]) - 2, 1), Span.QUARTER)
    if match["month"]:
        return Period(date(year, int(match["month"]), 1), Span.MONTH)
    return Period(date(year, 1, 1), Span.YEAR)


def period_of(day: date, span: Span) -> Period:
    """The period in which a day lies."""
    months = MONTHS[span]
    return Period(date(day.year, (day.month - 1) // months * months + 1, 1), span)


def periods(first: date, last: date, span: Span) -> Iterator[Period]:
    """The periods from the one of a day to the one of another, both included."""
    period = period_of(first, span)
    while period.first <= last:
        yield period
        period = period.next
