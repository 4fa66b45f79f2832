"""The pages of figures in every state: accessible, valid, and never wider than a phone."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import select

from lms.accounts.actions import open_sign_in
from lms.accounts.models import Person, Role
from lms.accounts.queries import live_sign_in
from lms.app import create_app
from lms.clock import now
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.publishing.models import Course
from lms.reporting.actions import exporting
from lms.reporting.actions.publishing import publish
from lms.reporting.filters import Filters
from lms.reporting.periods import Span, period_of
from lms.reporting.queries.scope import scope
from tests.benchmarks.cohort import make_cohort
from tests.browser import LiveServer
from tests.catalog.test_pages_in_a_browser import faults
from tests.conftest import dispose, release_shipped_courses
from tests.markup import Turns, html_problems
from tests.people import make_person
from tests.queries import count_queries
from tests.reporting.answering import knowing, look_at, take

HOME = "/administration/statistics"
MOST_QUERIES = 9  # one more than a list may ask: figures of one course are counted over three tables
HEAVIEST_BYTES = 14_000


class Site(NamedTuple):
    app: Flask
    paths: list[str]
    cookie: str


def cookie_of(app: Flask) -> str:
    """The cookie of an administrator whose device has shown its second factor."""
    number = make_person(app, role=Role.ADMINISTRATOR)
    with app.app_context():
        token = open_sign_in(db.session.get_one(Person, number), "a test", now())
        found = live_sign_in(token, now())
        assert found is not None
        found.second_factor_at = now()
        db.session.commit()
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"__Host-session={serializer.dumps({'_user_id': token})}"


def ask_for_files(app: Flask) -> list[str]:
    """The pages of files: ready, being made, failed."""
    with app.test_request_context("/fr/"):
        person = db.session.scalars(select(Person).where(Person.role == Role.ADMINISTRATOR)).one()
        seen = scope("fr", "Africa/Abidjan", now())
        found = []
        for state in ("ready", "waiting", "failed"):
            export = exporting.ask(
                person, Filters(), seen, content="enrolments", file_format="xlsx", delimiter=";", with_names=True,
                reason="a reason of some length", language="fr", at=now(),
            )  # fmt: skip
            if state != "ready":
                export.finished_at = export.expires_at = None
                export.rows_done = 120
            if state == "failed":
                export.failed_at = now()
            found.append(f"{HOME}/exports/{export.public_id}")
        last = period_of((now() - timedelta(days=92)).date(), Span.QUARTER)
        publish(last, now(), "person:1")
        db.session.commit()
    return found


def answer_questions(app: Flask) -> list[str]:
    """The pages about questions: flagged and unflagged, taken and untaken, of several kinds; and the gain."""
    with app.app_context():
        course = select(Course.id).where(Course.slug == "fundamentals").scalar_subquery()
        enrolments = db.session.scalars(select(Enrolment.id).where(Enrolment.course_id == course).limit(31)).all()
    for number, enrolment_id in enumerate(enrolments):
        language = ("fr", "en")[number % 2]
        take(app, enrolment_id, "map-quiz", knowing(number / 31, language), at=now(), language=language)
    for quiz in ("before-quiz", "exam"):
        take(app, enrolments[0], quiz, knowing(0.7, "fr"), at=now() + timedelta(hours=2 * (quiz == "exam")))
    taken = [f"map-quiz/{one.question.key}" for one in look_at(app, "fundamentals", "map-quiz").questions][:2]
    kinds = {one.question.kind: one.question.key for one in look_at(app, "fundamentals", "exam").questions}
    untaken = [f"exam/{kinds[kind]}" for kind in ("numeric", "ordering", "blanks")]
    found = ["", "/fundamentals", *(f"/fundamentals/{one}" for one in ("map-quiz", "exam?page=2", *taken, *untaken))]
    return [f"{HOME}/questions{path}" for path in found] + [f"{HOME}/gain/fundamentals/before-quiz"]


@pytest.fixture(scope="module")
def empty(sqlite_files, configure) -> Iterator[Site]:
    """An installation without an enrolment; its administrator's account is left aside by a filter."""
    url = sqlite_files.copy()
    app = create_app(configure(url))
    app.config["TESTING"] = True
    cookie = cookie_of(app)
    yield Site(app, [f"{HOME}?language=en", f"{HOME}/quarters", f"{HOME}/exports"], cookie)
    dispose(app)
    sqlite_files.drop(url)


@pytest.fixture(scope="module")
def site(sqlite_files, configure) -> Iterator[Site]:
    """An installation with some hundred enrolments, and files of them in every state."""
    url = sqlite_files.copy()
    app = create_app(configure(url))
    app.config["TESTING"] = True
    release_shipped_courses(app)
    cookie = cookie_of(app)
    with app.app_context():
        make_cohort(["fundamentals", "welcome"], 600, now())
        db.session.commit()
    paths = [
        HOME, f"{HOME}?by=sector&course=fundamentals", f"{HOME}?by=module", f"{HOME}/exports?by=module",
        f"{HOME}?by=quarter&sex=none&age=65%2B",
        f"{HOME}?by=release&country=ZZ", f"{HOME}/exports?by=month&country=CI", f"{HOME}/quarters",
    ]  # fmt: skip
    yield Site(app, paths + ask_for_files(app) + answer_questions(app), cookie)
    dispose(app)
    sqlite_files.drop(url)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [
        ("fr", "light", 320),
        ("en", "dark", 1280),
        pytest.param("fr", "dark", 1280, marks=pytest.mark.slow),
        pytest.param("en", "light", 360, marks=pytest.mark.slow),
    ],
)
def test_every_page_can_be_used_by_everyone(
    site: Site, empty: Site, chromium: Browser, turns: Turns, language: str, scheme: str, width: int
) -> None:
    found: list[str] = []
    for app, paths, cookie in (site, empty):
        context = chromium.new_context(
            color_scheme=scheme,  # type: ignore[arg-type]
            viewport={"width": width, "height": 800},
            extra_http_headers={"Cookie": cookie},
        )
        page = context.new_page()
        with LiveServer(app) as server:
            for path in paths:
                reply = page.goto(f"{server.url}/{language}{path}")
                assert reply is not None
                assert reply.status == 200
                found += faults(page, turns)
                if page.evaluate("() => document.documentElement.scrollWidth") > width:
                    found.append(f"{page.url}: wider than the screen")
        context.close()
    assert found == []


@pytest.mark.java
def test_every_page_is_valid_html(site: Site, empty: Site, tmp_path: Path) -> None:
    pages = {}
    for kind, (app, paths, cookie) in (("site", site), ("empty", empty)):
        client = app.test_client(use_cookies=False)
        for language in ("fr", "en"):
            for place, path in enumerate(paths):
                reply = client.get(f"/{language}{path}", base_url="https://localhost", headers={"Cookie": cookie})
                pages[f"{kind}-{language}-{place}"] = reply.text
    assert html_problems(pages, tmp_path / "pages") == []


def test_pages_keep_to_their_budgets(site: Site) -> None:
    client = site.app.test_client(use_cookies=False)
    found = []
    for path in site.paths:
        headers = {"Cookie": site.cookie, "Accept-Encoding": "br"}
        with count_queries(site.app) as statements:
            reply = client.get(f"/fr{path}", base_url="https://localhost", headers=headers)
        assert reply.headers["Cache-Control"] == "private, no-store"
        if len(statements) > MOST_QUERIES or len(reply.data) > HEAVIEST_BYTES:
            found.append(f"{path}: {len(statements)} queries, {len(reply.data)} bytes")
    assert found == []


def test_states_say_what_they_are(site: Site, empty: Site) -> None:
    client = empty.app.test_client(use_cookies=False)
    page = client.get(f"/fr{empty.paths[0]}", base_url="https://localhost", headers={"Cookie": empty.cookie}).text
    assert "Aucune inscription ne répond à tous ces filtres" in page
    client = site.app.test_client(use_cookies=False)
    shown = client.get(f"/en{HOME}", base_url="https://localhost", headers={"Cookie": site.cookie}).text
    assert "<script" not in shown and " style=" not in shown
    for path, status in ((f"{HOME}?period=2026-Q5", 404), (f"{HOME}?by=name", 404)):
        reply = client.get(f"/en{path}", base_url="https://localhost", headers={"Cookie": site.cookie})
        assert reply.status_code == status
