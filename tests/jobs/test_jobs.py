"""A job is written with its cause, done after the commit, tried again, and picked up when its doer dies."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from lms.clock import now
from lms.db import db
from lms.jobs import actions
from lms.jobs.cli import Runner, run_due, sweep
from lms.jobs.models import Job
from lms.jobs.retrying import LEASE, MOST_FAILURES, delay_after


@pytest.fixture
def kind() -> Iterator[Callable[..., list[object]]]:
    """Registers the kind "test" and gives the list of what was done."""

    def make(carry_out=None, reach_out=None) -> list[object]:
        done: list[object] = []
        default = lambda arguments, found, at: done.append(arguments.get("n"))  # noqa: E731
        actions.register("test", actions.Kind(carry_out or default, reach_out))
        return done

    yield make
    actions.kinds.pop("test", None)


def add(app: Flask, commit: bool = True, **arguments: object) -> None:
    with app.app_context():
        actions.add("test", arguments, now())
        if commit:
            db.session.commit()
        else:
            db.session.rollback()


def only_job(app: Flask) -> Job:
    with app.app_context():
        job = db.session.scalars(select(Job)).one()
        db.session.expunge(job)
        return job


def test_a_job_is_done_once_and_forgets_what_it_was_about(fresh_app: Flask, kind) -> None:
    done = kind()
    add(fresh_app, n=1)
    with fresh_app.app_context():
        assert run_due() == 1
        assert run_due() == 0
    assert done == [1]
    job = only_job(fresh_app)
    assert job.done_at is not None
    assert job.due_at is None
    assert job.arguments == {}


def test_a_job_goes_with_the_transaction_that_caused_it(fresh_app: Flask, kind) -> None:
    done = kind()
    add(fresh_app, commit=False, n=1)
    with fresh_app.app_context():
        assert run_due() == 0
    assert done == []


def test_a_job_waits_for_its_moment(fresh_app: Flask, kind) -> None:
    done = kind()
    with fresh_app.app_context():
        actions.add("test", {"n": 1}, now(), due_at=now() + timedelta(hours=1))
        db.session.commit()
        assert run_due() == 0
        assert run_due(lambda: now() + timedelta(hours=2)) == 1
    assert done == [1]


def test_a_failure_is_noted_undone_and_tried_again_later(
    fresh_app: Flask, kind, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_arguments, _found, at) -> None:
        actions.add("test", {"n": "never"}, at)
        raise RuntimeError("no luck")

    kind(fail)
    add(fresh_app)
    with caplog.at_level(logging.CRITICAL, "lms"), fresh_app.app_context():
        assert run_due() == 1
        assert run_due() == 0
    job = only_job(fresh_app)
    assert job.failures == 1
    assert "no luck" in (job.last_error or "")
    assert job.leased_until is None
    done = kind()
    with fresh_app.app_context():
        assert run_due(lambda: now() + timedelta(minutes=1)) == 1
    assert done == [None]


def test_the_delays_grow_and_end() -> None:
    delays = [delay_after(count) for count in range(1, MOST_FAILURES + 1)]
    assert delays[0] == timedelta(seconds=10)
    assert delays[-1] is None
    assert delays[:-1] == sorted(delays[:-1])
    assert max(delays[:-1]) == timedelta(hours=6)


def test_a_job_whose_doer_died_is_picked_up_when_its_lease_ran_out(fresh_app: Flask, kind) -> None:
    done = kind()
    add(fresh_app, n=1)
    with fresh_app.app_context():
        assert actions.claim(now()) is not None
        db.session.commit()
        assert run_due() == 0
        assert run_due(lambda: now() + LEASE) == 1
    assert done == [1]
    assert only_job(fresh_app).failures == 1


def test_a_job_that_kills_whoever_does_it_is_given_up(fresh_app: Flask, kind) -> None:
    done = kind()
    add(fresh_app)
    with fresh_app.app_context():
        for number in range(MOST_FAILURES):
            assert actions.claim(now() + number * LEASE) is not None
            db.session.commit()
        assert run_due(lambda: now() + 20 * LEASE) == 1
        assert run_due(lambda: now() + 40 * LEASE) == 0
    assert done == []
    assert only_job(fresh_app).due_at is None


def test_what_talks_to_the_world_holds_no_transaction(fresh_app: Flask, kind) -> None:
    def reach_out(_arguments) -> str:
        other = threading.Thread(target=add, args=(fresh_app, False))
        from lms.db import read_only

        def write() -> None:
            read_only.set(False)
            add(fresh_app, False)

        other = threading.Thread(target=write)
        other.start()
        other.join(3)
        assert not other.is_alive()
        return "answer"

    found: list[object] = []
    kind(lambda _arguments, answer, _at: found.append(answer), reach_out)
    add(fresh_app)
    with fresh_app.app_context():
        run_due()
    assert found == ["answer"]


def test_eight_doers_do_every_job_once(fresh_app: Flask, kind) -> None:
    done = kind()
    with fresh_app.app_context():
        for number in range(20):
            actions.add("test", {"n": number}, now())
        db.session.commit()

    def work() -> None:
        with fresh_app.app_context():
            run_due()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == list(range(20))


def test_a_thread_wakes_at_the_commit_that_adds_a_job_and_ends_when_told(fresh_app: Flask, kind) -> None:
    done = kind()
    with Runner(fresh_app):
        time.sleep(0.3)  # it has looked, and waits
        began = time.monotonic()
        add(fresh_app, n=1)
        while not done and time.monotonic() - began < 3:
            time.sleep(0.01)
        assert done == [1]
    assert not any(thread.name == "jobs" for thread in threading.enumerate())


def test_what_nobody_needs_any_more_is_swept(fresh_app: Flask, kind) -> None:
    from sqlalchemy import func

    from lms.accounts.models import EmailCode, Person, SignIn, SignInCount
    from lms.idempotency.models import SentForm
    from lms.mail.models import Mail
    from lms.publishing.models import Course
    from tests.people import make_person
    from tests.rows import DIGEST

    at = now()
    person_id = make_person(fresh_app)
    tables = (EmailCode, SignIn, SignInCount, SentForm, Mail, Job)
    with fresh_app.app_context():
        job = Job(kind="mail", arguments={}, created_at=at, done_at=at)
        db.session.add(job)
        db.session.flush()
        db.session.add_all(
            [
                EmailCode(person_id=person_id, purpose="sign-in", digest=DIGEST, created_at=at, expires_at=at),
                SignInCount(key="a", tries=1, window_ends_at=at),
                SentForm(key="a", sender="1", route="a", body_digest=DIGEST, created_at=at),
                SignIn(
                    token_digest=DIGEST, public_id="a", person_id=person_id, device="", created_at=at, used_at=at,
                    expires_at=at,
                ),
                Mail(
                    message_id="a", recipient="a", language="fr", subject="a", body="a", is_secret=False,
                    job_id=job.id, created_at=at,
                ),
                Person(name="A", email="u", email_key="u", language="fr", country="CI", created_at=at),
            ]
        )  # fmt: skip
        db.session.commit()

        def left(after: timedelta) -> list[str]:
            sweep(at + after)
            return [table.__name__ for table in tables if db.session.scalar(select(func.count()).select_from(table))]

        assert left(timedelta(minutes=1)) == ["SignIn", "SentForm", "Mail", "Job"]
        assert left(timedelta(days=8)) == ["SignIn", "Mail", "Job"]
        assert left(timedelta(days=31)) == []
        assert db.session.scalars(select(Person.id)).all() == [person_id]
        assert db.session.scalars(select(Course)).all() == []
