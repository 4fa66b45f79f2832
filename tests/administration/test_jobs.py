"""Jobs, looked after: seen without what they are about, tried again and given up."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Role
from lms.clock import now
from lms.db import db
from lms.jobs import actions
from lms.jobs.models import Job
from lms.jobs.retrying import told
from tests.forms import HTTPS, get, hidden, send
from tests.people import staff

LIST = "/en/administration/jobs"
SECRET = "mariam@example.org"


@pytest.fixture
def administrator(fresh_app: Flask) -> FlaskClient:
    return staff(fresh_app, Role.ADMINISTRATOR)


def add(app: Flask, **given: object) -> int:
    values = {"kind": "mail", "arguments": {"to": SECRET}, "created_at": now(), "due_at": now(), **given}
    with app.app_context():
        job = Job(**values)
        db.session.add(job)
        db.session.commit()
        return job.id


def job(app: Flask, number: int) -> Job:
    with app.app_context():
        found = db.session.get_one(Job, number)
        db.session.expunge(found)
        return found


def test_states_are_told_and_arguments_never(fresh_app: Flask, administrator: FlaskClient) -> None:
    add(fresh_app, due_at=now() + timedelta(hours=1))
    add(fresh_app, leased_until=now() + timedelta(minutes=4), kind="close-attempt")
    add(fresh_app, due_at=None, failures=12, last_error="TimeoutError('too slow')")
    add(fresh_app, due_at=None, done_at=now())
    page = get(administrator, LIST).text
    for words in ("Waiting: 1", "Being done: 1", "Given up: 1", "Done: 1", "too slow", "Close a quiz"):
        assert words in page.replace("&#39;", "'"), words
    assert SECRET not in page
    assert "too slow" not in get(administrator, f"{LIST}?state=done").text
    assert "Nobody seems to do the jobs" not in page


def test_a_worker_that_is_missing_is_noticed(fresh_app: Flask, administrator: FlaskClient) -> None:
    add(fresh_app, due_at=now() - timedelta(minutes=6))
    assert "Nobody seems to do the jobs" in get(administrator, LIST).text


def test_a_job_that_failed_is_tried_again_at_once(fresh_app: Flask, administrator: FlaskClient) -> None:
    number = add(fresh_app, due_at=None, failures=12, last_error="TimeoutError()")
    sent = send(administrator, LIST, action=f"/jobs/{number}/again")
    assert "It is tried at once" in get(administrator, sent.location).text
    assert (job(fresh_app, number).failures, job(fresh_app, number).due_at is not None) == (0, True)


def test_a_job_is_given_up_and_nobody_claims_it(fresh_app: Flask, administrator: FlaskClient) -> None:
    number = add(fresh_app)
    assert send(administrator, LIST, action=f"/jobs/{number}/stop").status_code == 303
    with fresh_app.app_context():
        assert actions.claim(now()) is None
    assert job(fresh_app, number).due_at is None


def test_what_is_done_or_being_done_is_left_alone(fresh_app: Flask, administrator: FlaskClient) -> None:
    number = add(fresh_app)
    page = get(administrator, LIST).text
    with fresh_app.app_context():
        assert actions.claim(now()) is not None
        db.session.commit()
    refused = send(administrator, LIST, page, action=f"/jobs/{number}/stop")
    assert refused.status_code == 409
    assert "is being done at this moment" in refused.text
    with fresh_app.app_context():
        db.session.get_one(Job, number).done_at = now()
        db.session.commit()
    refused = send(administrator, LIST, page, action=f"/jobs/{number}/again")
    assert (refused.status_code, "This job is done" in refused.text) == (409, True)


def test_support_looks_and_does_not_act(fresh_app: Flask, administrator: FlaskClient) -> None:
    number = add(fresh_app)
    support = staff(fresh_app, Role.SUPPORT)
    page = get(support, LIST)
    assert (page.status_code, "Try at once" in page.text) == (200, False)
    fields = hidden(get(support, "/en/account/name").text)
    forged = support.post(f"{LIST}/{number}/stop", base_url=HTTPS, headers={"Referer": HTTPS}, data=fields)
    assert forged.status_code == 404
    assert job(fresh_app, number).due_at is not None


def test_what_is_kept_of_an_error_names_nobody() -> None:
    assert told("IntegrityError('duplicate key\\nDETAIL: Key (email)=(a@b.example) exists')") == (
        "IntegrityError('duplicate key"
    )
    assert told("ValueError('no <mariam@example.org> here')") == "ValueError('no <…@…> here')"
    assert len(told("x" * 9000)) == 500
