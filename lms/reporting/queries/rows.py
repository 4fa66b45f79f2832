"""One row for each enrolment, read in pages by key, each in a transaction of its own: as flat as it is long."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import String, func, select, type_coerce

from lms.accounts.models import Person
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.learning.models import LessonDone
from lms.reporting.filters import Filters
from lms.reporting.queries import conditions
from lms.reporting.queries.scope import Scope, hours_of
from lms.web.cells import Value

PAGE = 2_000
_DAY_S = 86_400
Rows = list[tuple[Value, ...]]


def enrolment_pages(
    filters: Filters, scope: Scope, secret: bytes, *, with_names: bool, until: datetime
) -> Iterator[Rows]:
    """Pages of rows in the order of columns.py; those enrolled after `until` are left out, so that it ends.

    `secret` makes the numbers of people: the same within a file, others in the next one.
    """
    local, slugs = _local(scope.zone), {number: slug for slug, number in scope.course_ids.items()}
    numbers = {entry.id: entry.number for entry in scope.releases}
    hours = hours_of([entry.id for entry in scope.releases])
    statement = _statement(filters, scope, with_names, until)
    last = 0
    while True:
        found = db.session.execute(statement.where(Enrolment.id > last).limit(PAGE)).all()
        if not found:
            return
        lessons = _lessons(last, found[-1].id)
        last = found[-1].id
        db.session.rollback()  # no transaction stays open while the page is written
        page: Rows = []
        for row in found:
            values: tuple[Value, ...] = (
                pseudonym(secret, row.person_id), slugs[row.course_id], numbers[row.release_id], row.language,
                row.country, row.sex, row.age_band, row.sector, row.organisation_kind, local(row.enrolled_at),
                local(row.started_at), local(row.active_at), local(row.ended_at), local(row.completed_at),
                _days(row.enrolled_at, row.completed_at), local(row.certified_at),
                hours.get(row.completed_release_id, Fraction(0)), row.exam_percent, row.passed_first_try,
                lessons.get(row.id, 0),
            )  # fmt: skip
            page.append((row.name or "", row.email or "", *values) if with_names else values)
        yield page


def pseudonym(secret: bytes, person_id: int | None) -> str:
    """A number that stands for a person in one file, and cannot be led back without the secret; "": erased."""
    if person_id is None:
        return ""
    return hashlib.blake2b(str(person_id).encode(), key=secret, digest_size=8).hexdigest()


def _statement(filters: Filters, scope: Scope, with_names: bool, until: datetime) -> Any:
    table = Enrolment
    found = select(
        table.id, table.person_id, table.course_id, table.release_id, table.completed_release_id, table.language,
        table.country, type_coerce(table.sex, String).label("sex"),
        type_coerce(table.age_band, String).label("age_band"), type_coerce(table.sector, String).label("sector"),
        type_coerce(table.organisation_kind, String).label("organisation_kind"), table.enrolled_at, table.started_at,
        table.active_at, table.ended_at, table.completed_at, table.certified_at, table.exam_percent,
        table.passed_first_try,
    ).where(*conditions.of_enrolments(filters, scope), table.enrolled_at <= until).order_by(table.id)  # fmt: skip
    if with_names:
        found = found.add_columns(Person.name, Person.email).outerjoin(Person, Person.id == table.person_id)
    return found


def _lessons(after: int, last: int) -> dict[int, int]:
    """How many lessons each enrolment of a page finished."""
    rows = db.session.execute(
        select(LessonDone.enrolment_id, func.count())
        .where(LessonDone.enrolment_id > after, LessonDone.enrolment_id <= last)
        .group_by(LessonDone.enrolment_id)
    )
    return {row[0]: row[1] for row in rows}


def _local(zone: str) -> Callable[[datetime | None], datetime | None]:
    """Moments as the clocks of the site show them: a spreadsheet knows no zones."""
    there = ZoneInfo(zone)
    return lambda moment: None if moment is None else moment.astimezone(there).replace(tzinfo=None, microsecond=0)


def _days(enrolled_at: datetime, completed_at: datetime | None) -> int | None:
    if completed_at is None:
        return None
    return (int(completed_at.timestamp()) - int(enrolled_at.timestamp())) // _DAY_S
