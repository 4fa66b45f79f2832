"""Everything a release compiles: the parts of a course, and what decides each of them.

A part whose inputs are those of one already stored is not compiled again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.courseware.compiled import COMPILER_VERSION, dump
from lms.courseware.model import Course, Directory

if TYPE_CHECKING:
    from lms.courseware.rendering.passages import Words


@dataclass(frozen=True, slots=True)
class StoredPart:
    """A lesson's part that some release has: its digest, and what its page weighs, pictures included."""

    digest: str
    page_bytes: int


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """A part of a release; `content` is None where the part of this digest is stored already."""

    language: str
    key: str  # of the lesson; "" for the outline
    position: int
    inputs: str
    compiler_version: int
    digest: str
    page_bytes: int  # 0 for an outline
    content: str | None

    @property
    def is_outline(self) -> bool:
        """Whether it is the course itself, and not a lesson."""
        return not self.key


Known = Callable[[Iterable[str]], Mapping[str, StoredPart]]


def compile_course(
    course: Course, directory: Directory, words: Mapping[str, Words], known: Known
) -> list[CompiledPart]:
    """Every part of a course. `known` is asked once which inputs have a stored part.

    Outlines are always compiled: they are two, and depend on everything.
    """
    lessons = list(_lessons(course, words, known))
    return [*lessons, *_outlines(course, directory, words, lessons)]


def _lessons(course: Course, words: Mapping[str, Words], known: Known) -> Iterator[CompiledPart]:
    from lms.courseware import compiler  # with all of Markdown: a start that releases nothing does without

    inputs = {
        (lesson.key, language): compiler.compile_part_digest(course, lesson, language, words[language])
        for lesson in course.lessons
        for language in lesson.texts
    }
    stored = known(inputs.values())
    for position, lesson in enumerate(course.lessons):
        for language in lesson.texts:
            made_from = inputs[lesson.key, language]
            content, found = None, stored.get(made_from)
            if found is None:
                part = compiler.compile_lesson(course, lesson, language, words[language])
                content = dump(part)
                found = StoredPart(_digest(content), compiler.page_bytes(part))
            yield CompiledPart(
                language, lesson.key, position, made_from, COMPILER_VERSION, found.digest, found.page_bytes, content
            )


def _outlines(
    course: Course, directory: Directory, words: Mapping[str, Words], lessons: Iterable[CompiledPart]
) -> Iterator[CompiledPart]:
    from lms.courseware import compiler

    weights: dict[str, dict[str, int]] = {}
    for part in lessons:
        weights.setdefault(part.language, {})[part.key] = part.page_bytes
    for position, language in enumerate(course.languages):
        if language in course.texts:
            outline = compiler.compile_outline(course, language, directory, words[language], weights.get(language, {}))
            content = dump(outline)
            digest = _digest(content)
            yield CompiledPart(language, "", position, digest, COMPILER_VERSION, digest, 0, content)


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
