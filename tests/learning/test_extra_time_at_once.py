"""Extra time given at the very moment at which an attempt begins."""

from threading import Event, Thread

from flask import Flask
from sqlalchemy import select

from lms.accounts.models import Person
from lms.assessment.models import Attempt
from lms.clock import now
from lms.db import db, read_only
from lms.enrolment.models import Enrolment
from lms.learning import actions
from tests.learning.quizzing import Learner, release_course


def test_the_attempt_counts_it_or_its_end_moves(fresh_app: Flask) -> None:
    release_course(fresh_app)
    learner = Learner(fresh_app, "en")
    enrolment_id = learner.enrolment_id
    has_read, is_given = Event(), Event()
    failures: list[Exception] = []

    def start() -> None:
        token = read_only.set(False)
        try:
            with fresh_app.app_context():
                enrolment = db.session.get_one(Enrolment, enrolment_id)  # as it was before the time was given
                has_read.set()
                is_given.wait(5)
                actions.start_attempt(enrolment, db.session.get_one(Person, learner.person_id), "late-quiz", now())
                db.session.commit()
        except Exception as failure:
            failures.append(failure)
        finally:
            read_only.reset(token)

    with fresh_app.app_context():
        enrolment = db.session.get_one(Enrolment, enrolment_id)
        thread = Thread(target=start)
        thread.start()
        if db.engine.dialect.name == "sqlite":
            is_given.set()  # who comes second waits before it reads
        else:
            assert has_read.wait(5)
        actions.give_extra_time(enrolment, 100, reason="", actor="person:1", at=now())
        is_given.set()
        thread.join(0.3)
        assert thread.is_alive()  # it waits for this transaction
        db.session.commit()
    thread.join(10)
    assert failures == []
    with fresh_app.app_context():
        attempt = db.session.scalars(select(Attempt)).one()
        assert attempt.deadline_at is not None
        assert (attempt.deadline_at - attempt.started_at).total_seconds() == 20 * 60
