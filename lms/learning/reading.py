"""When the lessons of a course may be read, and by whom."""

from datetime import date
from enum import StrEnum

from lms.courseware.compiled import Outline


class Reading(StrEnum):
    """Whether lessons are readable on a day, and if not, what stands in the way."""

    OPEN = "open"
    ENROLLED_ONLY = "enrolled-only"
    NOT_YET = "not-yet"
    OVER = "over"


def reading(outline: Outline, today: date, *, is_enrolled: bool = False) -> Reading:
    """Say whether somebody may read the course's lessons on a day of the site's calendar.

    A course that opens on a day is open from that day on; one that closes on a day is open that day included.
    """
    if outline.opens and today < date.fromisoformat(outline.opens):
        return Reading.NOT_YET
    if outline.closes and today > date.fromisoformat(outline.closes):
        return Reading.OVER
    return Reading.OPEN if outline.access == "open" or is_enrolled else Reading.ENROLLED_ONLY
