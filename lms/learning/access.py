"""When the lessons of a course may be read."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from lms.accounts.access import person_or_none
from lms.clock import now, site_day
from lms.courseware.compiled import Outline
from lms.enrolment.models import Enrolment
from lms.enrolment.queries import live_enrolment
from lms.learning.reading import Reading, reading
from lms.publishing import queries
from lms.publishing.queries import LessonPage
from lms.web.locale import current_language, other_language


def reading_today(outline: Outline, enrolment: Enrolment | None = None) -> Reading:
    """Whether the course's lessons may be read at this moment: by anyone, or by somebody enrolled."""
    return reading(outline, site_day(now()), is_enrolled=enrolment is not None)


def is_open(outline: Outline, enrolment: Enrolment | None = None) -> bool:
    """Whether the course's lessons may be read, and their questions answered, at this moment."""
    return reading_today(outline, enrolment) is Reading.OPEN


def enrolment_here(slug: str) -> Enrolment | None:
    """The enrolment in a course of whoever asks for this page; no query for a reader without a session."""
    person = person_or_none()
    return live_enrolment(person.id, slug) if person else None


def instead_of_lesson(slug: str, page: LessonPage | None, enrolment: Enrolment | None = None) -> ResponseReturnValue:
    """What is shown in place of a lesson that is not there, or that may not be read now."""
    if page is None:
        return in_the_other_language(slug)
    return closed_page(page.outline, enrolment)


def closed_page(outline: Outline, enrolment: Enrolment | None = None) -> ResponseReturnValue:
    """What is shown in place of something that the course's dates, or its access, keep back."""
    state = reading_today(outline, enrolment)
    return render_template("learning/closed.html", outline=outline, state=state), 403


def in_the_other_language(slug: str) -> ResponseReturnValue:
    """Say that the course is only there in the other language, if it is; otherwise nothing is at this address."""
    outline = queries.outline(slug, other_language())
    if outline is None or current_language() in outline.languages:
        abort(404)
    return render_template("catalog/one_language.html", outline=outline), 404
