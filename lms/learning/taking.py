"""What the pages of a quiz say of it: rules, tries, the result question by question, and what to read again."""

from collections.abc import Iterable
from dataclasses import dataclass

from lms.courseware.compiled import CompiledQuiz, CompiledSegment, Outline, OutlineItem


def cases_of(quiz: CompiledQuiz) -> tuple[CompiledSegment, ...]:
    """The cases that the questions of a quiz are about."""
    return tuple(segment for segment in quiz.segments if segment.kind == "case")


def lessons_around(outline: Outline, quiz_key: str) -> tuple[OutlineItem, ...]:
    """The lessons of the module that a quiz belongs to; none for the exam, which belongs to no module."""
    for module in outline.modules:
        if any(item.key == quiz_key for item in module.items):
            return tuple(item for item in module.items if item.kind == "lesson")
    return ()


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
