"""The quizzes of releases: of the current one to be taken, of any one for the attempts that are pinned to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, bindparam, or_, select

from lms.courseware.compiled import CompiledQuiz, Outline
from lms.db import db
from lms.publishing.changes import right_answer as right_answer
from lms.publishing.models import Course, CurrentRelease, PartKind, ReleasePart
from lms.publishing.queries import CLASSES, DATES, dated, load_parts


@dataclass(frozen=True, slots=True)
class Quizzes:
    """All quizzes of one release, in every language it has."""

    release_id: int
    texts: Mapping[str, Mapping[str, CompiledQuiz]]  # language → key → quiz

    def in_language(self, language: str) -> Mapping[str, CompiledQuiz]:
        """The quizzes by key, in `language`, else in one that the release has: a translation may have come later."""
        return self.texts.get(language) or next(iter(self.texts.values()), {})


@dataclass(frozen=True, slots=True)
class QuizPage:
    """A course as currently released with its quizzes, and those of the release that an attempt is pinned to."""

    outline: Outline
    current: Quizzes
    pinned: Quizzes

    def quiz(self, key: str) -> CompiledQuiz | None:
        """A quiz of the current release, in the outline's language."""
        return self.current.texts.get(self.outline.language, {}).get(key)

    def measuring(self, key: str) -> CompiledQuiz | None:
        """The quiz that is taken before this one and compared with it, in the current release."""
        quizzes = self.current.texts.get(self.outline.language, {}).values()
        return next((one for one in quizzes if one.settings.measures_before == key), None)


def quiz(release_id: int, key: str, language: str) -> CompiledQuiz | None:
    """A quiz of a release, in this language or else in another; None if it has none. 1 query, 2 cold."""
    return quizzes(release_id).in_language(language).get(key)


def quizzes(release_id: int) -> Quizzes:
    """All quizzes of a release. 1 query, 2 cold."""
    return quizzes_in([release_id])[release_id]


def quizzes_in(release_ids: Collection[int]) -> dict[int, Quizzes]:
    """The same for several releases, by their ids. 1 query, 2 cold."""
    rows = db.session.execute(
        select(ReleasePart.release_id, ReleasePart.language, ReleasePart.part_digest)
        .where(ReleasePart.release_id.in_(release_ids), ReleasePart.kind == PartKind.QUIZ)
        .order_by(ReleasePart.position, ReleasePart.language)
    ).all()
    found = load_parts({row.part_digest: CompiledQuiz for row in rows})
    by_release: dict[int, list[tuple[str, CompiledQuiz]]] = {}
    for row in rows:
        by_release.setdefault(row.release_id, []).append((row.language, found[row.part_digest]))
    return {number: _quizzes(number, by_release.get(number, ())) for number in release_ids}


def current_quizzes(course_id: int) -> Quizzes | None:
    """All quizzes of the release that readers of a course see; None if they see none. 2 queries, 3 cold."""
    release_id = db.session.scalar(select(CurrentRelease.release_id).where(CurrentRelease.course_id == course_id))
    return None if release_id is None else quizzes(release_id)


def quiz_page(slug: str, language: str, pinned: int | None = None) -> QuizPage | None:
    """A course in a language with its quizzes, and those of release `pinned` (else again the current ones).

    None if the course is not there in this language. 1 query, 2 cold.
    """
    rows = db.session.execute(_PAGE, {"slug": slug, "pinned": pinned}).all()
    found = load_parts({row.part_digest: CLASSES[row.kind] for row in rows if _is_shown(row, language)})
    shown = [row.part_digest for row in rows if row.kind is PartKind.OUTLINE and _is_shown(row, language)]
    if not shown:
        return None
    by_release: dict[int, list[tuple[str, CompiledQuiz]]] = {}
    for row in rows:
        if row.kind is PartKind.QUIZ:
            by_release.setdefault(row.release_id, []).append((row.language, found[row.part_digest]))
    current_id = rows[0].current_id
    current, other = (_quizzes(number, by_release.get(number, ())) for number in (current_id, pinned or current_id))
    return QuizPage(dated(found[shown[0]], rows[0]), current, other)


def _is_shown(row: Any, language: str) -> bool:
    """Whether a part is read: every quiz, and the current outline in the language of the page."""
    return row.kind is PartKind.QUIZ or (row.release_id == row.current_id and row.language == language)


def _quizzes(release_id: int, found: Iterable[tuple[str, CompiledQuiz]]) -> Quizzes:
    texts: dict[str, dict[str, CompiledQuiz]] = {}
    for language, one in found:
        texts.setdefault(language, {})[one.key] = one
    return Quizzes(release_id, texts)


# Built once: every page of an attempt asks it.
_PAGE = (
    select(
        CurrentRelease.release_id.label("current_id"),
        ReleasePart.release_id,
        ReleasePart.kind,
        ReleasePart.language,
        ReleasePart.part_digest,
        *DATES,
    )
    .select_from(Course)
    .join(CurrentRelease, CurrentRelease.course_id == Course.id)
    .join(
        ReleasePart,
        or_(
            ReleasePart.release_id == CurrentRelease.release_id,
            ReleasePart.release_id == bindparam("pinned", type_=Integer),
        ),
    )
    .where(Course.slug == bindparam("slug"), ReleasePart.kind != PartKind.LESSON)
    .order_by(ReleasePart.position, ReleasePart.language)
)
