"""Certificates for tests: facts to change, words of both languages, and one issued in a database."""

from datetime import UTC, date, datetime

from flask import Flask
from sqlalchemy import select

from lms.certification import actions
from lms.certification.certificate import Facts, Signatory
from lms.certification.wording import Words
from lms.clock import now
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.publishing.models import Course, Release, Source
from tests.people import make_person

AT = datetime(2026, 10, 14, 9, 14, tzinfo=UTC)
NAME = "Mariam Kouadio-Traoré"
FRENCH = (
    "Travail des enfants et travail forcé dans les chaînes d’approvisionnement\u202f: identifier, prévenir, réparer"
)
ENGLISH = "Child labour and forced labour in supply chains: identify, prevent, remedy"


def facts(**given: object) -> Facts:
    values: dict[str, object] = {
        "name": NAME,
        "course": "supply-chains",
        "titles": {"fr": FRENCH, "en": ENGLISH},
        "institution": {"fr": "École des achats du Golfe", "en": "Gulf School of Procurement"},
        "place": {"fr": "Abidjan, Côte d’Ivoire", "en": "Abidjan, Côte d’Ivoire"},
        "signatory": Signatory("Aïcha Bamba", {"fr": "Directrice de la formation", "en": "Director of training"}),
        "hours": "5/2",
        "languages": ("fr", "en"),
        "rule": {"lessons": "all", "quizzes": "none", "exam": "pass", "project": "none"},
        "lessons": 18,
        "minutes": 150,
        "exam_pass_percent": 70,
        "score_percent": 86,
        "score": "13/15",
        "release": 3,
        "completed_on": date(2026, 10, 14),
        "issued_on": date(2026, 10, 14),
        "language": "fr",
        "public_url": "https://palabre.example",
        "cloth": 1,
    }
    return Facts(**{**values, **given})


def plain_words() -> Words:
    """English without a catalogue, for rules."""
    return Words(
        lambda text: text,
        lambda one, many, count: (one if count == 1 else many) % {"num": count},
        lambda day: day.isoformat(),
        lambda share: f"{share}%",
        lambda minutes: f"{minutes} min",
    )


def make_enrolment(app: Flask, person_id: int) -> int:
    """A completed enrolment in a course that has one release; return its id."""
    with app.app_context():
        course = db.session.scalar(select(Course).where(Course.slug == "supply-chains"))
        if course is None:
            course = Course(slug="supply-chains", source=Source.FILES, created_at=AT)
            db.session.add(course)
            db.session.flush()
            db.session.add(
                Release(course_id=course.id, number=1, manifest="0" * 64, directory={}, folder="a", created_at=AT)
            )
            db.session.flush()
        release = db.session.scalars(select(Release.id)).first()
        enrolment = Enrolment(
            person_id=person_id, course_id=course.id, release_id=release, language="fr", enrolled_at=AT
        )
        db.session.add(enrolment)
        db.session.commit()
        return enrolment.id


def issue(app: Flask, *, shows_name: bool = False, shows_score: bool = False, **given: object) -> tuple[str, int]:
    """A certificate of a person made for it; return its number and the person's id."""
    person_id = make_person(app)
    enrolment_id = make_enrolment(app, person_id)
    with app.app_context():
        made = actions.issue(
            facts(**given),
            person_id=person_id,
            enrolment_id=enrolment_id,
            at=now(),
            shows_name=shows_name,
            shows_score=shows_score,
        )
        db.session.commit()
        return made.number, person_id
