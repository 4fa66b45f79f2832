"""Figures put together as they are shown: rows with names, their total, and what stands beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lms.reporting.dimensions import ABOUT_COURSES, COLUMNS, LABELS, SPANS, Dimension
from lms.reporting.figures import Figures, Row, Table, table
from lms.reporting.filters import Filters
from lms.reporting.periods import Period
from lms.reporting.queries import conditions, counting
from lms.reporting.queries.funnel import Funnel, funnels
from lms.reporting.queries.naming import address_value, code_name, period_name, release_name
from lms.reporting.queries.scope import Scope


@dataclass(frozen=True, slots=True)
class Statistics:
    """What filters leave: a table, accounts opened, and how far learners came in the courses it is about."""

    filters: Filters
    table: Table
    registered: int | None  # None: accounts know nothing of the courses that were asked about
    has_registered: bool  # of each row as well
    funnels: tuple[Funnel, ...]  # of the course that was chosen; of each where modules are asked for; else none

    @property
    def funnel(self) -> Funnel | None:
        """Of the one course that was chosen."""
        return next(iter(self.funnels), None) if Dimension.COURSE in self.filters.chosen else None


def statistics(filters: Filters, scope: Scope, at: datetime) -> Statistics:
    """Everything the page shows. 4 queries, 5 cold."""
    by, shown = filters.grouping, conditions.periods_shown(filters, scope)
    counted = counting.figures(filters, scope, shown, at)
    registered: int | None = None
    by_bucket: dict[Any, int] = {}
    if filters.by is not Dimension.MODULE and not filters.chosen.keys() & ABOUT_COURSES:
        registered, by_bucket = counting.registered(filters, scope, shown)
    for bucket, number in by_bucket.items():
        counted.setdefault(bucket, Figures()).registered = number
    if by in SPANS and (counted or by_bucket):
        for place in range(len(shown)):
            counted.setdefault(place, Figures())
    has_steps = Dimension.COURSE in filters.chosen
    found = table(_ordered(by, _rows(by, counted, shown, scope)))
    return Statistics(
        filters=filters,
        table=found,
        registered=registered,
        has_registered=registered is not None and (by in COLUMNS or by in SPANS),
        funnels=funnels(filters, scope, has_steps=has_steps)
        if filters.follows_courses and found.total.enrolled
        else (),
    )


def _rows(by: Dimension, counted: counting.Counted, shown: Sequence[Period], scope: Scope) -> list[Row]:
    if by is Dimension.INSTITUTION:
        return _institutions(counted, scope)
    return [_row(by, bucket, figures, shown, scope) for bucket, figures in counted.items()]


def _row(by: Dimension, bucket: Any, figures: Figures, shown: Sequence[Period], scope: Scope) -> Row:
    if by in SPANS:
        return Row(shown[bucket].name, period_name(shown[bucket]), figures)
    if by is Dimension.COURSE:
        return Row(scope.slug(bucket), scope.title(bucket), figures)
    if by is Dimension.RELEASE:
        return Row(address_value(by, bucket, scope), release_name(bucket, scope), figures)
    return Row(address_value(by, bucket, scope), code_name(by, bucket), figures)


def _institutions(counted: counting.Counted, scope: Scope) -> list[Row]:
    """Figures of courses, added up by who owns them."""
    found: dict[str, Row] = {}
    for course_id, figures in counted.items():
        outline = scope.outlines.get(course_id)
        slug = outline.institution_slug if outline else ""
        if slug not in found:
            found[slug] = Row(slug, outline.institution if outline else "", Figures())
        row = found[slug]
        merged = row.figures
        merged += figures
        found[slug] = replace(row, figures=merged)
    return list(found.values())


def _ordered(by: Dimension, rows: list[Row]) -> list[Row]:
    """Periods and closed lists in their own order; all else by how many enrolled, then by name."""
    if by in SPANS:
        return sorted(rows, key=lambda row: row.key)
    if by in LABELS and by not in (Dimension.SECTOR, Dimension.KIND):
        order = {code: place for place, code in enumerate(LABELS[by])}
        return sorted(rows, key=lambda row: order.get(row.key, len(order)))
    return sorted(rows, key=lambda row: (-row.figures.enrolled, -row.figures.registered, row.label.casefold(), row.key))
