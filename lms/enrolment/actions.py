"""What people do with their enrolments; each leaves its rows flushed, for its caller to commit."""

from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from lms.accounts.models import Person
from lms.db import db
from lms.enrolment import queries
from lms.enrolment.models import Enrolment
from lms.publishing.models import Release

# How exactly it is known when somebody was last active: each answer saved would cost a row otherwise.
ACTIVE_TO_THE = timedelta(minutes=1)
# What statistics of that day need to know of a person.
COPIED = ("country", "sex", "age_band", "sector", "organisation_kind")


def enrol(person: Person, release: Release, language: str, at: datetime) -> Enrolment:
    """Enrol a person in the course of a release, by whose rule they may complete it from now on.

    Who is enrolled already stays so; who left before completing finds everything as they left it.
    """
    found = queries.live_in_course(person.id, release.course_id) or queries.left_enrolment(person.id, release.course_id)
    if found is None:
        found = Enrolment(
            person_id=person.id,
            course_id=release.course_id,
            release_id=release.id,
            language=language,
            enrolled_at=at,
            **{name: getattr(person, name) for name in COPIED},
        )
        try:
            with db.session.begin_nested():
                db.session.add(found)
        except IntegrityError:  # another tab was first
            found = queries.live_in_course(person.id, release.course_id)
            assert found is not None
    found.ended_at = None
    db.session.flush()
    return found


def lock(enrolment: Enrolment) -> None:
    """Have no other transaction settle this enrolment meanwhile, and see what the last one did.

    Whoever completes a course asks for it first, before any attempt: of two that each do a half, the second sees both,
    and neither moves the date of the other. A transaction that writes is alone in SQLite from its beginning.
    """
    if db.engine.dialect.name != "sqlite":
        db.session.flush()
        db.session.refresh(enrolment, with_for_update=True)


def touch(enrolment: Enrolment, person: Person, at: datetime) -> None:
    """Note that the learner did something; until completion, fill what they have told of themselves since."""
    enrolment.started_at = enrolment.started_at or at
    if enrolment.active_at is None or at - enrolment.active_at >= ACTIVE_TO_THE:
        enrolment.active_at = at
    if enrolment.completed_at is None:
        for name in COPIED:
            if getattr(enrolment, name) is None:
                setattr(enrolment, name, getattr(person, name))
    db.session.flush()


def leave(enrolment: Enrolment, at: datetime) -> None:
    """End an enrolment; what was done in it stays."""
    enrolment.ended_at = at
    db.session.flush()


def give_extra_time(enrolment: Enrolment, percent: int) -> None:
    """Write down how much longer the learner has, in percent, wherever a quiz of the course has a time limit."""
    enrolment.extra_time_percent = percent
    db.session.flush()


def confirm_name(enrolment: Enrolment, name: str, at: datetime) -> None:
    """Write down the name that the certificate will carry, as its holder wants to read it."""
    lock(enrolment)
    enrolment.certificate_name, enrolment.name_confirmed_at = name, at
    db.session.flush()


def complete(enrolment: Enrolment, release_id: int, rule: dict[str, str], at: datetime) -> None:
    """Write down, once and for all, when a course was completed and by the rule of which release."""
    if enrolment.completed_at is None:
        enrolment.completed_at, enrolment.completed_release_id, enrolment.completed_rule = at, release_id, rule
        db.session.flush()


def note_exam(enrolment: Enrolment, best_percent: int, *, has_passed: bool, tries: int) -> None:
    """Write down what came of the exam: the best result, and for ever whether the first try passed."""
    if enrolment.passed_first_try is None:
        enrolment.passed_first_try = has_passed and tries == 1
    if enrolment.exam_percent is None or best_percent > enrolment.exam_percent:
        enrolment.exam_percent = best_percent
    db.session.flush()


def correct_exam(enrolment: Enrolment, best_percent: int, *, passed_first_try: bool | None) -> None:
    """Write down what came of the exam after its attempts were regraded: up or down, as they are now."""
    enrolment.exam_percent, enrolment.passed_first_try = best_percent, bool(passed_first_try)
    db.session.flush()


def note_certificate(enrolment: Enrolment, issued_at: datetime) -> None:
    """Write down when the first certificate was issued; it stays certified whatever becomes of the document."""
    if enrolment.certified_at is None:
        enrolment.certified_at = issued_at
        db.session.flush()
