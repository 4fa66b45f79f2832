"""What has been released: for the next release, for rollback and for operators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from lms.courseware.compiled import COMPILER_VERSION
from lms.courseware.source import Files
from lms.db import db, in_pieces
from lms.media import queries as media
from lms.publishing.changes import Page, State
from lms.publishing.models import (
    Course,
    CurrentRelease,
    Part,
    PartKind,
    Release,
    ReleaseFile,
    ReleasePart,
    SourceText,
)
from lms.publishing.parts import StoredPart
from lms.publishing.queries import CLASSES, load_parts

Place = tuple[PartKind, str, str]  # of a part in its release: kind, key, language


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release as operators see it listed."""

    number: int
    created_at: datetime
    folder: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course with its releases, the first one first."""

    slug: str
    source: str
    releases: tuple[ReleaseRow, ...]


def courses() -> tuple[CourseRow, ...]:
    """Every course and all its releases, by slug."""
    rows = db.session.execute(
        select(Course.slug, Course.source, Release, CurrentRelease.release_id)
        .join(Release, Release.course_id == Course.id)
        .outerjoin(CurrentRelease, CurrentRelease.course_id == Course.id)
        .order_by(Course.slug, Release.number)
    )
    found: dict[tuple[str, str], list[ReleaseRow]] = {}
    for slug, source, release, current_id in rows:
        row = ReleaseRow(release.number, release.created_at, release.folder, release.id == current_id)
        found.setdefault((slug, source), []).append(row)
    return tuple(CourseRow(slug, source, tuple(releases)) for (slug, source), releases in found.items())


def slugs() -> frozenset[str]:
    """The slugs of all courses that have been released."""
    return frozenset(db.session.scalars(select(Course.slug)))


def course(slug: str) -> Course | None:
    """A course by its slug."""
    return db.session.scalar(select(Course).where(Course.slug == slug))


def current(slug: str) -> Release | None:
    """The release that readers of a course see."""
    return db.session.scalar(
        select(Release)
        .join(CurrentRelease, CurrentRelease.release_id == Release.id)
        .join(Course, Course.id == CurrentRelease.course_id)
        .where(Course.slug == slug)
    )


def current_of(course_id: int) -> int | None:
    """The id of the release that readers of a course see."""
    return db.session.scalar(select(CurrentRelease.release_id).where(CurrentRelease.course_id == course_id))


def last_from(slug: str, folder: str) -> Release | None:
    """The last release of a course that was made from this folder, current or not."""
    return db.session.scalar(
        select(Release)
        .join(Course, Course.id == Release.course_id)
        .where(Course.slug == slug, Release.folder == folder)
        .order_by(Release.number.desc())
        .limit(1)
    )


def all_releases(slug: str | None = None) -> list[tuple[str, Release]]:
    """Every release of a course, or of all, with its course's slug, in order."""
    selection = select(Course.slug, Release).join(Release, Release.course_id == Course.id)
    if slug is not None:
        selection = selection.where(Course.slug == slug)
    return [(found, release) for found, release in db.session.execute(selection.order_by(Course.slug, Release.number))]


def known_parts(inputs: Iterable[str]) -> dict[str, StoredPart]:
    """What decides a part → the part, for those that some release has."""
    wanted = sorted(set(inputs))
    known: dict[str, StoredPart] = {}
    for some in in_pieces(wanted):
        rows = db.session.execute(
            select(ReleasePart.inputs, ReleasePart.part_digest, ReleasePart.page_bytes)
            .where(ReleasePart.inputs.in_(some))
            .distinct()
        )
        known.update({row.inputs: StoredPart(row.part_digest, row.page_bytes) for row in rows})
    return known


def missing_parts(digests: Iterable[str]) -> set[str]:
    """Those of these digests that no stored part has; within a transaction that writes, the others stay."""
    wanted = set(digests)
    found: set[str] = set()
    for some in in_pieces(sorted(wanted)):
        stored = select(Part.digest).where(Part.digest.in_(some)).with_for_update(read=True, key_share=True)
        found.update(db.session.scalars(stored))
    return wanted - found


def part_rows(release_id: int) -> list[ReleasePart]:
    """The parts of a release, the outlines first."""
    return list(
        db.session.scalars(
            select(ReleasePart)
            .where(ReleasePart.release_id == release_id)
            .order_by(ReleasePart.kind != PartKind.OUTLINE, ReleasePart.position, ReleasePart.language)
        )
    )


def state(rows: Mapping[Place, str], but: Mapping[Place, str]) -> State:
    """A release as the other one of a comparison sees it: `rows` and `but` are place → digest of its part.

    Lessons and quizzes that are the same in both, in every language, are left out.
    """
    differing = {place[:2] for place in {*rows, *but} if rows.get(place) != but.get(place)}
    wanted = {
        digest: CLASSES[place[0]]
        for place, digest in rows.items()
        if place[0] is PartKind.OUTLINE or place[:2] in differing
    }
    found = load_parts(wanted)
    outlines: dict[str, Any] = {}
    pages: dict[str, dict[str, Page]] = {}
    for (kind, key, language), digest in rows.items():
        if kind is PartKind.OUTLINE:
            outlines[language] = found[digest]
        elif (kind, key) in differing:
            pages.setdefault(key, {})[language] = found[digest]
    return State(outlines, pages)


def digests(rows: Iterable[ReleasePart]) -> dict[Place, str]:
    """Place → digest, the original's outline first."""
    ordered = sorted(rows, key=lambda row: (row.kind is not PartKind.OUTLINE, row.position, row.language))
    return {(row.kind, row.key, row.language): row.part_digest for row in ordered}


def outdated() -> list[str]:
    """The slugs of courses of which some release was compiled by an earlier compiler than this one."""
    return list(
        db.session.scalars(
            select(Course.slug)
            .join(Release, Release.course_id == Course.id)
            .join(ReleasePart, ReleasePart.release_id == Release.id)
            .where(ReleasePart.compiler_version < COMPILER_VERSION)
            .distinct()
            .order_by(Course.slug)
        )
    )


def files_of(slug: str, release_id: int) -> Files:
    """The files that a release was made of, from the database and the media store."""
    rows = db.session.execute(
        select(ReleaseFile.path, SourceText.content, ReleaseFile.media_digest)
        .outerjoin(SourceText, SourceText.digest == ReleaseFile.text_digest)
        .where(ReleaseFile.release_id == release_id)
        .order_by(ReleaseFile.path)
    )
    return Files(
        slug,
        {row.path: row.content if row.media_digest is None else media.content_of(row.media_digest) for row in rows},
    )


def former_texts(slug: str, path: str) -> list[bytes]:
    """What a file of a course held in its releases, the latest first."""
    rows = db.session.execute(
        select(SourceText.content, Release.number)
        .join(ReleaseFile, ReleaseFile.text_digest == SourceText.digest)
        .join(Release, Release.id == ReleaseFile.release_id)
        .join(Course, Course.id == Release.course_id)
        .where(Course.slug == slug, ReleaseFile.path == path)
        .order_by(Release.number.desc())
        .limit(50)
    )
    return list(dict.fromkeys(content for content, _ in rows))
