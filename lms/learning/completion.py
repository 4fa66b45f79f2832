"""What it takes to complete a course, and what of it is done: said line by line, so that no learner has to guess."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from lms.courseware.compiled import Outline, OutlineItem


class Requirement(StrEnum):
    """What a line of the rule is about."""

    LESSONS = "lessons"
    QUIZZES = "quizzes"
    EXAM = "exam"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the rule: how many of what it asks for are done, and what is left."""

    requirement: Requirement
    done: int
    needed: int
    left: tuple[OutlineItem, ...]

    @property
    def is_met(self) -> bool:
        """Whether nothing is left."""
        return not self.left


@dataclass(frozen=True, slots=True)
class Completion:
    """A course's rule held against what somebody did."""

    lines: tuple[Line, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every line is met; a course that asks for nothing is never completed."""
        return bool(self.lines) and all(line.is_met for line in self.lines)


def completion(outline: Outline, lessons_done: Collection[str], quizzes_passed: Collection[str]) -> Completion:
    """Hold a course's rule against the keys of the lessons done and of the quizzes and exam passed."""
    items = outline.items
    asked = {
        Requirement.LESSONS: [item for item in items if item.kind == "lesson"],
        # A quiz without a pass mark only measures.
        Requirement.QUIZZES: [item for item in items if item.kind == "quiz" and item.pass_percent is not None],
        Requirement.EXAM: [item for item in items if item.kind == "exam"],
        Requirement.PROJECT: [item for item in items if item.kind == "project"],
    }
    lines = []
    for requirement, wanted in asked.items():
        if outline.completion.get(requirement, "none") == "none" or not wanted:
            continue
        done = lessons_done if requirement is Requirement.LESSONS else quizzes_passed
        left = tuple(item for item in wanted if item.key not in done)
        lines.append(Line(requirement, len(wanted) - len(left), len(wanted), left))
    return Completion(tuple(lines))
