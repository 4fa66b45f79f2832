"""A quiz in a browser: every page of it for everyone, in both widths, with script and without."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from lms.app import create_app
from lms.config import Config
from tests.browser import LiveServer
from tests.catalog.test_pages_in_a_browser import faults
from tests.conftest import dispose
from tests.databases import Databases
from tests.learning.quizzing import SLUG, Learner, release_course
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


class Taking:
    """A browser that takes the quizzes and looks at every page it comes to."""

    def __init__(self, browser: Browser, server: LiveServer, app: Flask, language: str, **context: object) -> None:
        cookie = Learner(app, language).client.get_cookie("__Host-session", domain="localhost")
        assert cookie is not None
        self.context = browser.new_context(**context)  # type: ignore[arg-type]
        self.context.add_cookies([{"name": "__Host-session", "value": cookie.value, "secure": True,
                                   "url": server.url.replace("http:", "https:")}])  # fmt: skip
        self.page: Page = self.context.new_page()
        self.base = f"{server.url}/{language}/courses/{SLUG}/quizzes"
        self.seen: dict[str, str] = {}

    def look(self, name: str) -> None:
        """Keep a page's HTML."""
        self.seen[name] = self.page.content()

    def follow(self, selector: str, page: Page | None = None) -> None:
        """Press what leads to another page, and be there: the script saves first, then goes."""
        page = page or self.page
        with page.expect_navigation():
            page.click(selector)

    def send(self) -> None:
        """Press the one filled button of the page."""
        self.follow("main form .actions .button")

    def go(self) -> None:
        """Come by every page that a quiz has."""
        page = self.page
        page.goto(f"{self.base}/all-quiz")
        self.look("front")
        self.send()
        for _number in range(9):
            key = re.search(r"/questions/([a-z-]+)", page.url)
            assert key is not None, page.url
            self.look(f"question-{key[1]}")
            if key[1] == "children":
                page.fill("[name=answer]", "?")
                self.send()
                self.look("question-error")
            if key[1] == "who":
                page.locator(".option").first.click()
                self.send()
            elif key[1] == "steps":
                page.locator("[name=down]:not([hidden])").first.click()
                self.look("question-moved")
                self.send()
            else:
                self.follow("main form .actions > a")
        self.look("check")
        self.send()
        self.look("result")
        page.goto(f"{self.base}/each-quiz")
        self.send()
        page.locator(".option").nth(1).click()
        self.send()
        self.look("each")
        page.goto(f"{self.base}/page-quiz")
        self.send()
        self.look("all")
        other = self.context.new_page()
        other.goto(page.url)
        other.locator(".option").first.click()
        self.follow("main form .actions .button", other)
        page.locator(".option").nth(1).click()
        self.send()
        self.look("conflict")
        page.goto(f"{self.base}/exam")
        page.fill("#name", " ")
        self.send()
        self.look("exam-error")
        page.goto(f"{self.base}/page-quiz")
        self.look("front-again")


class Looking(Taking):
    """The same, judging each page at once."""

    found: list[str]

    def look(self, name: str) -> None:
        """What specialists find on the page."""
        super().look(name)
        self.found = [*getattr(self, "found", []), *(f"{name}: {fault}" for fault in faults(self.page))]


@pytest.mark.browser
@pytest.mark.parametrize(("language", "width", "scheme"), [("fr", 320, "dark"), ("en", 1280, "light")])
def test_every_page_of_a_quiz_can_be_used_by_everyone(
    site: Flask, chromium: Browser, language: str, width: int, scheme: str
) -> None:
    with LiveServer(site) as server:
        looking = Looking(
            chromium, server, site, language, viewport={"width": width, "height": 800}, color_scheme=scheme
        )
        looking.go()
        looking.context.close()
    assert looking.found == []


@pytest.mark.browser
@pytest.mark.java
def test_every_page_of_a_quiz_is_valid_html(site: Flask, chromium: Browser, tmp_path: Path) -> None:
    with LiveServer(site) as server:
        taking = Taking(chromium, server, site, "fr", java_script_enabled=False)
        taking.go()
        taking.context.close()
    assert len(taking.seen) == 19
    assert html_problems(taking.seen, tmp_path / "pages") == []


@pytest.mark.browser
def test_with_script_lines_move_in_place_and_the_order_is_what_is_sent(site: Flask, chromium: Browser) -> None:
    with LiveServer(site) as server:
        taking = Taking(chromium, server, site, "en", viewport={"width": 1280, "height": 900})
        page = taking.page
        page.goto(f"{taking.base}/all-quiz")
        taking.send()
        page.goto(re.sub(r"questions/.*", "questions/steps", page.url))
        address = page.url
        before = page.locator(".order li > span").all_inner_texts()
        page.locator("[name=down]:not([hidden])").first.click()
        after = [before[1], before[0], *before[2:]]
        assert page.url == address
        assert page.locator(".order li > span").all_inner_texts() == after
        expect(page.get_by_role("status").filter(has_text=before[0])).to_be_visible()
        taking.send()
        page.goto(address)
        assert page.locator(".order li > span").all_inner_texts() == after
        taking.context.close()
