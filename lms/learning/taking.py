"""What the pages of a quiz say of it: rules, tries, the result question by question, and what to read again."""

from collections.abc import Iterable
from dataclasses import dataclass

from lms.courseware.compiled import (
    CompiledQuestion,
    CompiledQuiz,
    CompiledSegment,
    Outline,
    OutlineItem,
    OutlineModule,
)


def cases_of(quiz: CompiledQuiz) -> tuple[CompiledSegment, ...]:
    """The cases that the questions of a quiz are about."""
    return tuple(segment for segment in quiz.segments if segment.kind == "case")


def lessons_around(outline: Outline, quiz_key: str) -> tuple[OutlineItem, ...]:
    """The lessons of the module that a quiz belongs to.

    Of the exam, which belongs to none, those of the whole course if that is one module; else see `modules_around`.
    """
    for module in outline.modules:
        if any(item.key == quiz_key for item in module.items) or len(outline.modules) == 1:
            return tuple(item for item in module.items if item.kind == "lesson")
    return ()


def modules_around(outline: Outline, quiz_key: str) -> tuple[OutlineModule, ...]:
    """The modules that have what the exam asks, where the course has several; none for a quiz of a module."""
    if len(outline.modules) == 1 or any(item.key == quiz_key for module in outline.modules for item in module.items):
        return ()
    return tuple(module for module in outline.modules if any(item.kind == "lesson" for item in module.items))


@dataclass(frozen=True, slots=True)
class Rereading:
    """What to read again: what the missed questions have in common is said once, else each says its own."""

    lessons: tuple[OutlineItem, ...]  # of every question missed, in the order of the course
    modules: tuple[OutlineModule, ...]  # where to look for what no lesson is named for
    of_question: dict[str, tuple[OutlineItem, ...]]


def to_read_again(outline: Outline, quiz_key: str, missed: Iterable[tuple[CompiledQuestion, str]]) -> Rereading:
    """What to read again after a quiz. `missed`: questions, each with the quiz whose own it is."""
    found = {question.key: _lessons_of(outline, question, pool) for question, pool in missed}
    wanted = {lesson.key for lessons in found.values() for lesson in lessons}
    every = tuple(lesson for lesson in outline.lessons if lesson.key in wanted)
    return Rereading(
        every,
        modules_around(outline, quiz_key) if not all(found.values()) else (),
        {key: lessons for key, lessons in found.items() if lessons and lessons != every},
    )


def _lessons_of(outline: Outline, question: CompiledQuestion, quiz_key: str) -> tuple[OutlineItem, ...]:
    """The lesson that a question names, if the course still has it; else those that its quiz is about."""
    named = tuple(lesson for lesson in outline.lessons if lesson.key == question.lesson)
    return named or lessons_around(outline, quiz_key)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a question stands among those of its attempt, by their keys."""

    previous: str | None
    next: str | None


def neighbours(keys: Iterable[str], key: str) -> Neighbours:
    """The questions before and after one."""
    ordered = list(keys)
    place = ordered.index(key)
    return Neighbours(ordered[place - 1] if place else None, ordered[place + 1] if place + 1 < len(ordered) else None)
