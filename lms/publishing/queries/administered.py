"""Courses as administrators see them: what readers see now, what they could see, and what differs between the two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from lms.courseware.compiled import Outline
from lms.db import db
from lms.publishing.changes import Changes, compare
from lms.publishing.models import Course, CurrentRelease, Release, Source
from lms.publishing.queries import dated, release_outlines, releases
from lms.publishing.telling import change_lines
from lms.publishing.wording import sentence

__all__ = [
    "CourseFacts", "CourseLine", "ReleaseLine", "change_lines", "changes_between", "course_facts", "courses_listed",
    "mark_of", "sentence",
]  # fmt: skip

LISTED = 50
RELEASES_LISTED = 100


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course in the list: `outlines` by language, the original's first, with the dates that hold."""

    course_id: int
    slug: str
    number: int  # of the release that readers see
    released_at: datetime
    retired_at: datetime | None
    outlines: Mapping[str, Outline]


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A release of a course."""

    number: int
    created_at: datetime
    folder: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """A course with its releases, the last one first."""

    course_id: int
    slug: str
    source: Source
    retired_at: datetime | None
    opens_on: date | None  # set by an administrator
    closes_on: date | None
    number: int
    moved_at: datetime  # when readers were shown that release
    release_count: int
    releases: tuple[ReleaseLine, ...]
    outlines: Mapping[str, Outline]  # with the dates of the course's own file

    @property
    def original(self) -> Outline:
        """The course in the language it was written in, with the dates that hold."""
        return dated(next(iter(self.outlines.values())), self)

    @property
    def mark(self) -> str:
        """What tells this state of the course from another."""
        return mark_of(self.number, self.retired_at, self.opens_on, self.closes_on)


def mark_of(number: int, retired_at: datetime | None, opens_on: date | None, closes_on: date | None) -> str:
    """What tells one state of a course from another: a form says by it what its reader had before them."""
    dates = "/".join(day.isoformat() if day else "-" for day in (opens_on, closes_on))
    return f"{number}/{'retired' if retired_at else 'listed'}/{dates}"


def courses_listed(after: str = "") -> tuple[list[CourseLine], bool]:
    """Courses by slug, those after one; and whether there are more. 2 queries, 3 cold."""
    rows = db.session.execute(
        select(Course, Release)
        .join(CurrentRelease, CurrentRelease.course_id == Course.id)
        .join(Release, Release.id == CurrentRelease.release_id)
        .where(Course.slug > after)
        .order_by(Course.slug)
        .limit(LISTED + 1)
    ).all()
    outlines = release_outlines([release.id for _, release in rows[:LISTED]])
    found = [
        CourseLine(
            course.id,
            course.slug,
            release.number,
            release.created_at,
            course.retired_at,
            {language: dated(outline, course) for language, outline in outlines[release.id].items()},
        )
        for course, release in rows[:LISTED]
    ]
    return found, len(rows) > LISTED


def course_facts(slug: str) -> CourseFacts | None:
    """A course that has been released. 3 queries, 4 cold."""
    row = db.session.execute(
        select(Course, CurrentRelease)
        .join(CurrentRelease, CurrentRelease.course_id == Course.id)
        .where(Course.slug == slug)
    ).one_or_none()
    if row is None:
        return None
    course, pointer = row
    counted = select(Release, func.count().over()).where(Release.course_id == course.id)
    made = db.session.execute(counted.order_by(Release.number.desc()).limit(RELEASES_LISTED)).all()
    current = next((one for one, _ in made if one.id == pointer.release_id), None)
    if current is None:  # so far back that it is not listed
        current = db.session.get_one(Release, pointer.release_id)
    return CourseFacts(
        course_id=course.id,
        slug=course.slug,
        source=course.source,
        retired_at=course.retired_at,
        opens_on=course.opens_on,
        closes_on=course.closes_on,
        number=current.number,
        moved_at=pointer.moved_at,
        release_count=made[0][1],
        releases=tuple(
            ReleaseLine(one.number, one.created_at, one.folder, one.id == pointer.release_id) for one, _ in made
        ),
        outlines=release_outlines([pointer.release_id])[pointer.release_id],
    )


def changes_between(slug: str, old: int | None, new: int) -> Changes | None:
    """How one release of a course differs from another; None if there is no such release. 4 queries, 5 cold."""
    found = {
        release.number: release.id
        for release in db.session.scalars(
            select(Release)
            .join(Course, Course.id == Release.course_id)
            .where(Course.slug == slug, Release.number.in_([number for number in (old, new) if number is not None]))
        )
    }
    if new not in found or (old is not None and old not in found):
        return None
    after = releases.digests(releases.part_rows(found[new]))
    before = releases.digests(releases.part_rows(found[old])) if old is not None else {}
    former = releases.state(before, after) if old is not None else None
    return compare(former, releases.state(after, before), (), ())
