"""A person about whom everything is held: certified, with texts they typed, mails, forms, jobs and a past."""

from datetime import datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import LargeBinary, func, select

from lms.accounts.actions.registering import keep_consent_text
from lms.accounts.models import Consent, EmailCode, Person, Purpose
from lms.assessment.models import Answer, Attempt
from lms.audit import actions as audit
from lms.certification.models import Certificate
from lms.clock import now
from lms.db import Base, db
from lms.enrolment.models import Enrolment
from lms.jobs import actions as jobs
from lms.jobs.cli import run_due
from lms.mail import actions as mail
from lms.privacy.models import Erasure
from tests.conftest import release_shipped_courses
from tests.history.people import enrol, learner, take_all

NAME = "Zénaïde Ouédraogo-Lindqvist"
EMAIL = "Zenaide.Ouedraogo@example.org"
TYPED = "my own unmistakable words"


def somebody(app: Flask) -> tuple[FlaskClient, int]:
    """Her client and her number; the shipped courses are released for it."""
    release_shipped_courses(app)
    client = learner(app, NAME, "en", email=EMAIL, email_key=EMAIL.casefold(), sex="female", country="BF")
    enrol(client, "en")
    take_all(app, client, "en", NAME)
    with app.app_context():
        run_due()
        person = db.session.scalars(select(Person).where(Person.email == EMAIL)).one()
        attempt = db.session.scalars(select(Attempt).order_by(Attempt.id)).first()
        answer = db.session.scalars(select(Answer).where(Answer.attempt_id == attempt.id)).first()
        answer.fields, answer.late_fields = [["answer", TYPED], *answer.fields], [["answer", TYPED]]
        digest = keep_consent_text("en", "<p>A text</p>")
        at = now()
        db.session.add_all(
            [
                Consent(person_id=person.id, text_digest=digest, given_at=at),
                EmailCode(
                    person_id=person.id, purpose=Purpose.NEW_EMAIL, digest="0" * 64, new_email=f"new.{EMAIL}",
                    created_at=at, expires_at=at + timedelta(hours=1),
                ),
            ]
        )  # fmt: skip
        mail.send("name_changed", person_id=person.id, recipient=EMAIL, language="en", at=at, zone=None, changed_at=at)
        mail.send("known", person_id=None, recipient=EMAIL, language="en", at=at, is_secret=True, code="481516",
                  until=at, zone=None)  # fmt: skip
        jobs.add("accounts.register", {"name": NAME, "email": EMAIL}, at, at + timedelta(days=1))
        audit.record("person:0", "person.disable", "person", str(person.id), "a test", {}, at)
        db.session.commit()
        return client, person.id


def figures(app: Flask) -> list[tuple[object, ...]]:
    """What statistics are made of: enrolments by all that is copied to them, their lessons, scores and certificates."""
    with app.app_context():
        enrolments = select(
            Enrolment.id, Enrolment.course_id, Enrolment.release_id, Enrolment.language, Enrolment.country,
            Enrolment.sex, Enrolment.age_band, Enrolment.sector, Enrolment.organisation_kind, Enrolment.enrolled_at,
            Enrolment.started_at, Enrolment.active_at, Enrolment.ended_at, Enrolment.completed_at,
            Enrolment.completed_release_id,
        ).order_by(Enrolment.id)  # fmt: skip
        attempts = select(
            Attempt.id, Attempt.enrolment_id, Attempt.quiz_key, Attempt.number, Attempt.share, Attempt.has_passed,
            Attempt.started_at, Attempt.closed_at,
        ).order_by(Attempt.id)  # fmt: skip
        answers = select(Answer.attempt_id, Answer.question_key, Answer.points, Answer.is_late).order_by(
            Answer.attempt_id, Answer.question_key
        )
        certified = select(Certificate.enrolment_id, Certificate.issued_at).order_by(Certificate.id)
        lessons = select(func.count()).select_from(Base.metadata.tables["lesson_done"])
        return [
            tuple(row) for one in (enrolments, attempts, answers, certified, lessons) for row in db.session.execute(one)
        ]


def everything(app: Flask) -> dict[str, str]:
    """All that the database holds, as text, table by table; files as far as they can be read."""
    found: dict[str, str] = {}
    with app.app_context():
        for table in Base.metadata.sorted_tables:
            columns = [column for column in table.c if not isinstance(column.type, LargeBinary)]
            found[table.name] = "\n".join(repr(tuple(row)) for row in db.session.execute(select(*columns)))
    return found


def erasure_of(app: Flask, person_id: int) -> Erasure:
    with app.app_context():
        found = db.session.scalars(
            select(Erasure).where(Erasure.person_id == person_id).order_by(Erasure.id.desc())
        ).first()
        db.session.expunge_all()
        return found


def run_at(app: Flask, at: datetime) -> None:
    """What the site does by itself at a moment: its sweeps, then the jobs that are due."""
    from lms.jobs.cli import sweep

    with app.app_context():
        sweep(at)
        run_due(at=lambda: at)
