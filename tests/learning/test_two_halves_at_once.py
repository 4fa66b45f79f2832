"""The last lesson and the exam, finished on two devices at the very same moment, complete the course together."""

import threading

from flask import Flask

from lms.accounts.models import Person
from lms.assessment.models import Attempt
from lms.certification.models import Certificate
from lms.clock import now
from lms.db import db, read_only
from lms.enrolment.models import Enrolment
from lms.learning import actions
from tests.learning.quizzing import Learner, release_course, small_quiz, texts

HEAD_START_S = 0.4


def test_neither_half_misses_the_other(fresh_app: Flask) -> None:
    french, english = small_quiz(["x-one", "x-two"], "Examen", page="all", pass_percent=50)
    rule = texts()["course.yml"].replace("lessons: none", "lessons: all")
    release_course(fresh_app, texts(course_yml=rule, exam_fr=french, exam_en=english))
    learner = Learner(fresh_app)
    learner.start("exam")
    learner.send(**{"x-one:answer": learner.option("Oui"), "x-two:answer": learner.option("Oui")})
    enrolment_id = learner.enrolment_id

    def finish_the_lesson() -> None:
        token = read_only.set(False)
        try:
            with fresh_app.app_context():
                person = db.session.get_one(Person, learner.person_id)
                actions.finish_lesson(db.session.get_one(Enrolment, enrolment_id), person, "reading", "fr", now())
                db.session.commit()
        finally:
            read_only.reset(token)

    other = threading.Thread(target=finish_the_lesson)
    with fresh_app.app_context():
        enrolment = db.session.get_one(Enrolment, enrolment_id)
        person = db.session.get_one(Person, learner.person_id)
        actions.submit_attempt(enrolment, person, db.session.query(Attempt).one(), now())
        other.start()
        other.join(HEAD_START_S)
        db.session.commit()
    other.join()
    with fresh_app.app_context():
        assert db.session.get_one(Enrolment, enrolment_id).completed_at is not None
        assert db.session.query(Certificate).count() == 1
