"""The certificate of a completed course: issued by the POST that meets the rule, or the one that confirms the name."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.certification.models import Certificate
from lms.db import db
from lms.enrolment.models import Enrolment
from tests.forms import HTTPS, hidden, send
from tests.learning.made import enrol, finish, release, write_course
from tests.people import make_person, sign_in

INSTITUTIONS = (
    "palabre: {name: {fr: Palabre, en: Palabre}, country: null, address: null, "
    "signatory: {name: Ama Mensah, title: {fr: Directrice, en: Director}}}\n"
)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "courses"
    made.mkdir()
    (made / "institutions.yml").write_text(INSTITUTIONS, "utf-8")
    write_course(made, "first", "certificate: {hours: 1.5, valid_months: 24}", lessons=1)
    return made


@pytest.fixture
def site(fresh_app: Flask, folder) -> Flask:
    release(fresh_app, folder)
    return fresh_app


@pytest.fixture
def learner(site: Flask) -> FlaskClient:
    return sign_in(site.test_client(), make_person(site, name="Mariam Kouadio"))


NAME = "/en/courses/first/certificate-name"


def certificates(app: Flask) -> list[Certificate]:
    with app.app_context():
        return db.session.query(Certificate).all()


def test_it_waits_for_the_name_and_then_states_what_was_done(site: Flask, learner: FlaskClient) -> None:
    enrol(learner)
    finish(learner, "first-1")
    assert certificates(site) == []
    assert f'href="{NAME}"' in learner.get("/en/courses/first", base_url=HTTPS).text
    assert send(learner, NAME, name="Mariam  Kouadio-Traoré").status_code == 303
    [made] = certificates(site)
    assert made.facts["name"] == "Mariam Kouadio-Traoré"
    assert made.facts["titles"] == {"fr": "First", "en": "First"}
    assert (made.facts["hours"], made.facts["release"], made.facts["lessons"]) == ("3/2", 1, 1)
    assert made.facts["signatory"]["name"] == "Ama Mensah"
    assert int(made.facts["valid_until"][:4]) == int(made.facts["issued_on"][:4]) + 2
    page = learner.get("/en/my-courses", base_url=HTTPS).text
    assert f"/en/certificates/{made.number}" in page


def test_a_name_confirmed_before_lets_the_last_lesson_issue_it(site: Flask, learner: FlaskClient) -> None:
    enrol(learner)
    send(learner, NAME, name="Mariam Kouadio")
    assert certificates(site) == []
    finish(learner, "first-1")
    assert [one.facts["name"] for one in certificates(site)] == ["Mariam Kouadio"]


@pytest.mark.parametrize("typed", ["", "   ", "x" * 121])
def test_a_name_that_cannot_be_printed_is_asked_for_again(site: Flask, learner: FlaskClient, typed: str) -> None:
    enrol(learner)
    finish(learner, "first-1")
    reply = send(learner, NAME, name=typed)
    assert reply.status_code == 422
    assert 'aria-invalid="true"' in reply.text
    assert typed.strip() in reply.text
    assert certificates(site) == []


def test_fifty_at_once_complete_once_and_certify_once(site: Flask, learner: FlaskClient) -> None:
    enrol(learner)
    send(learner, NAME, name="Mariam Kouadio")
    text = learner.get("/en/courses/first/lessons/first-1", base_url=HTTPS).text
    fields = hidden(text, "/done")
    cookie = learner.get_cookie(site.config["SESSION_COOKIE_NAME"], domain="localhost")
    assert cookie is not None

    def finish_again(_number: int) -> tuple[int, str | None]:
        reply = site.test_client(use_cookies=False).post(
            "/en/courses/first/lessons/first-1/done",
            data=fields,
            base_url=HTTPS,
            headers={"Cookie": f"{cookie.key}={cookie.value}"},
        )
        return reply.status_code, reply.location

    with ThreadPoolExecutor(8) as pool:
        replies = set(pool.map(finish_again, range(50)))
    assert replies == {(303, "/en/courses/first")}
    assert len(certificates(site)) == 1


def test_a_later_release_takes_nothing_away_and_changes_no_certificate(
    site: Flask, learner: FlaskClient, folder
) -> None:
    enrol(learner)
    send(learner, NAME, name="Mariam Kouadio")
    finish(learner, "first-1")
    [before] = certificates(site)
    with site.app_context():
        completed_at = db.session.query(Enrolment).one().completed_at
    module = folder / "first" / "01-one"
    for language in ("fr", "en"):
        (module / f"02-more.{language}.md").write_text("---\ntitle: More\n---\nMore.\n", "utf-8")
    release(site, folder)
    assert "1 lesson finished out of 2" in learner.get("/en/courses/first", base_url=HTTPS).text
    finish(learner, "more")
    [after] = certificates(site)
    assert (after.number, after.facts_digest, after.facts) == (before.number, before.facts_digest, before.facts)
    with site.app_context():
        enrolment = db.session.query(Enrolment).one()
        assert (enrolment.completed_at, enrolment.completed_release_id) == (completed_at, enrolment.release_id)


def test_who_enrolled_by_an_easier_rule_completes_by_it(site: Flask, learner: FlaskClient, folder) -> None:
    enrol(learner)
    module = folder / "first" / "01-one"
    for language in ("fr", "en"):
        (module / f"02-more.{language}.md").write_text("---\ntitle: More\n---\nMore.\n", "utf-8")
    release(site, folder)
    finish(learner, "first-1")
    with site.app_context():
        enrolment = db.session.query(Enrolment).one()
        assert enrolment.completed_at is not None
        assert enrolment.completed_release_id == enrolment.release_id
