"""Fixtures of what goes wrong on a device: a phone, and a site whose learners answer on it."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext

from lms.app import create_app
from lms.config import Config
from tests.browser import LiveServer
from tests.conftest import dispose
from tests.databases import Databases
from tests.learning.quizzing import release_course, small_quiz, texts


@pytest.fixture
def quiz_site(sqlite_files: Databases, configure: Callable[..., Config]) -> Iterator[Flask]:
    """The course, its limited quiz of ten questions; what a browser sees does not depend on the kind of database."""
    url = sqlite_files.copy()
    app = create_app(configure(url))
    app.config["TESTING"] = True
    names = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    french, english = small_quiz([f"l-{name}" for name in names], "Dix", time_limit_minutes=30, shuffle="none")
    release_course(app, texts(**{"01_all__04_late_quiz_fr": french, "01_all__04_late_quiz_en": english}))
    yield app
    dispose(app)
    sqlite_files.drop(url)


@pytest.fixture
def quiz_server(quiz_site: Flask) -> Iterator[LiveServer]:
    with LiveServer(quiz_site) as running:
        yield running


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """A phone with script; an error in a script fails the test."""
    context = chromium.new_context(locale="en-GB", viewport={"width": 360, "height": 740})
    problems: list[str] = []
    context.on("weberror", lambda error: problems.append(str(error.error)))
    yield context
    context.close()
    assert not problems, problems
