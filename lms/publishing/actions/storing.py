"""The rows of a release, written in bulk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select

from lms.config import LANGUAGES
from lms.courseware.compiled import CompiledLesson
from lms.db import Model, db, in_pieces, insertion
from lms.media import actions as media
from lms.publishing.models import (
    Course,
    CurrentRelease,
    Part,
    PartKind,
    Release,
    ReleaseFile,
    ReleasePart,
    SearchDocument,
    Source,
    SourceText,
)
from lms.publishing.parts import CompiledPart
from lms.publishing.preparing import Prepared
from lms.publishing.queries import load_parts


def locked_course(slug: str, at: datetime | None = None) -> Course | None:
    """A course that no other transaction releases or rolls back meanwhile; made, given a time, if there is none."""
    if at is not None:
        insert_missing(Course, [{"slug": slug, "source": Source.FILES, "created_at": at}], by="slug")
    return db.session.scalar(select(Course).where(Course.slug == slug).with_for_update())


def keep_media(prepared: Prepared) -> None:
    """Put a release's media on the disk: before the transaction that stores it, which would hold its lock meanwhile."""
    media.keep(content for path, content in prepared.files.contents.items() if path.startswith("media/"))


def lock_courses() -> None:
    """Have no other transaction release anything meanwhile: what it builds on could go."""
    db.session.execute(select(Course.id).order_by(Course.id).with_for_update())


def store_release(course: Course, prepared: Prepared, at: datetime) -> Release:
    """Write a release's files and parts under the course's next number; its media are kept already.

    The pointer stays where it is.
    """
    last = db.session.scalar(select(func.max(Release.number)).where(Release.course_id == course.id)) or 0
    release = Release(
        course_id=course.id,
        number=last + 1,
        manifest=prepared.manifest,
        directory=dict(prepared.directory),
        folder=prepared.folder,
        created_at=at,
    )
    db.session.add(release)
    db.session.flush()
    _store_files(release, prepared, at)
    store_parts(release.id, prepared.parts)
    return release


def _store_files(release: Release, prepared: Prepared, at: datetime) -> None:
    contents = prepared.files.contents
    are_media = {path for path in contents if path.startswith("media/")}
    texts = {prepared.digests[path]: content for path, content in contents.items() if path not in are_media}
    media.record({prepared.digests[path]: len(contents[path]) for path in are_media}, at)
    insert_missing(SourceText, [{"digest": digest, "content": content} for digest, content in texts.items()])
    _insert_rows(
        ReleaseFile,
        [
            {
                "release_id": release.id,
                "path": path,
                "text_digest": None if path in are_media else prepared.digests[path],
                "media_digest": prepared.digests[path] if path in are_media else None,
            }
            for path in contents
        ],
    )


def store_parts(release_id: int, parts: Sequence[CompiledPart]) -> None:
    """Write what a release shows; parts that other releases show too are kept once."""
    new = {part.digest: part.content for part in parts if part.content is not None}
    insert_missing(Part, [{"digest": digest, "content": content} for digest, content in new.items()])
    _insert_rows(
        ReleasePart,
        [
            {
                "release_id": release_id,
                "language": part.language,
                "kind": part.kind,
                "key": part.key,
                "position": part.position,
                "part_digest": part.digest,
                "inputs": part.inputs,
                "compiler_version": part.compiler_version,
                "page_bytes": part.page_bytes,
            }
            for part in parts
        ],
    )


def replace_parts(release_id: int, parts: Sequence[CompiledPart]) -> None:
    """Give a release its parts anew; if it is the current one, the search follows."""
    db.session.execute(delete(ReleasePart).where(ReleasePart.release_id == release_id))
    store_parts(release_id, parts)
    release = db.session.get_one(Release, release_id)
    pointer = db.session.get(CurrentRelease, release.course_id)
    if pointer is not None and pointer.release_id == release_id:
        _replace_documents(release)


def drop_unused_parts() -> None:
    """Delete the parts that no release shows any more."""
    used = select(ReleasePart.part_digest)
    db.session.execute(delete(Part).where(Part.digest.not_in(used)), execution_options={"synchronize_session": False})


def point_to(release: Release, at: datetime) -> None:
    """Make this the release that readers see, and what the search finds."""
    pointer = db.session.get(CurrentRelease, release.course_id)
    if pointer is None:
        db.session.add(CurrentRelease(course_id=release.course_id, release_id=release.id, moved_at=at))
    else:
        pointer.release_id, pointer.moved_at = release.id, at
    db.session.flush()
    _replace_documents(release)


def _replace_documents(release: Release) -> None:
    """Make the search hold this release's lessons; those that it holds already stay as they are."""
    from lms.publishing.indexing import indexed

    shown = _shown_lessons(release.id)
    present = {
        (document.shown_in, document.language, document.lesson_key, document.part_digest): document.id
        for document in db.session.execute(
            select(
                SearchDocument.id,
                SearchDocument.shown_in,
                SearchDocument.language,
                SearchDocument.lesson_key,
                SearchDocument.part_digest,
            ).where(SearchDocument.course_id == release.course_id)
        )
    }
    gone = [number for document, number in present.items() if document not in shown]
    for some in in_pieces(gone):
        db.session.execute(delete(SearchDocument).where(SearchDocument.id.in_(some)))
    new = sorted(shown - present.keys())
    lessons = load_parts({digest: CompiledLesson for *_, digest in new})
    _insert_rows(
        SearchDocument,
        [
            {
                "course_id": release.course_id,
                "shown_in": shown_in,
                "language": language,
                "lesson_key": key,
                "part_digest": digest,
                # Stemmed as the questions of those readers are.
                "title_words": indexed(lessons[digest].title, shown_in),
                "body_words": indexed(f"{lessons[digest].summary}\n{lessons[digest].plain}", shown_in),
            }
            for shown_in, language, key, digest in new
        ],
    )


def _shown_lessons(release_id: int) -> set[tuple[str, str, str, str]]:
    """(language of the readers, language of the lesson, key, digest of its part): the original where one is missing."""
    rows = list(db.session.scalars(select(ReleasePart).where(ReleasePart.release_id == release_id)))
    spoken = {row.position: row.language for row in rows if row.kind is PartKind.OUTLINE}
    shown = set()
    for reader in LANGUAGES:
        language = reader if reader in spoken.values() else spoken[0]
        shown |= {
            (reader, language, row.key, row.part_digest)
            for row in rows
            if row.kind is PartKind.LESSON and row.language == language
        }
    return shown


def insert_missing(model: type[Model], rows: Sequence[Mapping[str, Any]], by: str = "digest") -> None:
    """Add those rows whose name, in column `by`, is not there yet; the others are the same.

    Another course's release may add the same at the same time. Both take the names in the same order, so that neither
    waits for the other for ever.
    """
    ordered = sorted(rows, key=lambda row: str(row[by]))
    statement = insertion(model).on_conflict_do_nothing()
    for some in in_pieces(ordered):
        db.session.execute(statement, list(some))


def _insert_rows(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(model), list(rows))
