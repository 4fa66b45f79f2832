"""Answers on a phone whose network comes and goes, whose tab is closed, that somebody else uses next."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from lms.app import create_app
from lms.assessment.models import Answer, Attempt
from lms.config import Config
from lms.db import db
from tests.browser import LiveServer, nobody_answers
from tests.conftest import dispose
from tests.databases import Databases
from tests.learning.quizzing import SLUG, Learner, release_course

PAGES_KEPT = """async () => {
  let count = 0;
  for (const name of await caches.keys())
    if (name.startsWith("palabre-pages:")) count += (await (await caches.open(name)).keys()).length;
  return count;
}"""
STORED = "JSON.stringify(Object.entries(localStorage).filter(([name]) => name.startsWith('palabre:')))"


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


@pytest.fixture
def server(site: Flask) -> Iterator[LiveServer]:
    with LiveServer(site) as running:
        yield running


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(locale="en-GB", viewport={"width": 360, "height": 740})
    yield context
    context.close()


def signed_in(phone: BrowserContext, server: LiveServer, app: Flask) -> Page:
    """The phone in the hands of another learner, who has started the quiz of two pages."""
    cookie = Learner(app, "en").client.get_cookie("__Host-session", domain="localhost")
    assert cookie is not None
    phone.clear_cookies()
    phone.add_cookies([{"name": "__Host-session", "value": cookie.value, "secure": True,
                        "url": server.url.replace("http:", "https:")}])  # fmt: skip
    page = phone.new_page()
    page.goto(f"{server.url}/en/courses/{SLUG}/quizzes/late-quiz")
    page.click("main form .actions .button")
    page.wait_for_url(re.compile("/questions/"))  # loaded whole, its script too
    return page


def option(page: Page, words: str) -> None:
    page.locator(".option", has_text=words).click()


def told(page: Page, words: str) -> None:
    expect(page.locator(".saving")).to_contain_text(words)


def until(page: Page, expression: str) -> None:
    """Wait for what a script says; the pages' own policy lets no test watch for it."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(expression)


def kept(app: Flask) -> dict[str, tuple[int, int]]:
    """The answers that the site has: by question, their version and how many fields they hold."""
    with app.app_context():
        return {row.question_key: (row.version, len(row.fields)) for row in db.session.query(Answer)}


@pytest.mark.browser
def test_a_choice_is_saved_when_it_is_made_and_announced(
    site: Flask, server: LiveServer, phone: BrowserContext
) -> None:
    page = signed_in(phone, server, site)
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    option(page, "Yes")
    told(page, "Saved")
    assert list(kept(site).values()) == [(1, 1)]
    option(page, "No")
    expect(page.locator(".saving")).to_have_attribute("data-told", "saved")
    page.click("main form .actions .button")
    page.wait_for_url(re.compile("/questions/l-"))
    assert len(posts) == 2 and all(url.endswith("/keep") for url in posts)
    assert list(kept(site).values()) == [(2, 1)]
    assert page.evaluate(STORED) == "[]"


@pytest.mark.browser
def test_without_a_network_it_stays_on_the_phone_and_leaves_by_itself(
    site: Flask, server: LiveServer, phone: BrowserContext
) -> None:
    page = signed_in(phone, server, site)
    phone.set_offline(True)
    option(page, "Yes")
    told(page, "On this phone only")
    expect(page.locator(".saving-again button")).to_be_visible()
    assert kept(site) == {}
    option(page, "No")
    phone.set_offline(False)
    told(page, "Saved")
    # The first choice had left, and nobody knows how far it came: it goes again as it was, then the second.
    assert list(kept(site).values()) == [(2, 1)]


@pytest.mark.browser
def test_a_reply_that_is_lost_costs_nothing_and_counts_once(
    site: Flask, server: LiveServer, phone: BrowserContext
) -> None:
    page = signed_in(phone, server, site)
    with nobody_answers(site, "/keep", though_done=True):
        option(page, "Yes")
        told(page, "Not sent")
        expect(page.locator(".saving-again button")).to_be_visible()
    option(page, "No")  # changed before the first has been heard of
    told(page, "Saved")
    assert list(kept(site).values()) == [(2, 1)]


@pytest.mark.browser
def test_a_closed_tab_opens_again_without_a_network_with_the_answer_in_it(
    site: Flask, server: LiveServer, phone: BrowserContext
) -> None:
    page = signed_in(phone, server, site)
    until(page, "navigator.serviceWorker.controller !== null")
    until(page, f"({PAGES_KEPT})().then((count) => count === 3)")
    address = page.url
    phone.set_offline(True)
    option(page, "Yes")
    told(page, "On this phone only")
    page.click("main form .actions .button")
    page.wait_for_url(lambda url: "/questions/" in url and url != address)
    page.close()
    page = phone.new_page()
    page.goto(address)
    expect(page.locator(".option input:checked")).to_have_count(1)
    told(page, "On this phone only")
    phone.set_offline(False)
    told(page, "Saved")
    assert list(kept(site).values()) == [(1, 1)]


@pytest.mark.browser
def test_the_next_person_sees_nothing_and_sends_nothing(site: Flask, server: LiveServer, phone: BrowserContext) -> None:
    page = signed_in(phone, server, site)
    address = page.url
    phone.set_offline(True)
    option(page, "Yes")
    told(page, "On this phone only")
    page.close()
    phone.set_offline(False)
    other = signed_in(phone, server, site)
    expect(other.locator(".option input:checked")).to_have_count(0)
    attempt = re.search("/attempts/([^/]+)/", other.url)
    assert attempt is not None
    assert other.goto(address).status == 404  # type: ignore[union-attr]
    with site.app_context():
        theirs = db.session.query(Answer).join(Attempt, Attempt.id == Answer.attempt_id)
        assert theirs.filter(Attempt.public_id == attempt[1]).count() == 0


@pytest.mark.browser
def test_signing_out_leaves_nothing_readable_behind(site: Flask, server: LiveServer, phone: BrowserContext) -> None:
    page = signed_in(phone, server, site)
    option(page, "Yes")
    told(page, "Saved")
    phone.set_offline(True)
    option(page, "No")
    told(page, "On this phone only")
    with nobody_answers(site, "/keep"):
        phone.set_offline(False)
        page.goto(f"{server.url}/en/account")
        page.click("form[action$='/sign-out'] button")
        expect(page.locator("[data-leaving]")).to_be_visible()  # it is told first
        page.click("form[action$='/sign-out'] button")
        page.wait_for_url(f"{server.url}/en/")
    assert page.evaluate(STORED) == "[]"
    assert page.evaluate("caches.keys()") == []
