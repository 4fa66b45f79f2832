"""Figures, counted: one statement over enrolments for what is added up, one for medians, one over accounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, cast, func, literal, null, select, union_all
from sqlalchemy import case as sql_case

from lms.accounts.models import Person
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.reporting.definitions import ACTIVE_DAYS
from lms.reporting.dimensions import Dimension
from lms.reporting.figures import Figures
from lms.reporting.filters import Filters
from lms.reporting.periods import Period
from lms.reporting.queries import conditions
from lms.reporting.queries.conditions import BUCKET
from lms.reporting.queries.scope import Scope, hours_of

Counted = dict[Any, Figures]
_DAY_S = 86_400
WOMEN, MEN = "female", "male"


def figures(filters: Filters, scope: Scope, shown: Sequence[Period], at: datetime) -> Counted:
    """Figures by what enrolments are grouped by (see conditions.py). 3 queries, 4 cold."""
    found: Counted = {}
    bucket = conditions.bucket_of_enrolment(filters.grouping, shown, scope.zone)
    where = conditions.of_enrolments(filters, scope)
    rows = db.session.execute(_sums(bucket).where(*where)).all()
    hours = hours_of({row.completed_release_id for row in rows if row.completed_release_id is not None})
    for row in rows:
        counted = found.setdefault(row.bucket, Figures())
        counted.enrolled += row.enrolled
        counted.started += row.started
        counted.certified += row.certified
        if row.completed_release_id is not None:
            counted.completed += row.enrolled
            counted.hours += row.enrolled * hours[row.completed_release_id]
        if row.sex == WOMEN:
            counted.certified_women += row.certified
        elif row.sex == MEN:
            counted.certified_men += row.certified
    unordered = conditions.bucket_out_of_order(filters.grouping, shown, scope.zone)
    for row in db.session.execute(_distributions(unordered, where, at)):
        counted = found[None if row.bucket == "" else row.bucket]
        if row.value is None:
            counted.active += row.times
            continue
        if row.has_passed is None:
            counted.days[row.value] += row.times
            continue
        counted.scores[row.value] += row.times
        counted.first_tried += row.times
        counted.first_passed += row.times if row.has_passed else 0
    return found


def registered(filters: Filters, scope: Scope, shown: Sequence[Period]) -> tuple[int, dict[Any, int]]:
    """Accounts opened in the period: in all, and by what the figures are grouped by where accounts know it. 1 query."""
    where = conditions.of_people(filters, scope)
    bucket = conditions.bucket_of_person(filters.grouping, shown, scope.zone)
    if bucket is None:
        return db.session.scalar(select(func.count()).select_from(Person).where(*where)) or 0, {}
    counted = select(bucket, func.count().label("number")).select_from(Person).where(*where).group_by(BUCKET)
    rows = db.session.execute(counted).all()
    return sum(row.number for row in rows), {row.bucket: row.number for row in rows}


def count_enrolments(filters: Filters, scope: Scope) -> int:
    """How many enrolments filters leave. 1 query."""
    statement = select(func.count()).select_from(Enrolment).where(*conditions.of_enrolments(filters, scope))
    return db.session.scalar(statement) or 0


def by_pairs(columns: tuple[Dimension, Dimension | None], filters: Filters, scope: Scope) -> list[tuple[Any, ...]]:
    """Enrolled, completed and certified by one or two dimensions: (first, second, counts…). 1 query."""
    first, second = columns
    one = conditions.bucket_of_enrolment(first, (), scope.zone)
    other = conditions.bucket_of_enrolment(second, (), scope.zone).label("other") if second else null().label("other")
    statement = (
        select(
            one, other, func.count(), func.count(Enrolment.completed_at), func.count(Enrolment.certified_at)
        )
        .where(*conditions.of_enrolments(filters, scope))
        .group_by(*([BUCKET, "other"] if second else [BUCKET]))
    )  # fmt: skip
    return [tuple(row) for row in db.session.execute(statement)]


def _sums(bucket: ColumnElement[Any]) -> Select[Any]:
    """What is added up; grouped by sex and by the release that was completed as well.

    By country, an index holds it all in this order: the page that opens first sorts nothing.
    """
    return select(
        bucket,
        Enrolment.sex,
        Enrolment.completed_release_id,
        func.count().label("enrolled"),
        func.count(Enrolment.started_at).label("started"),
        func.count(Enrolment.certified_at).label("certified"),
    ).group_by(BUCKET, Enrolment.sex, Enrolment.completed_release_id)


def _distributions(bucket: ColumnElement[Any], where: list[ColumnElement[bool]], at: datetime) -> Any:
    """How often each number of days and each score occurs: medians are exact, and nothing has to be sorted.

    And how many are active: the moment of the last activity changes too often to stand in an index.
    """
    days = cast((_seconds(Enrolment.completed_at) - _seconds(Enrolment.enrolled_at)) // _DAY_S, Integer)
    grouped = (
        select(bucket, days.label("value"), cast(null(), Integer).label("has_passed"), func.count().label("times"))
        .where(Enrolment.completed_at.is_not(None), *where)
        .group_by(BUCKET, "value")
    )
    passed = sql_case((Enrolment.passed_first_try.is_(True), literal(1)), else_=literal(0))
    scored = (
        select(bucket, Enrolment.exam_percent.label("value"), passed.label("has_passed"), func.count().label("times"))
        .where(Enrolment.exam_percent.is_not(None), *where)
        .group_by(BUCKET, Enrolment.exam_percent, "has_passed")
    )
    active = (
        select(bucket, cast(null(), Integer), cast(null(), Integer), func.count())
        .where(Enrolment.active_at >= at - timedelta(days=ACTIVE_DAYS), *where)
        .group_by(BUCKET)
    )
    return union_all(grouped, scored, active)


def _seconds(column: Any) -> ColumnElement[int]:
    """Whole seconds since 1970: what is left of a second does not decide about a day."""
    if db.engine.dialect.name == "sqlite":
        return func.unixepoch(func.substr(column, 1, 19), type_=Integer)
    return cast(func.floor(func.extract("epoch", column)), Integer)
