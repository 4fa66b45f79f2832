"""A quiz with a time limit in a browser: the end stands on every page, and is said, politely, before it comes."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import update

from lms.app import create_app
from lms.clock import now
from lms.config import Config
from lms.db import db
from lms.enrolment.models import Enrolment
from tests.browser import LiveServer
from tests.conftest import dispose
from tests.databases import Databases
from tests.learning.quizzing import release_course
from tests.learning.test_quiz_in_a_browser import Looking
from tests.markup import html_problems


@pytest.fixture
def site(sqlite_files: Databases, configure: Callable[..., Config]) -> Iterator[Flask]:
    """The course on one kind of database: what a browser sees does not depend on it."""
    url = sqlite_files.copy()
    app = create_app(configure(url))
    app.config["TESTING"] = True
    release_course(app)
    yield app
    dispose(app)
    sqlite_files.drop(url)


@pytest.mark.browser
@pytest.mark.java
@pytest.mark.parametrize(("language", "width"), [("fr", 320), ("en", 1280)])
def test_every_page_says_until_when_and_can_be_used_by_everyone(
    site: Flask, chromium: Browser, tmp_path: Path, language: str, width: int
) -> None:
    with LiveServer(site) as server:
        looking = Looking(chromium, server, site, language, viewport={"width": width, "height": 800})
        page = looking.page
        page.goto(f"{looking.base}/late-quiz")
        looking.look("front")
        with site.app_context():
            db.session.execute(update(Enrolment).values(extra_time_percent=50))
            db.session.commit()
        page.goto(f"{looking.base}/late-quiz")
        looking.look("front-extra")
        looking.send()
        expect(page.locator("[data-remaining]")).to_have_text("")
        looking.look("question")
        page.goto(re.sub("/questions/.*", "", page.url))
        looking.look("check")
        page.goto(f"{looking.base}/late-quiz")
        looking.look("front-begun")
        looking.context.close()
    assert looking.found == []
    assert html_problems(looking.seen, tmp_path / "pages") == []


@pytest.mark.browser
def test_with_script_the_end_is_said_before_it_comes_whatever_the_clock_of_the_device(
    site: Flask, chromium: Browser
) -> None:
    with LiveServer(site) as server:
        looking = Looking(chromium, server, site, "en", viewport={"width": 360, "height": 740})
        page = looking.page
        page.clock.install(time=now() + timedelta(days=1))
        page.goto(f"{looking.base}/late-quiz")
        looking.send()
        said = page.locator("[data-remaining]")
        assert said.get_attribute("role") == "status"
        expect(said).to_have_text("")
        for minutes, words in ((4, ""), (1, "5 minutes left."), (3, "5 minutes left."), (1, "1 minute left.")):
            page.clock.fast_forward(minutes * 60_000)
            expect(said).to_have_text(words)
        # A page that this device kept tells an end that is further away than it is: the first one holds.
        page.reload()
        expect(said).to_have_text("1 minute left.")
        page.clock.fast_forward(60_000)
        expect(said).to_have_text("The time is up: what was saved by then counts.")
        looking.context.close()
