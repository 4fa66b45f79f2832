"""The specialists find what is planted, so their silence means something."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import LiveServer
from tests.markup import accessibility_problems, html_problems

GOOD = '<!DOCTYPE html><html lang="fr"><head><title>Bon</title></head><body><main><h1>Bon</h1></main></body></html>'


@pytest.mark.java
def test_invalid_html_is_found_and_valid_html_is_not(tmp_path: Path) -> None:
    bad = GOOD.replace("</main>", "<ul><div>no</div></ul></main>")
    problems = html_problems({"good": GOOD, "bad": bad}, tmp_path / "pages")
    assert len(problems) == 1
    assert problems[0].startswith("bad:1")
    assert "div" in problems[0]


@pytest.mark.browser
def test_a_page_that_shuts_people_out_is_found(french_phone: Page, english_desktop: Page) -> None:
    english_desktop.set_content(GOOD)
    assert accessibility_problems(english_desktop) == []
    english_desktop.set_content(GOOD.replace("</main>", '<img src="data:,"><input></main>'))
    problems = "\n".join(accessibility_problems(english_desktop))
    assert "image-alt" in problems
    assert "label" in problems


@pytest.mark.browser
def test_the_browser_reaches_the_live_server_and_nothing_runs_script_on_the_phone(
    live_server: LiveServer, french_phone: Page, english_desktop: Page
) -> None:
    for page, ran in ((french_phone, False), (english_desktop, True)):
        page.goto(f"{live_server.url}/")
        assert page.evaluate("document.documentElement.lang") == ("en" if ran else "fr")
    assert french_phone.viewport_size == {"width": 360, "height": 740}
