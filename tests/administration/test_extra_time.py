"""Support gives a learner more time in the quizzes of a course, from the page of the person."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.accounts.models import Person, Role
from lms.audit.models import AuditEntry
from lms.clock import now
from lms.db import db
from lms.enrolment.actions import enrol
from lms.enrolment.models import Enrolment
from lms.publishing.queries import releases
from tests.forms import get, send
from tests.learning.quizzing import SLUG, Learner, release_course
from tests.people import make_person, staff

PEOPLE = "/en/administration/people"
ASKED = {"extra-course": SLUG, "extra-time": "50", "extra-reason": "Reads with a magnifier"}


@pytest.fixture
def app(fresh_app: Flask) -> Flask:
    release_course(fresh_app)
    return fresh_app


@pytest.fixture
def helper(app: Flask) -> Iterator[FlaskClient]:
    yield staff(app, Role.SUPPORT, name="The Helper")


def page_of(app: Flask, person_id: int) -> str:
    with app.app_context():
        return f"{PEOPLE}/{db.session.get_one(Person, person_id).public_id}"


def given(app: Flask, person_id: int) -> int:
    with app.app_context():
        return db.session.scalars(select(Enrolment.extra_time_percent).where(Enrolment.person_id == person_id)).one()


def entries(app: Flask) -> list[AuditEntry]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEntry)))


def test_support_gives_time_with_a_reason_and_the_page_says_so(app: Flask, helper: FlaskClient) -> None:
    learner = Learner(app, "en")
    address = page_of(app, learner.person_id)
    assert 'value="0" id="extra-time" checked' in get(helper, address).text  # one course: what holds there is chosen
    assert send(helper, address, action="extra-time", **ASKED).location == f"{address}?done=extra-time"
    assert given(app, learner.person_id) == 50
    [entry] = entries(app)
    assert (entry.action, entry.object, entry.reason) == (
        "enrolment.extra-time", str(learner.person_id), "Reads with a magnifier",
    )  # fmt: skip
    assert "Awa" not in str(entry.details)
    shown = get(helper, f"{address}?done=extra-time").text
    assert "The extra time is set." in shown and "extra time in quizzes: 50%" in shown
    assert "Extra time for quizzes changed" in shown
    assert "of which 5 are extra time" in learner.get("/quizzes/late-quiz")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"extra-reason": " "}, "Say the reason"),
        ({"extra-time": ""}, "Choose how much more time"),
        ({"extra-time": "0"}, "this is what they have now"),
        ({"extra-course": "another"}, "Choose a course that this person takes"),
        ({"extra-course": ""}, "Choose a course that this person takes"),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_is_written(
    app: Flask, helper: FlaskClient, fields: dict[str, str], said: str
) -> None:
    learner = Learner(app)
    reply = send(helper, page_of(app, learner.person_id), action="extra-time", **{**ASKED, **fields})
    assert reply.status_code == 422
    assert said in reply.text and "<details open>" in reply.text
    assert (given(app, learner.person_id), entries(app)) == (0, [])


@pytest.mark.parametrize("percent", ["1", "400", "-25", "50.5", "fifty"])
def test_only_the_amounts_offered_can_be_given(app: Flask, helper: FlaskClient, percent: str) -> None:
    learner = Learner(app)
    address = page_of(app, learner.person_id)
    assert send(helper, address, action="extra-time", **{**ASKED, "extra-time": percent}).status_code == 400
    assert given(app, learner.person_id) == 0


def test_support_gives_nothing_to_those_with_a_role(app: Flask, helper: FlaskClient) -> None:
    colleague, learner = make_person(app, role=Role.ANALYST), Learner(app)
    with app.app_context():
        release = releases.current(SLUG)
        assert release is not None
        enrol(db.session.get_one(Person, colleague), release, "en", now())
        db.session.commit()
    address = page_of(app, colleague)
    assert "extra-time" not in get(helper, address).text
    page = get(helper, page_of(app, learner.person_id)).text
    forged = page.replace(page_of(app, learner.person_id), address)
    assert send(helper, PEOPLE, forged, action="extra-time", **ASKED).status_code == 422
    assert (given(app, colleague), entries(app)) == (0, [])


def test_analysts_and_learners_give_nothing(app: Flask) -> None:
    learner = Learner(app)
    address = page_of(app, learner.person_id)
    for somebody in (staff(app, Role.ANALYST), learner.client):
        form = get(somebody, "/en/account/name").text.replace("<form ", f'<form action="{address}/extra-time" ')
        assert send(somebody, "/en/account/name", form, **ASKED).status_code == 404
    assert given(app, learner.person_id) == 0


def test_somebody_who_left_the_course_is_given_nothing(app: Flask, helper: FlaskClient) -> None:
    learner = Learner(app)
    address = page_of(app, learner.person_id)
    page = get(helper, address).text
    learner.get("/leave")
    learner.send()
    assert send(helper, address, page, action="extra-time", **ASKED).status_code == 422
    assert "extra-time" not in get(helper, address).text
    assert given(app, learner.person_id) == 0
