"""Enrolling and leaving."""

from datetime import date, datetime

from lms.accounts.models import Person
from lms.courseware.compiled import Outline
from lms.enrolment import actions as enrolments
from lms.enrolment.models import Enrolment
from lms.enrolment.queries import completed_courses, live_enrolment
from lms.errors import N_, Refusal
from lms.learning.reading import Reading, reading
from lms.publishing.models import Release
from lms.publishing.queries import releases


class EnrolmentRefused(Refusal):
    """Why somebody may not enrol."""


class PrerequisiteMissing(EnrolmentRefused):
    """Courses have to be completed first: `slugs` says which."""

    def __init__(self, slugs: tuple[str, ...]) -> None:
        super().__init__(N_("Another course comes first."))
        self.slugs = slugs


def enrol(person: Person, outline: Outline, language: str, *, today: date, at: datetime) -> Enrolment:
    """Enrol a person in the course as it is now; who is enrolled already stays so. Raises EnrolmentRefused."""
    present = live_enrolment(person.id, outline.slug)
    if present is not None:
        return present
    return enrolments.enrol(person, release_to_begin(person, outline, today), language, at)


def release_to_begin(person: Person, outline: Outline, today: date) -> Release:
    """The release in which a person may enrol.

    Raises EnrolmentRefused: the course has closed or was retired, or PrerequisiteMissing.
    """
    if reading(outline, today, is_enrolled=True) is Reading.OVER:
        raise EnrolmentRefused(N_("This course has closed: nobody can enrol in it any more."))
    course, release = releases.course(outline.slug), releases.current(outline.slug)
    if course is None or release is None or course.retired_at is not None:
        raise EnrolmentRefused(N_("This course was retired: those who take it may finish it, nobody can begin it."))
    if missing := missing_prerequisites(person, outline):
        raise PrerequisiteMissing(missing)
    return release


def missing_prerequisites(person: Person, outline: Outline) -> tuple[str, ...]:
    """The courses that must be completed before this one and are not."""
    if not outline.required:
        return ()
    completed = completed_courses(person.id, outline.required)
    return tuple(slug for slug in outline.required if slug not in completed)
