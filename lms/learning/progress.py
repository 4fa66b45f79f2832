"""How far somebody is in a course, and where they go on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from lms.courseware.compiled import Outline, OutlineItem, OutlineModule
from lms.learning.completion import Completion, completion


@dataclass(frozen=True, slots=True)
class Progress:
    """What a learner has done of a course as it is now."""

    lessons_done: frozenset[str]
    quizzes_passed: frozenset[str]  # or handed in, where there is nothing to pass
    completion: Completion
    done: int  # lessons
    total: int  # lessons
    next: OutlineItem | None  # None: everything is done
    minutes_left: int  # of reading

    def has_done(self, item: OutlineItem) -> bool:
        """Whether a lesson is finished, or a quiz passed; one that only measures, handed in."""
        return item.key in (self.lessons_done if item.kind == "lesson" else self.quizzes_passed)

    def done_in(self, module: OutlineModule) -> tuple[int, int]:
        """How many lessons of a module are finished, and how many it has."""
        keys = [item.key for item in module.items if item.kind == "lesson"]
        return sum(key in self.lessons_done for key in keys), len(keys)


def progress(outline: Outline, done_at: Mapping[str, datetime], quizzes_passed: Collection[str]) -> Progress:
    """Work out progress from when each lesson was finished, by key, and the keys of what was passed."""
    lessons_done, passed = frozenset(done_at), frozenset(quizzes_passed)
    left = [item for item in outline.lessons if item.key not in lessons_done]
    return Progress(
        lessons_done=lessons_done,
        quizzes_passed=passed,
        completion=completion(outline, lessons_done, passed),
        done=len(outline.lessons) - len(left),
        total=len(outline.lessons),
        next=_next(outline, done_at, passed),
        minutes_left=sum(item.minutes for item in left),
    )


def _next(outline: Outline, done_at: Mapping[str, datetime], passed: frozenset[str]) -> OutlineItem | None:
    """The first thing to do after the lesson finished last, else the first of all: readers skip, and come back."""
    items = [item for item in outline.items if item.is_scored or item.kind == "lesson"]
    to_do = [item for item in items if item.key not in (done_at if item.kind == "lesson" else passed)]
    latest = max((item for item in items if item.key in done_at), key=lambda item: done_at[item.key], default=None)
    if latest is not None:
        after = items[items.index(latest) + 1 :]
        to_do = [item for item in to_do if item in after] or to_do
    return to_do[0] if to_do else None
