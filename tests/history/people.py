"""The people of a history: what they do, through the site's own pages, and what is true of them afterwards."""

import re
from fractions import Fraction
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.accounts.models import Person, Role
from lms.assessment.models import Answer, Attempt
from lms.audit.models import AuditEntry
from lms.certification.models import Certificate
from lms.clock import now
from lms.courseware.compiled import CompiledQuestion
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.learning.models import LessonDone
from lms.privacy.actions.asking import ask_for_erasure
from lms.privacy.models import Erasure
from lms.publishing.models import Course
from lms.publishing.queries.quizzes import quiz_page
from lms.settings.models import Setting
from tests.forms import send as send_form
from tests.people import make_person, sign_in, staff
from tests.settings.made import put

COURSE = "welcome"
LESSONS = ("ten-minutes", "certificate", "source")
QUIZ = "learn-quiz"


def live(app: Flask) -> None:
    """One is certified, one is in mid-quiz, one failed the exam once, one left, one only has an account."""
    certified = learner(app, "Mariam Kouadio-Traoré", "fr")
    enrol(certified, "fr")
    take_all(app, certified, "fr", "Mariam Kouadio-Traoré")

    midway = learner(app, "Kofi Mensah", "en")
    enrol(midway, "en")
    _send(midway, f"/en/courses/{COURSE}/lessons/{LESSONS[0]}", "/done")
    _take(app, midway, QUIZ, "en", answered=3, is_sent=False)

    failed = learner(app, "Ŋɔɔ Ɛlɔm", "en")
    enrol(failed, "en")
    _take(app, failed, "exam", "en", name="Ŋɔɔ Ɛlɔm", answered=1)

    gone = learner(app, "Abebe Bikila አበበ", "en")
    enrol(gone, "en")
    _send(gone, f"/en/courses/{COURSE}/leave", "/leave")

    learner(app, "Rivo Rakoto", "fr")
    run(app)


def run(app: Flask) -> None:
    """Somebody runs the site, and gives more time to one; somebody else has asked for everything to be erased."""
    put(app, site__name="Karité formation", retention__inactive_months=30)
    chief = staff(app, Role.ADMINISTRATOR, name="Adjoa Mensah-Kouadio", language="en")
    with app.app_context():
        slow = db.session.scalars(select(Person.public_id).where(Person.name == "Kofi Mensah")).one()
    page = f"/en/administration/people/{slow}"
    _send(chief, page, "/extra-time", **{"extra-course": COURSE, "extra-time": "50", "extra-reason": "Reads slowly"})
    leaving = make_person(app, name="Fatou Diop", language="fr")
    with app.app_context():
        ask_for_erasure(db.session.get_one(Person, leaving), keeps_certificates=False, at=now())
        db.session.commit()


def take_all(app: Flask, client: FlaskClient, language: str, name: str, is_sent: bool = True) -> str:
    """Do all that the course asks for, up to the certificate; return the page where the exam's answers are checked."""
    for lesson in LESSONS:
        _send(client, f"/{language}/courses/{COURSE}/lessons/{lesson}", "/done")
    _take(app, client, QUIZ, language)
    return _take(app, client, "exam", language, is_sent=is_sent, name=name)


def truth(app: Flask) -> dict[str, Any]:
    """What must stay as it is, by what never changes: names, keys, numbers, moments."""
    with app.app_context():
        return {
            "people": [
                {"name": person.name, "email": person.email, **_course_of(person)}
                for person in db.session.scalars(select(Person).order_by(Person.id))
            ],
            "site": {
                "roles": [[one.name, one.role] for one in db.session.scalars(select(Person)) if one.role],
                "settings": {one.name: one.value for one in db.session.scalars(select(Setting))},
                "acts": [
                    [one.action, one.object_kind, one.reason, one.details]
                    for one in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
                    if one.action != "installation.restore"  # which writes itself down in what it restored
                ],
                "extra_time": list(db.session.scalars(select(Enrolment.extra_time_percent).order_by(Enrolment.id))),
                "erasures": [str(one) for one in db.session.scalars(select(Erasure.due_at).order_by(Erasure.id))],
            },
        }


def _course_of(person: Person) -> dict[str, Any]:
    found = db.session.execute(
        select(Enrolment, Course.slug)
        .join(Course, Course.id == Enrolment.course_id)
        .where(Enrolment.person_id == person.id)
    ).one_or_none()
    if found is None:
        return {}
    enrolment, slug = found
    done = select(LessonDone).where(LessonDone.enrolment_id == enrolment.id).order_by(LessonDone.lesson_key)
    attempts = select(Attempt).where(Attempt.enrolment_id == enrolment.id).order_by(Attempt.id)
    certificates = select(Certificate).where(Certificate.enrolment_id == enrolment.id)
    return {
        "course": slug,
        "enrolled_at": str(enrolment.enrolled_at),
        "ended_at": str(enrolment.ended_at),
        "completed_at": str(enrolment.completed_at),
        "completed_rule": enrolment.completed_rule,
        "lessons": [(one.lesson_key, str(one.done_at)) for one in db.session.scalars(done)],
        "attempts": [_attempt(one) for one in db.session.scalars(attempts)],
        "certificates": [(one.number, one.facts, one.facts_digest) for one in db.session.scalars(certificates)],
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    answers = select(Answer).where(Answer.attempt_id == attempt.id).order_by(Answer.question_key)
    return {
        "id": attempt.public_id,
        "quiz": attempt.quiz_key,
        "questions": attempt.questions,
        "closed_at": str(attempt.closed_at),
        "result": [attempt.points, attempt.out_of, attempt.share, attempt.has_passed],
        "answers": [(one.question_key, one.version, one.fields, one.points) for one in db.session.scalars(answers)],
    }


def learner(app: Flask, name: str, language: str, **given: Any) -> FlaskClient:
    """Somebody new, signed in."""
    return sign_in(app.test_client(), make_person(app, name=name, language=language, **given))


def enrol(client: FlaskClient, language: str) -> None:
    """Enrol in the course of this history."""
    _send(client, f"/{language}/courses/{COURSE}", "/enrol")


def _send(client: FlaskClient, page: str, action: str, **typed: Any) -> str:
    """Send the form of a page whose address ends so; return where that leads."""
    reply = send_form(client, page, action=action, **typed)
    assert reply.status_code == 303, reply.text
    return str(reply.location)


def finish(app: Flask, client: FlaskClient, address: str, language: str, answered: int = 1000) -> str:
    """Answer so many questions rightly, from this page on; return the page where answers are checked."""
    right = _right_answers(app, language)
    for _ in range(answered):
        match = re.search(r"/questions/([a-z0-9-]+)", address)
        if match is None:
            break
        address = _send(client, address, match[0], **right[match[1]])
    return address if "/questions/" not in address else address.partition("/questions/")[0]


def send(client: FlaskClient, attempt: str) -> str:
    """Send the answers of an attempt."""
    return _send(client, attempt, "/submit")


def _take(
    app: Flask, client: FlaskClient, quiz: str, language: str, answered: int = 1000, is_sent: bool = True, **typed: Any
) -> str:
    first = _send(client, f"/{language}/courses/{COURSE}/quizzes/{quiz}", "/start", **typed)
    attempt = finish(app, client, first, language, answered)
    if is_sent:
        send(client, attempt)
    return attempt


def _right_answers(app: Flask, language: str) -> dict[str, dict[str, Any]]:
    with app.app_context():
        page = quiz_page(COURSE, language)
        assert page is not None
        quizzes = page.pinned.in_language(language).values()
        return {question.key: _right(question, language) for quiz in quizzes for question in quiz.questions}


def _right(question: CompiledQuestion, language: str) -> dict[str, Any]:
    match question.kind:
        case "survey":
            return {"answer": question.options[0].id}
        case "choice" | "multiple":
            return {"answer": [option.id for option in question.options if option.is_right]}
        case "ordering":
            return {"answer": [item.id for item in question.items]}
        case "numeric":
            number = Fraction(question.intervals[0][0])
            text = str(number) if number.denominator == 1 else str(float(number))
            return {"answer": text.replace(".", "," if language == "fr" else ".")}
        case "short":
            return {"answer": question.shown}
    placed = {f"answer.{left.id}": question.right_of[left.id] for left in question.lefts}
    for blank in question.blanks:
        chosen = next((option.id for option in blank.options if option.is_right), blank.shown)
        placed[f"answer.{blank.id}"] = chosen
    return placed
