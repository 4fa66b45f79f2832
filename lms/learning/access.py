"""When the lessons of a course may be read."""

from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from flask import abort, current_app, render_template
from flask.typing import ResponseReturnValue

from lms.clock import now
from lms.courseware.compiled import Outline
from lms.publishing import queries
from lms.publishing.queries import LessonPage
from lms.web.locale import current_language, other_language


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


def instead_of_lesson(slug: str, page: LessonPage | None) -> ResponseReturnValue:
    """What is shown in place of a lesson that is not there, or that may not be read now."""
    if page is None:
        return in_the_other_language(slug)
    return render_template("learning/closed.html", outline=page.outline, state=reading_today(page.outline)), 403


def in_the_other_language(slug: str) -> ResponseReturnValue:
    """Say that the course is only there in the other language, if it is; otherwise nothing is at this address."""
    outline = queries.outline(slug, other_language())
    if outline is None or current_language() in outline.languages:
        abort(404)
    return render_template("catalog/one_language.html", outline=outline), 404
