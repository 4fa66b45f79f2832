"""When the lessons of a course may be read."""

from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from flask import current_app

from lms.clock import now
from lms.courseware.compiled import Outline


class Reading(StrEnum):
    """Whether lessons are readable today, and if not, what stands in the way."""

    OPEN = "open"
    ENROLLED_ONLY = "enrolled-only"
    NOT_YET = "not-yet"
    OVER = "over"


def reading(outline: Outline, today: date) -> Reading:
    """Say whether anyone may read the course's lessons on a day of the site's calendar.

    A course that opens on a day is open from that day on; one that closes on a day is open that day included.
    """
    if outline.opens and today < date.fromisoformat(outline.opens):
        return Reading.NOT_YET
    if outline.closes and today > date.fromisoformat(outline.closes):
        return Reading.OVER
    # Nobody can enrol yet: then such a course keeps its lessons to itself rather than show them to everyone.
    return Reading.OPEN if outline.access == "open" else Reading.ENROLLED_ONLY


def reading_today(outline: Outline) -> Reading:
    """The same, for this moment at the site."""
    site = ZoneInfo(current_app.config["LMS"].site_timezone)
    return reading(outline, now().astimezone(site).date())


def is_open(outline: Outline) -> bool:
    """Whether anyone may read the course's lessons, and answer their questions, at this moment."""
    return reading_today(outline) is Reading.OPEN
