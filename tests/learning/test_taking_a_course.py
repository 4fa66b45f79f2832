"""Taking a course: enrol, finish lessons, go on, complete, leave."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.db import db
from lms.enrolment.models import Enrolment
from lms.learning.models import LessonDone
from tests.forms import HTTPS, hidden, send
from tests.learning.made import courses_folder, enrol, finish, release, write_course
from tests.people import make_person, sign_in


@pytest.fixture
def site(fresh_app: Flask, tmp_path) -> Flask:
    folder = courses_folder(tmp_path / "courses")
    write_course(folder, "first")
    write_course(folder, "second", "certificate: none\nprerequisites: {required: [first]}")
    write_course(folder, "third", "certificate: none\nprerequisites: {advised: [first]}")
    write_course(folder, "members", "certificate: none\naccess: enrolled")
    write_course(folder, "over", 'certificate: none\ncloses: "2001-01-05"')
    release(fresh_app, folder)
    return fresh_app


@pytest.fixture
def learner(site: Flask) -> FlaskClient:
    return sign_in(site.test_client(), make_person(site))


def test_one_tap_enrols_from_the_course_and_from_a_lesson(learner: FlaskClient) -> None:
    assert enrol(learner).location == "/en/courses/first"
    lesson = "/en/courses/members/lessons/members-1"
    assert learner.get(lesson, base_url=HTTPS).status_code == 403
    reply = send(learner, "/en/courses/members/enrol?lesson=members-1", action="/en/courses/members/enrol")
    assert reply.location == lesson
    assert learner.get(lesson, base_url=HTTPS).status_code == 200


def test_whoever_enrols_at_the_end_of_an_open_lesson_stays_there(learner: FlaskClient) -> None:
    lesson = "/en/courses/first/lessons/first-1"
    reply = send(learner, lesson, action="/en/courses/first/enrol", lesson="first-1")
    assert reply.location == f"{lesson}#finish"
    assert 'class="actions" id="finish"' in learner.get(lesson, base_url=HTTPS).text


def test_finishing_a_lesson_leads_to_the_next_and_completes_at_the_last(site: Flask, learner: FlaskClient) -> None:
    enrol(learner)
    assert finish(learner, "first-1").location == "/en/courses/first/lessons/first-2"
    page = learner.get("/en/courses/first", base_url=HTTPS).text
    assert "1 lesson finished out of 2" in page
    assert "Go on: Lesson 2" in page
    assert '<p class="meta">1 lesson out of 2</p>' in page[page.index('id="module-one"') :]
    assert finish(learner, "first-2").location == "/en/courses/first"
    with site.app_context():
        [enrolment] = db.session.query(Enrolment).all()
        assert enrolment.completed_at is not None
        assert enrolment.completed_rule["lessons"] == "all"
        assert enrolment.started_at is not None
    assert "You have completed this course." in learner.get("/en/courses/first", base_url=HTTPS).text


def test_a_lesson_finished_twice_is_finished_once(site: Flask, learner: FlaskClient) -> None:
    enrol(learner)
    text = learner.get("/en/courses/first/lessons/first-1", base_url=HTTPS).text
    fields = hidden(text, "/done")
    for _ in range(2):
        reply = learner.post("/en/courses/first/lessons/first-1/done", data=fields, base_url=HTTPS)
        assert (reply.status_code, reply.location) == (303, "/en/courses/first/lessons/first-2")
    with site.app_context():
        assert db.session.query(LessonDone).count() == 1


def test_a_course_that_comes_first_is_named(learner: FlaskClient) -> None:
    fields = hidden(learner.get("/en/courses/first/enrol", base_url=HTTPS).text)
    asked = learner.get("/en/courses/second/enrol", base_url=HTTPS)
    sent = learner.post("/en/courses/second/enrol", data=fields, base_url=HTTPS)
    for reply in (asked, sent):
        assert reply.status_code == 403
        assert "Another course comes first." in reply.text
        assert 'href="/en/courses/first"' in reply.text
    page = learner.get("/en/courses/second", base_url=HTTPS).text
    assert "Complete this first:" in page
    assert "Enrol in this course" not in page  # no button that leads to a refusal
    enrol(learner)
    finish(learner, "first-1")
    finish(learner, "first-2")
    assert enrol(learner, "second").status_code == 303


def test_a_course_that_is_advised_first_is_named_until_it_is_completed(learner: FlaskClient) -> None:
    pages = ("/en/courses/third", "/en/courses/third/enrol")
    for path in pages:
        page = learner.get(path, base_url=HTTPS).text
        assert 'Useful first: <a href="/en/courses/first">First</a>' in page
        assert "Enrol in this course" in page
    enrol(learner)
    finish(learner, "first-1")
    finish(learner, "first-2")
    for path in pages:
        assert "Useful first:" not in learner.get(path, base_url=HTTPS).text
    assert re.search(r"Useful: <a [^>]*>First</a> <b [^>]*>Completed</b>", learner.get(pages[0], base_url=HTTPS).text)
    assert enrol(learner, "third").status_code == 303


def test_nobody_enrols_in_a_course_that_has_closed(learner: FlaskClient) -> None:
    text = learner.get("/en/courses/first/enrol", base_url=HTTPS).text
    fields = hidden(text)
    asked = learner.get("/en/courses/over/enrol", base_url=HTTPS)
    sent = learner.post("/en/courses/over/enrol", data=fields, base_url=HTTPS)
    for reply in (asked, sent):  # a page opened before it closed still has its button
        assert reply.status_code == 403
        assert "This course has closed" in reply.text
        assert "Enrol in this course" not in reply.text


def test_leaving_keeps_what_was_done(learner: FlaskClient) -> None:
    enrol(learner)
    finish(learner, "first-1")
    assert send(learner, "/en/courses/first/leave", action="/en/courses/first/leave").location == "/en/my-courses"
    assert "Your place is free" in learner.get("/en/my-courses", base_url=HTTPS).text
    enrol(learner)
    assert "1 lesson finished out of 2" in learner.get("/en/courses/first", base_url=HTTPS).text


def test_the_dashboard_says_where_one_was_and_what_comes_next(learner: FlaskClient) -> None:
    enrol(learner)
    finish(learner, "first-1")
    page = learner.get("/en/my-courses", base_url=HTTPS).text
    assert "This is where you were" in page
    assert 'href="/en/courses/first/lessons/first-2"' in page
    assert "1 lesson out of 2" in page


def test_a_course_that_closed_is_marked_and_is_not_the_next_step(site: Flask, learner: FlaskClient, tmp_path) -> None:
    enrol(learner)
    assert "Your next step" in learner.get("/en/my-courses", base_url=HTTPS).text
    head = tmp_path / "courses" / "first" / "course.yml"
    head.write_text(head.read_text("utf-8") + 'closes: "2001-01-05"\n', "utf-8")
    release(site, tmp_path / "courses")
    page = learner.get("/en/my-courses", base_url=HTTPS).text
    assert "Your next step" not in page and "/lessons/first-1" not in page
    assert '<b class="tag">Closed</b>' in page


def test_who_is_not_enrolled_can_finish_nothing_and_leave_nothing(site: Flask, learner: FlaskClient) -> None:
    enrol(learner)
    text = learner.get("/en/courses/first/lessons/first-1", base_url=HTTPS).text
    fields = hidden(text, "/done")
    send(learner, "/en/courses/first/leave", action="/en/courses/first/leave")
    reply = learner.post("/en/courses/first/lessons/first-1/done", data=fields, base_url=HTTPS)
    assert "/enrol?lesson=first-1" in reply.location
    assert learner.get("/en/courses/first/leave", base_url=HTTPS).status_code == 404
    with site.app_context():
        assert db.session.query(LessonDone).count() == 0


def test_the_lesson_of_somebody_signed_in_costs_few_queries(site: Flask, learner: FlaskClient, queries) -> None:
    enrol(learner)
    learner.get("/en/courses/first/lessons/first-1", base_url=HTTPS)
    with queries(site) as statements:
        learner.get("/en/courses/first/lessons/first-1", base_url=HTTPS)
    assert len(statements) <= 4, statements
    with queries(site) as statements:
        learner.get("/en/my-courses", base_url=HTTPS)
    assert len(statements) <= 8, statements


def test_a_reader_without_a_session_gets_a_page_without_a_person(site: Flask) -> None:
    reply = site.test_client().get("/en/courses/first/lessons/first-1", base_url=HTTPS)
    assert "csrf_token" not in reply.text
    assert "Set-Cookie" not in reply.headers
    assert "/en/courses/first/enrol?lesson=first-1" in reply.text
