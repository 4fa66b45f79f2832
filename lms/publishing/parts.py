"""Everything a release compiles: the parts of a course, and what decides each of them.

A part whose inputs are those of one already stored is not compiled again. The inputs are taken generously: what might
decide a part counts as deciding it, so that at worst a lesson is compiled to what it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from lms.courseware.compiled import COMPILER_VERSION, dump
from lms.courseware.compiler import Words, compile_lesson, compile_outline
from lms.courseware.model import Course, Directory, Media


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """A part of a release; `content` is None where the part of this digest is stored already."""

    language: str
    key: str  # of the lesson; "" for the outline
    position: int
    inputs: str
    compiler_version: int
    digest: str
    content: str | None

    @property
    def is_outline(self) -> bool:
        """Whether it is the course itself, and not a lesson."""
        return not self.key


def lesson_inputs(course: Course, words: Mapping[str, Words]) -> dict[tuple[str, str], str]:
    """For every lesson and language, (key, language), the digest of all that decides its part."""
    frame = repr((COMPILER_VERSION, course.slug, course.languages, course.access, course.glossary))
    inputs = {}
    for lesson in course.lessons:
        # Its line numbers are among it: they move with a text above, in the same file, which is compiled then anyway.
        own = repr(lesson)
        media = repr(sorted((name, file.digest, file.size_bytes) for name, file in _media_of(course, own)))
        for language in lesson.texts:
            inputs[lesson.key, language] = digest_of(frame, language, repr(words.get(language)), own, media)
    return inputs


def compile_course(
    course: Course,
    directory: Directory,
    words: Mapping[str, Words],
    known: Callable[[Iterable[str]], Mapping[str, str]],
) -> Iterator[CompiledPart]:
    """Every part of a course. `known` is asked once which inputs have a stored part, and its digest.

    Outlines are always compiled: they are two, and depend on everything.
    """
    inputs = lesson_inputs(course, words)
    stored = known(inputs.values())
    for position, lesson in enumerate(course.lessons):
        for language in lesson.texts:
            made_from = inputs[lesson.key, language]
            content, digest = None, stored.get(made_from)
            if digest is None:
                content = dump(compile_lesson(course, lesson, language, words[language]))
                digest = digest_of(content)
            yield CompiledPart(language, lesson.key, position, made_from, COMPILER_VERSION, digest, content)
    for position, language in enumerate(course.languages):
        if language in course.texts:
            content = dump(compile_outline(course, language, directory, words[language]))
            digest = digest_of(content)
            yield CompiledPart(language, "", position, digest, COMPILER_VERSION, digest, content)


def _media_of(course: Course, own: str) -> Iterator[tuple[str, Media]]:
    """The media whose names stand somewhere in a lesson; `a.fr.svg` is named there as `a.svg`."""
    endings = tuple(f".{language}" for language in course.languages)
    for name, file in course.media.items():
        stem, _, suffix = name.rpartition(".")
        if stem.endswith(endings):
            stem = stem.rpartition(".")[0]
        if f"{stem}.{suffix}" in own:
            yield name, file


def digest_of(*texts: str) -> str:
    """One digest of several texts, in their order."""
    seen = hashlib.sha256()
    for text in texts:
        encoded = text.encode("utf-8", "surrogatepass")
        seen.update(f"{len(encoded)}:".encode() + encoded)
    return seen.hexdigest()
