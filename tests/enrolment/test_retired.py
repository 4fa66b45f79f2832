"""A retired course: not listed, nobody begins it, those who take it go on."""

import pytest
from flask import Flask

from lms.accounts.models import Person
from lms.audit.models import AuditEntry
from lms.clock import now
from lms.db import db
from lms.errors import Refusal
from lms.publishing import actions
from tests.conftest import release_shipped_courses
from tests.people import make_person, sign_in

SLUG = "fundamentals"


@pytest.fixture
def site(fresh_app: Flask) -> Flask:
    release_shipped_courses(fresh_app)
    return fresh_app


def retire(app: Flask) -> None:
    with app.app_context():
        actions.retire(SLUG, actor="console:ama", reason="an older law", at=now())
        db.session.commit()


def test_it_is_neither_listed_nor_found_and_says_why_it_cannot_be_begun(site: Flask) -> None:
    client = sign_in(site.test_client(), make_person(site))
    retire(site)
    assert f"/en/courses/{SLUG}" not in client.get("/en/courses", base_url="https://localhost").text
    assert f"/courses/{SLUG}/" not in client.get("/en/search?q=buyer", base_url="https://localhost").text
    page = client.get(f"/en/courses/{SLUG}", base_url="https://localhost").text
    assert "This course was retired" in page
    assert "Enrol in this course" not in page
    page = site.test_client().get(f"/en/courses/{SLUG}", base_url="https://localhost").text
    assert "This course was retired" in page
    assert "Sign in and enrol" not in page


def test_it_is_written_into_the_audit_log_and_can_be_undone(site: Flask) -> None:
    retire(site)
    with site.app_context():
        [entry] = db.session.query(AuditEntry).all()
        assert (entry.actor, entry.action, entry.object, entry.reason) == (
            "console:ama", "course.retire", SLUG, "an older law",
        )  # fmt: skip
        with pytest.raises(Refusal):
            actions.retire(SLUG, actor="console:ama", reason="twice", at=now())
        actions.reopen(SLUG, actor="console:ama", reason="mended", at=now())
        db.session.commit()
    assert f"/en/courses/{SLUG}" in site.test_client().get("/en/courses").text


def test_an_unknown_course_is_refused(site: Flask) -> None:
    with site.app_context(), pytest.raises(Refusal):
        actions.retire("nothing", actor="console:ama", reason="x", at=now())


def test_who_takes_it_still_has_it(site: Flask) -> None:
    from lms.enrolment.actions import enrol
    from lms.publishing.queries import releases

    person_id = make_person(site)
    with site.app_context():
        enrol(db.session.get_one(Person, person_id), releases.current(SLUG), "en", now())
        db.session.commit()
    retire(site)
    client = sign_in(site.test_client(), person_id)
    assert f"/en/courses/{SLUG}" in client.get("/en/my-courses", base_url="https://localhost").text
    lesson = client.get(f"/en/courses/{SLUG}/lessons/giving", base_url="https://localhost")
    assert "I have finished this lesson" in lesson.text
