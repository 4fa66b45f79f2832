"""The courses, institutions and releases that figures may be of, and the days they may be of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from lms.courseware.compiled import Outline
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.publishing.models import Course, CurrentRelease, Release
from lms.publishing.queries import release_outlines


@dataclass(frozen=True, slots=True)
class ReleaseEntry:
    """A release: `name` is what addresses and files call it."""

    id: int
    course_id: int
    slug: str
    number: int
    is_current: bool

    @property
    def name(self) -> str:
        """The slug of its course and its number: fundamentals.3."""
        return f"{self.slug}.{self.number}"


@dataclass(frozen=True, slots=True)
class Scope:
    """What there is to count, in the language of whoever asks; `zone` is the site's."""

    releases: tuple[ReleaseEntry, ...]
    outlines: dict[int, Outline]  # of current releases, by course
    first_day: date
    today: date
    zone: str

    def title(self, course_id: int) -> str:
        """What a course is called."""
        outline = self.outlines.get(course_id)
        return outline.title if outline else self.slug(course_id)

    def slug(self, course_id: int) -> str:
        """The name of a course in addresses."""
        return next(entry.slug for entry in self.releases if entry.course_id == course_id)

    @property
    def course_ids(self) -> dict[str, int]:
        """Courses by slug."""
        return {entry.slug: entry.course_id for entry in self.releases}

    @property
    def institutions(self) -> dict[str, str]:
        """Institutions that own a course: their names by slug."""
        return {outline.institution_slug: outline.institution for outline in self.outlines.values()}


def scope(language: str, zone: str, at: datetime) -> Scope:
    """Every course with its releases, and the day of the first enrolment. 2 queries, 3 cold."""
    first = select(func.min(Enrolment.enrolled_at)).scalar_subquery()
    rows = db.session.execute(
        select(Release.id, Release.course_id, Course.slug, Release.number, CurrentRelease.release_id, first)
        .join(Course, Course.id == Release.course_id)
        .outerjoin(CurrentRelease, CurrentRelease.course_id == Course.id)
        .order_by(Course.slug, Release.number)
    ).all()
    releases = tuple(ReleaseEntry(row[0], row[1], row[2], row[3], row[0] == row[4]) for row in rows)
    spoken = release_outlines([entry.id for entry in releases if entry.is_current])
    outlines = {
        entry.course_id: spoken[entry.id].get(language) or next(iter(spoken[entry.id].values()))
        for entry in releases
        if entry.id in spoken
    }
    today = at.astimezone(ZoneInfo(zone)).date()
    earliest = rows[0][5] if rows and rows[0][5] is not None else at
    return Scope(releases, outlines, earliest.astimezone(ZoneInfo(zone)).date(), today, zone)


def hours_of(release_ids: Collection[int]) -> dict[int, Fraction]:
    """The hours that the certificates of these releases state. 1 query, 2 cold."""
    return {
        number: Fraction(next(iter(spoken.values())).certificate_hours or 0)
        for number, spoken in release_outlines(release_ids).items()
    }
