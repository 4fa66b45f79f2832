"""Fixtures that drive Chromium: a phone in French without script, a desktop in English with it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import CHROMIUM_ARGUMENTS, find_chromium, not_run
from tests.markup import Turns


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    executable = find_chromium()
    if executable is None:
        not_run("Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def french_phone(chromium: Browser) -> Iterator[Page]:
    """A page 360 px wide, in French, without JavaScript."""
    context = chromium.new_context(
        locale="fr-CI", java_script_enabled=False, viewport={"width": 360, "height": 740}, device_scale_factor=2
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def english_desktop(chromium: Browser) -> Iterator[Page]:
    """A page 1280 px wide, in English, with JavaScript; an error in a script fails the test."""
    context = chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert not problems, problems


@pytest.fixture
def turns(request: pytest.FixtureRequest) -> Turns:
    """For a test that runs in French and in English, as its parameter `language` says."""
    run = ("fr", "en").index(request.node.callspec.params["language"])
    return Turns(run, is_all=request.config.getoption("--all"))
