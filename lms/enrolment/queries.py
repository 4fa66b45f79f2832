"""Enrolments, read."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, bindparam, func, select

from lms.db import db
from lms.enrolment.merging import Standing, goes_on
from lms.enrolment.models import Enrolment
from lms.publishing.models import Course

__all__ = [
    "Standing", "completed_courses", "goes_on", "left_enrolment", "live_enrolment", "live_enrolments", "live_in_course",
]  # fmt: skip

ENROLMENTS_LISTED = 100
# Built once: it is asked on every page of a course.
_LIVE_BY_SLUG = (
    select(Enrolment)
    .join(Course, Course.id == Enrolment.course_id)
    .where(
        Enrolment.person_id == bindparam("person_id"),
        Enrolment.ended_at.is_(None),
        Course.slug == bindparam("slug"),
    )
)


def live_enrolment(person_id: int, slug: str) -> Enrolment | None:
    """A person's enrolment in a course, unless they left it. 1 query."""
    return db.session.scalar(_LIVE_BY_SLUG, {"person_id": person_id, "slug": slug})


def live_in_course(person_id: int, course_id: int) -> Enrolment | None:
    """The same, by the course's id."""
    return db.session.scalar(_live(person_id).where(Enrolment.course_id == course_id))


def live_enrolments(person_id: int) -> list[tuple[str, Enrolment]]:
    """The courses a person takes, by slug, those they were last active in first. 1 query."""
    rows = db.session.execute(
        _live(person_id)
        .join(Course, Course.id == Enrolment.course_id)
        .add_columns(Course.slug)
        .order_by(Enrolment.active_at.desc().nulls_last(), Enrolment.enrolled_at.desc(), Enrolment.id.desc())
        .limit(ENROLMENTS_LISTED)
    )
    return [(slug, enrolment) for enrolment, slug in rows]


def left_enrolment(person_id: int, course_id: int) -> Enrolment | None:
    """The last enrolment that a person left before they completed the course: coming back opens it again."""
    return db.session.scalar(
        select(Enrolment)
        .where(
            Enrolment.person_id == person_id,
            Enrolment.course_id == course_id,
            Enrolment.ended_at.is_not(None),
            Enrolment.completed_at.is_(None),
        )
        .order_by(Enrolment.ended_at.desc(), Enrolment.id.desc())
        .limit(1)
    )


def completed_courses(person_id: int, slugs: Collection[str]) -> frozenset[str]:
    """Those of these courses that a person has ever completed."""
    return frozenset(
        db.session.scalars(
            select(Course.slug)
            .join(Enrolment, Enrolment.course_id == Course.id)
            .where(Enrolment.person_id == person_id, Enrolment.completed_at.is_not(None), Course.slug.in_(slugs))
        )
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people take a course at this moment, and how many enrolments were ever completed."""

    taking: int = 0
    completed: int = 0


def counts_of(course_ids: Collection[int]) -> dict[int, Counts]:
    """The counts of these courses, by their ids. 1 query."""
    rows = db.session.execute(
        select(
            Enrolment.course_id,
            func.count().filter(Enrolment.ended_at.is_(None)).label("taking"),
            func.count(Enrolment.completed_at).label("completed"),
        )
        .where(Enrolment.course_id.in_(course_ids))
        .group_by(Enrolment.course_id)
    )
    return {row.course_id: Counts(row.taking, row.completed) for row in rows}


def _live(person_id: int) -> Select[Enrolment]:
    return select(Enrolment).where(Enrolment.person_id == person_id, Enrolment.ended_at.is_(None))
