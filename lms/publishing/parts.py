"""Everything a release compiles: the parts of a course, and what decides each of them.

A part whose inputs are those of one already stored is not compiled again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from lms.courseware.compiled import COMPILER_VERSION, dump
from lms.courseware.model import Course, Directory, Lesson

if TYPE_CHECKING:
    from lms.courseware.rendering.passages import Words


class PartKind(StrEnum):
    """What a part is a page of."""

    OUTLINE = "outline"
    LESSON = "lesson"
    QUIZ = "quiz"


@dataclass(frozen=True, slots=True)
class StoredPart:
    """A lesson's or a quiz's part that some release has: its digest, and what its page weighs, pictures included."""

    digest: str
    page_bytes: int


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """A part of a release; `content` is None where the part of this digest is stored already."""

    language: str
    kind: PartKind
    key: str  # of the lesson or quiz; "" for the outline
    position: int
    inputs: str
    compiler_version: int
    digest: str
    page_bytes: int  # 0 for an outline
    content: str | None


Known = Callable[[Iterable[str]], Mapping[str, StoredPart]]


def compile_course(
    course: Course, directory: Directory, words: Mapping[str, Words], known: Known
) -> list[CompiledPart]:
    """Every part of a course. `known` is asked once which inputs have a stored part.

    Outlines are always compiled: they are two, and depend on everything.
    """
    pages = list(_pages(course, words, known))
    return [*pages, *_outlines(course, directory, words, pages)]


def _pages(course: Course, words: Mapping[str, Words], known: Known) -> Iterator[CompiledPart]:
    from lms.courseware import compiler  # with all of Markdown: a start that releases nothing does without

    inputs = {
        (page.key, language): compiler.compile_part_digest(course, page, language, words[language])
        for page in course.pages
        for language in page.texts
    }
    stored = known(inputs.values())
    for position, page in enumerate(course.pages):
        kind = PartKind.LESSON if isinstance(page, Lesson) else PartKind.QUIZ
        for language in page.texts:
            made_from = inputs[page.key, language]
            content, found = None, stored.get(made_from)
            if found is None:
                part = (
                    compiler.compile_lesson(course, page, language, words[language])
                    if isinstance(page, Lesson)
                    else compiler.compile_quiz(course, page, language, words[language])
                )
                content = dump(part)
                found = StoredPart(_digest(content), compiler.page_bytes(part))
            yield CompiledPart(
                language, kind, page.key, position, made_from, COMPILER_VERSION, found.digest, found.page_bytes, content
            )


def _outlines(
    course: Course, directory: Directory, words: Mapping[str, Words], pages: Iterable[CompiledPart]
) -> Iterator[CompiledPart]:
    from lms.courseware import compiler

    weights: dict[str, dict[str, int]] = {}
    for part in pages:
        weights.setdefault(part.language, {})[part.key] = part.page_bytes
    for position, language in enumerate(course.languages):
        if language in course.texts:
            outline = compiler.compile_outline(course, language, directory, words[language], weights.get(language, {}))
            content = dump(outline)
            digest = _digest(content)
            yield CompiledPart(language, PartKind.OUTLINE, "", position, digest, COMPILER_VERSION, digest, 0, content)


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
