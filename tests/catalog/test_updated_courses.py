"""Who completed a course is told once, quietly, what is new in it since; nothing that they have changes."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from lms.clock import now
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.publishing.queries import CACHE
from lms.publishing.queries.news import JUDGED
from lms.publishing.queries.releases import current
from tests.forms import HTTPS
from tests.learning.made import courses_folder, enrol, finish, release, write_course
from tests.people import make_person, sign_in

SAID = "<summary>Updated since the version you completed</summary>"
ON_A_CARD = "Updated since the version you completed"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = courses_folder(tmp_path / "courses")
    write_course(folder, "first")
    return folder


@pytest.fixture
def site(fresh_app: Flask, folder: Path) -> Flask:
    release(fresh_app, folder)
    return fresh_app


@pytest.fixture
def learner(site: Flask) -> FlaskClient:
    client = sign_in(site.test_client(), make_person(site))
    enrol(client)
    return client


def complete(client: FlaskClient) -> None:
    finish(client, "first-1")
    finish(client, "first-2")


def write(folder: Path, name: str, title: str, text: str, slug: str = "first") -> None:
    for language in ("fr", "en"):
        path = folder / slug / "01-one" / f"{name}.{language}.md"
        path.write_text(f"---\ntitle: {title}\n---\n{text}\n", "utf-8")


def change(site: Flask, folder: Path, slug: str = "first") -> None:
    """One lesson more, one told otherwise, one gone."""
    write(folder, f"01-{slug}-1", "Lesson 1", "A text about coffee.", slug)
    write(folder, "03-later", "What came later", "Later.", slug)
    for path in (folder / slug / "01-one").glob("02-*"):
        path.unlink()
    release(site, folder)


def course(client: FlaskClient, language: str = "en", query: str = "") -> str:
    return client.get(f"/{language}/courses/first{query}", base_url=HTTPS).text


def dashboard(client: FlaskClient) -> str:
    return client.get("/en/my-courses", base_url=HTTPS).text


def told(page: str) -> list[str]:
    """The lines of what is new: what became of lessons, then which."""
    inside = re.search(r'<details class="aims" id="new"[^>]*>(.*?)</details>', page, re.S)
    assert inside
    return re.findall(r"<strong>(.*?)</strong>|<li[^>]*>(?:<a[^>]*>)?(.*?)<", inside[1])


def test_what_is_new_is_told_by_lesson_with_links_and_nothing_changes(
    site: Flask, learner: FlaskClient, folder: Path
) -> None:
    complete(learner)
    with site.app_context():
        before = db.session.query(Enrolment).one()
        db.session.expunge(before)
    assert SAID not in course(learner) and ON_A_CARD not in dashboard(learner)
    change(site, folder)
    page = course(learner)
    assert SAID in page
    assert [title or line for title, line in told(page)] == [
        "New lessons", "What came later", "Revised lessons", "Lesson 1", "No longer in the course", "Lesson 2",
    ]  # fmt: skip
    assert "Nothing changes for you: the course stays completed since" in page
    assert "You have completed this course." in page
    assert "nothing more is asked of you" in page and "To do" not in page and "1 of 2" not in page
    assert 'href="/en/courses/first/lessons/later"' in page[page.index('id="new"') : page.index("</details>")]
    card = dashboard(learner)
    assert card.count(ON_A_CARD) == 1 and 'href="/en/courses/first?new=1#new"' in card
    assert 'id="new" open>' in course(learner, query="?new=1")
    assert "Mis à jour depuis la version que vous avez terminée" in course(learner, "fr")
    finish(learner, "later")
    assert '<span class="done">Done</span>' in course(learner)[page.index('id="new"') :].partition("</details>")[0]
    with site.app_context():
        after = db.session.query(Enrolment).one()
        for name in ("completed_at", "completed_release_id", "completed_rule"):
            assert getattr(after, name) == getattr(before, name)


def test_who_has_not_completed_is_told_nothing(site: Flask, learner: FlaskClient, folder: Path) -> None:
    finish(learner, "first-1")
    change(site, folder)
    assert SAID not in course(learner) and ON_A_CARD not in dashboard(learner)
    assert SAID not in site.test_client().get("/en/courses/first", base_url=HTTPS).text


def test_who_completed_what_is_shown_now_is_told_nothing(site: Flask, learner: FlaskClient, folder: Path) -> None:
    change(site, folder)
    finish(learner, "first-1")
    finish(learner, "later")
    assert "You have completed this course." in course(learner)
    assert SAID not in course(learner) and ON_A_CARD not in dashboard(learner)


def test_a_release_that_concerns_no_learner_is_not_told(site: Flask, learner: FlaskClient, folder: Path) -> None:
    complete(learner)
    write(folder, "01-first-1", "Lesson 1", "A text, about cocoa!")
    head = folder / "first" / "course.en.md"
    head.write_text(head.read_text("utf-8").replace("A summary.", "Another summary."), "utf-8")
    release(site, folder)
    assert "Another summary." in course(learner)
    assert SAID not in course(learner) and ON_A_CARD not in dashboard(learner)


def test_a_course_that_closed_names_what_is_new_and_leads_to_no_closed_lesson(
    site: Flask, learner: FlaskClient, folder: Path
) -> None:
    complete(learner)
    head = folder / "first" / "course.yml"
    head.write_text(head.read_text("utf-8") + 'closes: "2001-01-05"\n', "utf-8")
    change(site, folder)
    page = course(learner)
    part = page[page.index('id="new"') : page.index("</details>")]
    assert "What came later" in part and "<a " not in part


def test_the_list_of_courses_costs_as_much_for_many_as_for_few(
    site: Flask, learner: FlaskClient, folder: Path, queries: Callable[..., Any]
) -> None:
    slugs = [f"more-{number}" for number in range(6)]
    for slug in slugs:
        write_course(folder, slug, "certificate: none\nprerequisites: {advised: [first]}")
    release(site, folder)
    complete(learner)
    for slug in slugs:
        enrol(learner, slug)
    with site.app_context():
        for slug in slugs:
            made = current(slug)
            assert made is not None
            db.session.execute(
                update(Enrolment)
                .where(Enrolment.course_id == made.course_id)
                .values(completed_at=now(), completed_release_id=made.id, completed_rule={})
            )
        db.session.commit()
    for slug in slugs:
        change(site, folder, slug)
    change(site, folder)
    CACHE.clear()
    JUDGED.clear()
    assert dashboard(learner).count(ON_A_CARD) == 7  # the first page of a process reads parts as well
    for path in ("/en/my-courses", "/en/courses/first", "/en/courses/more-0"):
        with queries(site) as statements:
            assert "since the version" in learner.get(path, base_url=HTTPS).text
        assert len(statements) <= 8, statements
