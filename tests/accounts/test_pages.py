"""Every page of accounts in its states: accessible, valid, and never wider than the screen."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from lms.accounts.actions.hashing import hash_passphrase
from lms.app import create_app
from tests.browser import LiveServer
from tests.catalog.test_pages_in_a_browser import TOO_SMALL, TOO_WIDE
from tests.conftest import dispose
from tests.mailbox import run_jobs
from tests.markup import Turns, html_problems
from tests.people import make_person

ADDRESS = "awa.kone@example.org"
PASSPHRASE = "le mil pousse sous la lune"
FOR_ANYONE = ("register", "sign-in", "sign-in/code", "mailbox")
FOR_A_PERSON = (
    "account", "account/name", "account/place", "account/email", "account/email/code", "account/passphrase",
    "account/passphrase?sent=1", "account/about", "account/about?first=1", "account/sign-ins",
)  # fmt: skip
# Sent as they stand, these forms show what to mend.
WITH_ERRORS = ("register", "sign-in", "sign-in/code")
WITH_ERRORS_FOR_A_PERSON = ("account/email", "account/email/code", "account/passphrase")


@pytest.fixture(scope="module")
def site(sqlite_files, configure) -> Iterator[tuple[str, Flask]]:
    """A site with one person and some mails, on one kind of database: what a browser sees does not depend on it."""
    url = sqlite_files.copy()
    app = create_app(configure(url))
    app.config.update(IS_BOUND_TO_LOOPBACK=True)
    make_person(app, email=ADDRESS, email_key=ADDRESS, passphrase_hash=hash_passphrase(PASSPHRASE))
    with ExitStack() as stack:
        yield stack.enter_context(LiveServer(app)).url, app
    dispose(app)
    sqlite_files.drop(url)


def sign_in(page: Page, address: str, language: str) -> None:
    page.goto(f"{address}/{language}/sign-in")
    page.locator("summary").click()
    page.locator("#account").fill(ADDRESS)
    page.locator("#passphrase").fill(PASSPHRASE)
    page.locator("#passphrase").press("Enter")
    page.wait_for_url("**/fr/**")
    page.goto(f"{address}/{language}/account")


def send_as_it_stands(page: Page) -> None:
    page.locator("form .button").first.click()
    page.wait_for_selector(".errors")


def states(page: Page, address: str, language: str, app: Flask) -> Iterator[str]:
    """Lead a browser from state to state, naming each."""
    for path in FOR_ANYONE:
        page.goto(f"{address}/{language}/{path}")
        yield path
    for path in WITH_ERRORS:
        page.goto(f"{address}/{language}/{path}")
        send_as_it_stands(page)
        yield f"{path}: errors"
    page.goto(f"{address}/{language}/sign-in")
    page.locator("#email").fill(ADDRESS)
    page.locator("#email").press("Enter")
    page.wait_for_url("**/sign-in/code")
    run_jobs(app)
    yield "sign-in/code: sent"
    page.goto(f"{address}/{language}/mailbox")
    yield "mailbox: with a mail"
    sign_in(page, address, language)
    for path in FOR_A_PERSON:
        page.goto(f"{address}/{language}/{path}")
        yield path
    for path in WITH_ERRORS_FOR_A_PERSON:
        page.goto(f"{address}/{language}/{path}")
        send_as_it_stands(page)
        yield f"{path}: errors"
    page.goto(f"{address}/{language}/account/name")
    page.locator("#name").fill("Awa Koné-Traoré")
    page.context.clear_cookies()
    page.locator("#name").press("Enter")
    yield "signed out in mid-form"
    page.locator("summary").click()
    page.locator("#account").fill(ADDRESS)
    page.locator("#passphrase").fill(PASSPHRASE)
    page.locator("#passphrase").press("Enter")
    page.wait_for_selector("[name=form_key][value]", state="attached")
    yield "given back"
    page.locator("main form .button").click()
    page.wait_for_url("**/account")
    assert "Awa Koné-Traoré" in page.content()


def look(page: Page, address: str, language: str, app: Flask, turns: Turns, folder: Path) -> list[str]:
    pages, found = {}, []
    for number, state in enumerate(states(page, address, language, app)):
        pages[f"{number}-{''.join(sign if sign.isalnum() else '-' for sign in state)}"] = page.content()
        found += [f"{state}: {problem}" for problem in turns.problems(page)]
        found += [f"{state}: too wide: {part}" for part in page.evaluate(TOO_WIDE)]
        found += [f"{state}: too small: {part}" for part in page.evaluate(TOO_SMALL)]
    return found + html_problems(pages, folder)


@pytest.mark.browser
@pytest.mark.java
@pytest.mark.parametrize(("language", "width"), [("fr", 360), ("en", 1280)])
def test_every_state_holds_on_a_phone_in_french_and_on_a_desktop_in_english(
    chromium: Browser, site: tuple[str, Flask], turns: Turns, tmp_path: Path, language: str, width: int
) -> None:
    address, app = site
    context = chromium.new_context(locale=language, viewport={"width": width, "height": 800})
    try:
        assert look(context.new_page(), address, language, app, turns, tmp_path) == []
    finally:
        context.close()
