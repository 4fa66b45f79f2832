"""What the values of dimensions are called in the language of whoever reads."""

from datetime import date
from typing import Any

import babel.dates
from flask_babel import get_locale, gettext

from lms.reporting.dimensions import COLUMNS, LABELS, NEVER_TOLD, NOT_TOLD, Dimension
from lms.reporting.periods import Period, Span
from lms.reporting.queries.scope import Scope


def value_name(dimension: Dimension, value: str | None, scope: Scope) -> str:
    """The name of a value as addresses write it; a value that nobody has is its own name."""
    if dimension in COLUMNS:
        return code_name(dimension, value)
    if dimension is Dimension.COURSE:
        number = scope.course_ids.get(value or "")
        return scope.title(number) if number else value or ""
    if dimension is Dimension.INSTITUTION:
        return scope.institutions.get(value or "", value or "")
    return next((release_name(entry.id, scope) for entry in scope.releases if entry.name == value), value or "")


def code_name(dimension: Dimension, code: str | None) -> str:
    """The name of a code that people chose for themselves; None: they never did."""
    if code is None or code == NOT_TOLD:
        return str(gettext(NEVER_TOLD))
    if dimension is Dimension.COUNTRY:
        return str(get_locale().territories.get(code, code))
    label = LABELS[dimension].get(code)
    return str(gettext(label)) if label else code


def release_name(release_id: int, scope: Scope) -> str:
    """A release: its course and its number."""
    entry = next(entry for entry in scope.releases if entry.id == release_id)
    return str(gettext("%(course)s, release %(number)s", course=scope.title(entry.course_id), number=entry.number))


def period_name(period: Period) -> str:
    """A month, a quarter or a year: octobre 2026, T3 2026, 2026."""
    if period.span is Span.YEAR:
        return str(period.first.year)
    if period.span is Span.QUARTER:
        return _skeleton("yQQQ", period.first)
    return _skeleton("yMMMM", period.first)


def _skeleton(skeleton: str, day: date) -> str:
    return babel.dates.format_skeleton(skeleton, day, locale=get_locale()).replace(" ", "\u00a0")


def address_value(dimension: Dimension, bucket: Any, scope: Scope) -> str:
    """A value of a course, a release or a code as addresses and files write it."""
    if dimension is Dimension.COURSE:
        return scope.slug(bucket)
    if dimension is Dimension.RELEASE:
        return next(entry.name for entry in scope.releases if entry.id == bucket)
    return NOT_TOLD if bucket is None else str(bucket)
