"""Courses, their releases, the files these are made of, and what is derived from the files.

The files are the release and never change. Parts (pages ready for templates) and search documents are derived: they
can be made again, see `lms courses recompile`.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.db import Model, UTCDateTime, one_of
from lms.publishing.parts import PartKind as PartKind

DIGEST = String(64)
KEY = String(60)


class Source(StrEnum):
    """Where a course is written."""

    FILES = "files"
    STUDIO = "studio"


class Course(Model):
    """A course that has been released at least once; its slug is its name for ever."""

    __tablename__ = "course"
    __table_args__ = (CheckConstraint("length(slug) > 0", name="slug_is_not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(KEY, unique=True)
    source: Mapped[Source] = mapped_column(one_of("source", Source))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    # Not listed any more, and nobody can enrol; those who take it go on.
    retired_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # Set by an administrator, in place of what the course's own file says.
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]


class Release(Model):
    """One state of a course, for ever. Releases of a course are numbered from 1."""

    __tablename__ = "release"
    __table_args__ = (
        UniqueConstraint("course_id", "number"),
        UniqueConstraint("course_id", "id"),  # so that a pointer cannot lead to another course's release
        CheckConstraint("number >= 1", name="number_from_one"),
        Index("ix_release_course_id_folder", "course_id", "folder"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    number: Mapped[int]
    manifest: Mapped[str] = mapped_column(DIGEST)  # of all paths and the digests of their contents
    # What it took from courses/institutions.yml and courses/topics.yml: {"institutions": {…}, "topics": {…}}.
    directory: Mapped[dict[str, Any]] = mapped_column(JSON)
    folder: Mapped[str] = mapped_column(Text)  # what it was made from; "courses/<slug>" for a shipped course
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    course: Mapped[Course] = relationship(lazy="raise")


class CurrentRelease(Model):
    """The pointer: the release that readers of a course see. Releasing and rolling back move it."""

    __tablename__ = "current_release"
    __table_args__ = (ForeignKeyConstraint(["course_id", "release_id"], ["release.course_id", "release.id"]),)

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True, autoincrement=False)
    release_id: Mapped[int]
    moved_at: Mapped[datetime] = mapped_column(UTCDateTime)


class SourceText(Model):
    """The content of a text file, kept once however many releases hold it."""

    __tablename__ = "source_text"
    __table_args__ = (CheckConstraint("length(digest) = 64", name="digest_is_sha256"),)

    digest: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ReleaseFile(Model):
    """A file of a release: a text, kept in this database, or a file of the media store."""

    __tablename__ = "release_file"
    __table_args__ = (CheckConstraint("(text_digest IS NULL) <> (media_digest IS NULL)", name="text_or_media"),)

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), primary_key=True)
    path: Mapped[str] = mapped_column(Text, primary_key=True)
    text_digest: Mapped[str | None] = mapped_column(ForeignKey("source_text.digest"))
    media_digest: Mapped[str | None] = mapped_column(ForeignKey("media_file.digest"))


class Part(Model):
    """A compiled part as JSON, named by the digest of that JSON: it never changes, so a copy is never stale."""

    __tablename__ = "part"
    __table_args__ = (CheckConstraint("length(digest) = 64", name="digest_is_sha256"),)

    digest: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    content: Mapped[str] = mapped_column(Text)


class ReleasePart(Model):
    """Which part a release shows for a lesson or a quiz, or for the course itself, in one language."""

    __tablename__ = "release_part"
    __table_args__ = (
        CheckConstraint("position >= 0", name="position_is_not_negative"),
        CheckConstraint("page_bytes >= 0", name="page_bytes_are_not_negative"),
        # Several hundred lessons are looked up by what decides them, to compile only those that changed.
        Index("ix_release_part_inputs", "inputs"),
    )

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    kind: Mapped[PartKind] = mapped_column(one_of("kind", PartKind), primary_key=True)
    key: Mapped[str] = mapped_column(KEY, primary_key=True)  # of the lesson or quiz; "" for the outline
    position: Mapped[int]  # of a lesson or quiz: its place in the course; of an outline: its language's, 0 the original
    part_digest: Mapped[str] = mapped_column(ForeignKey("part.digest"))
    inputs: Mapped[str] = mapped_column(DIGEST)  # of everything that decides the part, the compiler's version included
    compiler_version: Mapped[int]
    page_bytes: Mapped[int]  # of a lesson or quiz: what it weighs, pictures included; of an outline: 0


class SearchDocument(Model):
    """A lesson of a current release as the search sees it.

    Triggers of the database keep its index, `search_index`, in step: an FTS5 table in SQLite, a table with a
    `tsvector` in PostgreSQL. Neither can be described here: see the migration that makes them.
    """

    __tablename__ = "search_document"
    __table_args__ = (UniqueConstraint("course_id", "shown_in", "lesson_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    shown_in: Mapped[str] = mapped_column(String(2))  # the language of the readers who may find it
    language: Mapped[str] = mapped_column(String(2))  # its own: the original's where there is no translation
    lesson_key: Mapped[str] = mapped_column(KEY)
    part_digest: Mapped[str] = mapped_column(ForeignKey("part.digest"))  # the lesson: its title and text are read there
    title_words: Mapped[str] = mapped_column(Text)  # as indexed: see indexing.py
    body_words: Mapped[str] = mapped_column(Text)
