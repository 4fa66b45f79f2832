"""What the platform offers today, counted from the courses themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.courseware.compiled import Outline


@dataclass(frozen=True, slots=True)
class Totals:
    """Lessons in all, and what an ordinary one costs: minutes and kilobytes, as medians."""

    lessons: int
    minutes: int
    kilobytes: int


def totals(outlines: Sequence[Outline]) -> Totals | None:
    """Count the lessons of all courses; None where there is none."""
    lessons = [item for outline in outlines for item in outline.lessons]
    if not lessons:
        return None
    return Totals(
        lessons=len(lessons),
        minutes=_median([item.minutes for item in lessons]),
        kilobytes=_median([item.kilobytes for item in lessons]),
    )


def _median(values: list[int]) -> int:
    return sorted(values)[len(values) // 2]
