"""Which enrolments filters leave, as the database understands it, and by what it groups them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, case, false, func, literal_column, type_coerce

from lms.accounts.models import Person
from lms.enrolment.models import Enrolment
from lms.reporting.dimensions import COLUMNS, MAY_BE_UNTOLD, NOT_TOLD, SPANS, Dimension
from lms.reporting.filters import Filters
from lms.reporting.periods import Period, periods
from lms.reporting.queries.scope import Scope

Condition = ColumnElement[bool]
BUCKET = "bucket"


def of_enrolments(filters: Filters, scope: Scope) -> list[Condition]:
    """The conditions that an enrolment meets."""
    found = [_is(Enrolment, dimension, value) for dimension, value in filters.chosen.items() if dimension in COLUMNS]
    chosen = filters.chosen
    if slug := chosen.get(Dimension.COURSE):
        found.append(Enrolment.course_id == scope.course_ids[slug] if slug in scope.course_ids else false())
    if institution := chosen.get(Dimension.INSTITUTION):
        owned = [number for number, outline in scope.outlines.items() if outline.institution_slug == institution]
        found.append(Enrolment.course_id.in_(owned))
    if name := chosen.get(Dimension.RELEASE):
        numbers = [entry.id for entry in scope.releases if entry.name == name]
        found.append(Enrolment.release_id == numbers[0] if numbers else false())
    return found + _within(Enrolment.enrolled_at, filters.period, scope.zone)


def of_people(filters: Filters, scope: Scope) -> list[Condition]:
    """The conditions that an account meets: as far as filters are about people."""
    found = [_is(Person, dimension, value) for dimension, value in filters.chosen.items() if dimension in COLUMNS]
    return found + _within(Person.created_at, filters.period, scope.zone)


def bucket_of_enrolment(by: Dimension, shown: Sequence[Period], zone: str) -> ColumnElement[Any]:
    """By what an enrolment is grouped: a course, a release, a code, or the place of its period among those shown."""
    if by in SPANS:
        return _period_bucket(Enrolment.enrolled_at, shown, zone)
    if by is Dimension.RELEASE:
        return Enrolment.release_id.label(BUCKET)
    return _column(Enrolment, by).label(BUCKET) if by in COLUMNS else Enrolment.course_id.label(BUCKET)


def bucket_out_of_order(by: Dimension, shown: Sequence[Period], zone: str) -> ColumnElement[Any]:
    """The same, "" for what was never told: for statements that would read the whole table in the order of an index."""
    if by in COLUMNS:
        return func.coalesce(_column(Enrolment, by), "").label(BUCKET)
    return bucket_of_enrolment(by, shown, zone)


def bucket_of_person(by: Dimension, shown: Sequence[Period], zone: str) -> ColumnElement[Any] | None:
    """The same of an account; None where accounts do not differ by it."""
    if by in SPANS:
        return _period_bucket(Person.created_at, shown, zone)
    return _column(Person, by).label(BUCKET) if by in COLUMNS else None


def periods_shown(filters: Filters, scope: Scope) -> list[Period]:
    """The periods that a breakdown by time has as rows: all since the first enrolment, or those in the period asked."""
    if filters.grouping not in SPANS:
        return []
    first, last = scope.first_day, scope.today
    if filters.period is not None:
        first, last = filters.period.first, filters.period.next.first
        found = list(periods(first, last, SPANS[filters.grouping]))
        return [one for one in found if one.first < last]
    return list(periods(first, last, SPANS[filters.grouping]))


def _column(table: Any, dimension: Dimension) -> ColumnElement[Any]:
    """As text: what is compared may be any text, and what comes back is not looked up again row by row."""
    return type_coerce(getattr(table, COLUMNS[dimension]), String)


def _is(table: Any, dimension: Dimension, value: str) -> Condition:
    column = _column(table, dimension)
    return column.is_(None) if value == NOT_TOLD and dimension in MAY_BE_UNTOLD else column == value


def _within(column: Any, period: Period | None, zone: str) -> list[Condition]:
    return [] if period is None else [column >= period.begins_at(zone), column < period.ends_at(zone)]


def _period_bucket(column: Any, shown: Sequence[Period], zone: str) -> ColumnElement[Any]:
    """The place of a moment's period, found by halving: a moment is compared a few times, however many there are."""

    def halved(low: int, high: int) -> ColumnElement[Any]:
        if high - low <= 1:
            return literal_column(str(low))
        middle = (low + high) // 2
        starts_at: datetime = shown[middle].begins_at(zone)
        return case((column < starts_at, halved(low, middle)), else_=halved(middle, high))

    return halved(0, len(shown)).label(BUCKET)
