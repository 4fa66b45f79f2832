"""The menu of the administration: a line on a wide screen, a list that opens on a narrow one; without script."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from lms.accounts.models import Role
from lms.app import create_app
from tests.browser import LiveServer
from tests.catalog.test_pages_in_a_browser import faults
from tests.conftest import dispose
from tests.people import staff


@pytest.fixture(scope="module")
def site(sqlite_files, configure) -> Iterator[tuple[Flask, str]]:
    url = sqlite_files.copy()
    app = create_app(configure(url))
    app.config["TESTING"] = True
    found = staff(app, Role.ADMINISTRATOR).get_cookie("__Host-session")
    assert found is not None
    yield app, f"__Host-session={found.value}"
    dispose(app)
    sqlite_files.drop(url)


def opened(chromium: Browser, width: int, cookie: str) -> Page:
    """A browser without script."""
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=False, extra_http_headers={"Cookie": cookie}
    )
    return context.new_page()


@pytest.mark.browser
@pytest.mark.parametrize(("language", "name"), [("fr", "Administration\u202f: Tâches"), ("en", "Administration: Jobs")])
def test_on_a_narrow_screen_the_menu_opens_by_keyboard_under_the_name_of_the_section(
    site: tuple[Flask, str], chromium: Browser, language: str, name: str
) -> None:
    app, cookie = site
    page = opened(chromium, 320, cookie)
    with LiveServer(app) as server:
        page.goto(f"{server.url}/{language}/administration/jobs")
        menu = page.locator("nav.sections")
        assert menu.locator("summary").inner_text() == name
        assert menu.get_by_role("link").count() == 0
        box = menu.bounding_box()
        assert box is not None and box["height"] < 60
        menu.locator("summary").focus()
        page.keyboard.press("Enter")
        assert menu.get_by_role("link").count() == 9
        assert menu.locator("[aria-current=page]").is_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/administration/people")
    page.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["fr", "en"])
def test_on_a_wide_screen_the_menu_is_one_line(site: tuple[Flask, str], chromium: Browser, language: str) -> None:
    app, cookie = site
    page = opened(chromium, 1280, cookie)
    with LiveServer(app) as server:
        page.goto(f"{server.url}/{language}/administration/jobs")
        menu = page.locator("nav.sections")
        assert not menu.locator("summary").is_visible()
        assert menu.get_by_role("link").count() == 9
        box = menu.bounding_box()
        assert box is not None and box["height"] < 60
    page.context.close()


@pytest.mark.browser
def test_the_open_menu_can_be_used_by_everyone(site: tuple[Flask, str], chromium: Browser) -> None:
    app, cookie = site
    context = chromium.new_context(viewport={"width": 360, "height": 800}, extra_http_headers={"Cookie": cookie})
    page = context.new_page()
    with LiveServer(app) as server:
        page.goto(f"{server.url}/fr/administration/jobs")
        page.locator("nav.sections summary").click()
        assert faults(page) == []
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    context.close()
