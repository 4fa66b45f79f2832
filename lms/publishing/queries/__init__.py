"""What readers see: the parts of current releases. The pointer is read on every request, parts from a cache."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Select, TextClause, and_, bindparam, column, func, or_, select, table, text, true

from lms.courseware.compiled import CompiledLesson, CompiledQuiz, Outline, load
from lms.db import db, in_pieces
from lms.publishing.cache import PartCache as PartCache
from lms.publishing.models import Course, CurrentRelease, Part, PartKind, ReleasePart, SearchDocument

if TYPE_CHECKING:
    from lms.publishing.indexing import Query

COURSES_LISTED = 500
HITS_COUNTED = 500
HITS_ON_A_PAGE = 10
CACHE = PartCache()

Kind = TypeVar("Kind", CompiledLesson, CompiledQuiz, Outline)
CLASSES: dict[PartKind, type[Any]] = {
    PartKind.OUTLINE: Outline,
    PartKind.LESSON: CompiledLesson,
    PartKind.QUIZ: CompiledQuiz,
}


@dataclass(frozen=True, slots=True)
class LessonPage:
    """A lesson, and the course around it."""

    outline: Outline
    lesson: CompiledLesson
    digest: str  # of the lesson's part: what is made of it can be kept under this name


@dataclass(frozen=True, slots=True)
class Hit:
    """A lesson found: in its own language, which is not the reader's where there is no translation."""

    course_slug: str
    course_title: str
    lesson_key: str
    lesson_title: str
    language: str
    excerpt: tuple[tuple[str, bool], ...]  # pieces of its text: (text, whether it is what was sought)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of what a search found; `total` counts no further than `HITS_COUNTED`."""

    text: str
    total: int
    page: int
    pages: int
    hits: tuple[Hit, ...]


# Set by administrators in place of those of the course's own file: asked for wherever an outline is.
DATES = (Course.opens_on, Course.closes_on)


def dated(outline: Outline, row: Any) -> Outline:
    """An outline with the days on which its course opens and closes as an administrator set them, where one did."""
    if row.opens_on is None and row.closes_on is None:
        return outline
    return replace(
        outline,
        opens=row.opens_on.isoformat() if row.opens_on else outline.opens,
        closes=row.closes_on.isoformat() if row.closes_on else outline.closes,
    )


def outline(slug: str, language: str) -> Outline | None:
    """A course in a language, as currently released; None if there is none in this language. 1 query, 2 cold."""
    row = db.session.execute(
        _current(ReleasePart.part_digest, *DATES).where(
            Course.slug == slug, ReleasePart.language == language, ReleasePart.kind == PartKind.OUTLINE
        )
    ).one_or_none()
    return dated(parts(Outline, [row.part_digest])[row.part_digest], row) if row else None


def is_retired(slug: str) -> bool:
    """Whether nobody can enrol in a course any more."""
    return db.session.scalar(select(Course.retired_at).where(Course.slug == slug)) is not None


def lesson(slug: str, key: str, language: str) -> LessonPage | None:
    """A lesson in a language, as currently released; None if there is none. 1 query, 2 cold."""
    rows = db.session.execute(_LESSON, {"slug": slug, "language": language, "key": key}).all()
    digests = {row.kind: row.part_digest for row in rows}
    if set(digests) != {PartKind.OUTLINE, PartKind.LESSON}:
        return None
    found = load_parts({digest: CLASSES[kind] for kind, digest in digests.items()})
    digest = digests[PartKind.LESSON]
    return LessonPage(dated(found[digests[PartKind.OUTLINE]], rows[0]), found[digest], digest)


def release_outlines(release_ids: Collection[int]) -> dict[int, dict[str, Outline]]:
    """The outlines of these releases, current or not, by language, the original's first. 1 query, 2 cold."""
    rows = db.session.execute(
        select(ReleasePart.release_id, ReleasePart.language, ReleasePart.part_digest)
        .where(ReleasePart.release_id.in_(release_ids), ReleasePart.kind == PartKind.OUTLINE)
        .order_by(ReleasePart.release_id, ReleasePart.position)
    ).all()
    found = parts(Outline, [row.part_digest for row in rows])
    outlines: dict[int, dict[str, Outline]] = {}
    for row in rows:
        outlines.setdefault(row.release_id, {})[row.language] = found[row.part_digest]
    return outlines


def outlines(language: str, *, with_retired: bool = False) -> tuple[Outline, ...]:
    """Every course, by title; those that lack this language in the one they were written in. 1 query, 2 cold.

    Retired courses are for those who take them.
    """
    rows = db.session.execute(
        _current(Course.slug, ReleasePart.language, ReleasePart.part_digest, *DATES)
        .where(
            ReleasePart.kind == PartKind.OUTLINE,
            or_(ReleasePart.language == language, ReleasePart.position == 0),
            true() if with_retired else Course.retired_at.is_(None),
        )
        .order_by(Course.slug, ReleasePart.position)
        .limit(2 * COURSES_LISTED)
    )
    chosen: dict[str, Any] = {}
    for row in rows:
        if row.language == language or row.slug not in chosen:
            chosen[row.slug] = row
    found = parts(Outline, [row.part_digest for row in chosen.values()])
    listed = sorted(
        (dated(found[row.part_digest], row) for row in chosen.values()),
        key=lambda one: (one.title.casefold(), one.slug),
    )
    return tuple(listed[:COURSES_LISTED])


def parts(kind: type[Kind], digests: Iterable[str]) -> dict[str, Kind]:
    """Parts of one kind by their digests."""
    return load_parts(dict.fromkeys(digests, kind))


def load_parts(wanted: dict[str, type[Any]]) -> dict[str, Any]:
    """Parts by their digests, each of the kind that is said: from the cache, the missing ones by one query."""
    found = {digest: part for digest in wanted if (part := CACHE.get(digest)) is not None}
    missing = [digest for digest in wanted if digest not in found]
    for some in in_pieces(missing):
        for digest, content in db.session.execute(select(Part.digest, Part.content).where(Part.digest.in_(some))):
            found[digest] = load(wanted[digest], content)
            CACHE.put(digest, found[digest], len(content))
    return found


def search(asked: str, language: str, page: int = 1, courses: Collection[str] | None = None) -> SearchPage:
    """The lessons that hold every word asked for, best first, titles counting more than text. 3 queries.

    Of the `courses` with these slugs alone, if they are given: what is found, and how much, tells what lessons say.
    A page after the last one is the last one; a question without a word finds nothing.
    """
    # The stemmers are loaded by the first search, not by every process at its start.
    from lms.publishing.indexing import excerpt, read_query

    query = read_query(asked, language)
    if query is None:
        return SearchPage(asked, 0, 1, 1, ())
    matching, rank = _matching(query, language)
    if courses is not None:
        readable = select(Course.id).where(Course.slug.in_(courses))
        matching = matching.where(SearchDocument.course_id.in_(readable))
    counted = matching.with_only_columns(SearchDocument.id).limit(HITS_COUNTED)
    total = db.session.scalar(select(func.count()).select_from(counted.subquery())) or 0
    pages = max(1, -(-total // HITS_ON_A_PAGE))
    page = min(max(page, 1), pages)
    rows = db.session.execute(_hits(matching, rank, page)).all() if total else []
    found = load_parts({row.lesson: CompiledLesson for row in rows} | {row.course: Outline for row in rows})
    hits = tuple(
        Hit(
            course_slug=row.slug,
            course_title=found[row.course].title,
            lesson_key=found[row.lesson].key,
            lesson_title=found[row.lesson].title,
            language=row.language,
            excerpt=excerpt(found[row.lesson].plain, query, language),
        )
        for row in rows
    )
    return SearchPage(asked, total, page, pages, hits)


def _matching(query: Query, language: str) -> tuple[Select[Any], TextClause]:
    """The documents that match, and by what they are ranked.

    Words hold nothing but small letters and digits (see indexing.py): none can be an operator.
    """
    index = table("search_index", column("rowid"), column("document_id"), column("words"))
    if db.engine.dialect.name == "sqlite":
        match = " AND ".join([*(f'"{word}"' for word in query.words), f'("{query.stem}" OR "{query.beginning}" *)'])
        is_indexed = index.c.rowid == SearchDocument.id
        condition, rank = text("search_index MATCH :match"), text("bm25(search_index, 10.0, 1.0)")
    else:
        match = " & ".join([*query.words, f"({query.stem} | {query.beginning}:*)"])
        is_indexed = index.c.document_id == SearchDocument.id
        condition = text("search_index.words @@ to_tsquery('simple', :match)")
        rank = text("-ts_rank('{0.1, 0.2, 0.4, 1.0}', search_index.words, to_tsquery('simple', :match))")
    found = select(SearchDocument).join(index, is_indexed).where(condition, SearchDocument.shown_in == language)
    return found.params(match=match), rank


def _hits(matching: Select[Any], rank: TextClause, page: int) -> Select[str, str, str, str]:
    """One page of hits: where they are, and the digests of the parts that hold their words."""
    return (
        matching.join(Course, Course.id == SearchDocument.course_id)
        .join(CurrentRelease, CurrentRelease.course_id == Course.id)
        .join(
            ReleasePart,
            and_(
                ReleasePart.release_id == CurrentRelease.release_id,
                ReleasePart.kind == PartKind.OUTLINE,
                ReleasePart.language == SearchDocument.language,
            ),
        )
        .with_only_columns(
            Course.slug,
            SearchDocument.language,
            SearchDocument.part_digest.label("lesson"),
            ReleasePart.part_digest.label("course"),
        )
        .order_by(rank, Course.slug, SearchDocument.lesson_key)
        .limit(HITS_ON_A_PAGE)
        .offset((page - 1) * HITS_ON_A_PAGE)
    )


def _current(*columns: Any) -> Select[Any]:
    """A selection over the parts of current releases."""
    return (
        select(*columns)
        .select_from(Course)
        .join(CurrentRelease, CurrentRelease.course_id == Course.id)
        .join(ReleasePart, ReleasePart.release_id == CurrentRelease.release_id)
    )


# Built once: every page of a lesson asks it.
_LESSON = _current(ReleasePart.kind, ReleasePart.part_digest, *DATES).where(
    Course.slug == bindparam("slug"),
    ReleasePart.language == bindparam("language"),
    or_(
        ReleasePart.kind == PartKind.OUTLINE,
        and_(ReleasePart.kind == PartKind.LESSON, ReleasePart.key == bindparam("key")),
    ),
)
