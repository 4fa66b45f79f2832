"""More time for one learner where a quiz has a limit: the end of what is open moves, of what is over never."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from lms.accounts.models import Person
from lms.assessment.models import Attempt
from lms.audit.models import AuditEntry
from lms.clock import now
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.enrolment.personal import erase
from lms.errors import Refusal
from lms.held import Subject
from lms.jobs.cli import run_due
from lms.jobs.models import Job
from lms.learning import actions
from lms.learning.actions.merging import merge_enrolments
from tests.learning.quizzing import Learner, release_course

ACTOR = "person:1"


@pytest.fixture
def app(fresh_app: Flask) -> Flask:
    release_course(fresh_app)
    return fresh_app


@pytest.fixture
def learner(app: Flask) -> Learner:
    return Learner(app, "en")


@contextmanager
def enrolled(app: Flask, person_id: int) -> Iterator[Enrolment]:
    with app.app_context():
        yield db.session.scalars(select(Enrolment).where(Enrolment.person_id == person_id)).one()
        db.session.commit()


def give(app: Flask, learner: Learner, percent: int, at: datetime | None = None) -> None:
    with enrolled(app, learner.person_id) as enrolment:
        actions.give_extra_time(enrolment, percent, reason="Reads slowly", actor=ACTOR, at=at or now())


def attempt(app: Flask) -> Attempt:
    with app.app_context():
        found = db.session.scalars(select(Attempt)).one()
        db.session.expunge(found)
        return found


def length(found: Attempt) -> timedelta:
    assert found.deadline_at is not None
    return found.deadline_at - found.started_at


def test_an_attempt_lasts_as_long_as_its_learner_was_given(app: Flask, learner: Learner) -> None:
    give(app, learner, 25)
    other = Learner(app, "en")
    learner.start("late-quiz")
    assert length(attempt(app)) == timedelta(minutes=13)  # 12.5, rounded up
    other.start("late-quiz")
    with app.app_context():
        lasting = {one.deadline_at - one.started_at for one in db.session.scalars(select(Attempt)) if one.deadline_at}
    assert lasting == {timedelta(minutes=13), timedelta(minutes=10)}


def test_a_quiz_without_a_limit_has_none_however_much_time_is_given(app: Flask, learner: Learner) -> None:
    give(app, learner, 200)
    learner.start("each-quiz")
    assert attempt(app).deadline_at is None


def test_the_end_of_an_open_attempt_moves_and_the_old_job_finds_nothing_to_do(app: Flask, learner: Learner) -> None:
    learner.start("late-quiz")
    learner.send(answer=learner.option("Yes"))
    give(app, learner, 100)
    began = attempt(app).started_at
    assert length(attempt(app)) == timedelta(minutes=20)
    with app.app_context():
        run_due(lambda: began + timedelta(minutes=15))
        db.session.rollback()
        closing = select(Job.done_at).where(Job.kind == "close-attempt").order_by(Job.id)
        assert [done is not None for done in db.session.scalars(closing)] == [True, False]
    assert attempt(app).closed_at is None
    learner.send(answer=learner.option("Yes"))
    with app.app_context():
        run_due(lambda: began + timedelta(minutes=21))
    over = attempt(app)
    assert (over.closing, over.share, over.closed_at) == ("overdue", "1", over.deadline_at)


def test_time_that_is_taken_back_ends_nothing_in_the_past(app: Flask, learner: Learner) -> None:
    give(app, learner, 200)
    learner.start("late-quiz")
    learner.send(answer=learner.option("Yes"))
    began = attempt(app).started_at
    later = began + timedelta(minutes=25)
    give(app, learner, 0, later)
    assert attempt(app).deadline_at == later
    with app.app_context():
        run_due(lambda: later + timedelta(seconds=2))
    over = attempt(app)
    assert (over.closing, over.points, over.closed_at) == ("overdue", "1", later)


def test_what_is_over_stays_over_closed_or_not(app: Flask, learner: Learner) -> None:
    learner.start("late-quiz")
    end = attempt(app).deadline_at
    assert end is not None
    give(app, learner, 50, end + timedelta(seconds=1))  # nobody has closed it yet
    assert (attempt(app).deadline_at, attempt(app).closed_at) == (end, None)
    with app.app_context():
        run_due(lambda: end + timedelta(minutes=1))
    give(app, learner, 200)
    assert attempt(app).deadline_at == attempt(app).closed_at == end


def test_what_is_given_is_written_down_without_a_name_and_the_same_twice_is_refused(
    app: Flask, learner: Learner
) -> None:
    learner.start("late-quiz")
    give(app, learner, 50)
    number = attempt(app).id
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry)).one()
        assert (entry.actor, entry.action, entry.object_kind, entry.object, entry.reason) == (
            ACTOR, "enrolment.extra-time", "person", str(learner.person_id), "Reads slowly",
        )  # fmt: skip
        assert entry.details == {"course": "taking", "from": 0, "to": 50, "attempts": [number]}
    with pytest.raises(Refusal):
        give(app, learner, 50)
    with app.app_context():
        assert len(db.session.scalars(select(AuditEntry)).all()) == 1


def test_the_pages_of_the_quiz_say_how_long_and_until_when(app: Flask, learner: Learner) -> None:
    ask = "ask those who run this site for more time before you start"
    front = learner.get("/quizzes/late-quiz")
    assert "Time to answer: 10\xa0minutes</li>" in front and ask in front
    give(app, learner, 50)
    given = "15\xa0minutes, of which 5 are extra time given to you"
    front = learner.get("/quizzes/late-quiz")
    assert f"Time to answer: {given}</li>" in front and ask not in front
    assert "15\xa0minutes, dont 5 accordées en plus" in learner.get("/fr/courses/taking/quizzes/late-quiz")
    learner.start("late-quiz")
    question = learner.path
    pages = [learner.page, learner.get(question.split("/questions")[0])]
    assert "Come back later" not in pages[1] and "the time runs on" in pages[1]
    for page in pages:
        assert f"In all you have {given}." in page
        assert "The time is up on" in page and "(Abidjan, UTC)" in page
        assert "As this page opened, 14 minutes were left." in page
        assert "/js/deadline" in page and 'role="status" data-remaining="89' in page


def test_a_conflict_and_a_verdict_say_until_when_as_well(app: Flask, learner: Learner) -> None:
    learner.start("late-quiz")
    other_tab = learner.prepared(answer=learner.option("No"))
    learner.get(learner.path)
    learner.send(answer=learner.option("Yes"))
    shown = learner.post(*other_tab)
    assert learner.status == 409
    assert "The time is up on" in shown and "data-remaining" in shown


def test_merged_accounts_keep_the_longer_time_and_what_is_open_lasts_as_long(app: Flask) -> None:
    kept, other = Learner(app, "en"), Learner(app, "en")
    give(app, other, 100)
    kept.start("late-quiz")
    with app.app_context():
        both = db.session.scalars(select(Enrolment).order_by(Enrolment.id)).all()
        merge_enrolments(both[0], both[1], now())
        db.session.commit()
        assert both[0].extra_time_percent == 100
    assert length(attempt(app)) == timedelta(minutes=20)


def test_an_erased_account_leaves_no_trace_of_extra_time(app: Flask, learner: Learner) -> None:
    give(app, learner, 100)
    with app.app_context():
        person = db.session.get_one(Person, learner.person_id)
        erase(Subject(person.id, person.email, person.email_key), now(), keeps_certificates=True)
        db.session.commit()
        assert db.session.scalars(select(Enrolment.extra_time_percent)).one() == 0
