"""Every kind of page and every state of it: accessible, valid, and never wider than the screen."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from lms.config import ROOT, Config
from lms.courseware.problems import Report
from lms.courseware.reader import read_directory
from lms.courseware.source import Files, read_folder
from tests.browser import LiveServer
from tests.databases import Databases
from tests.markup import Turns, accessibility_problems, html_problems
from tests.publishing.made import release
from tests.shelf import shelf

SKELETON = ROOT / "lms" / "publishing" / "skeleton"
# The lessons of the course that `lms courses new` writes: they hold one of everything.
EVERYTHING = ("text", "show", "blocks", "listen", "choose", "arrange", "answer")
PAGES = (
    "/", "/courses", "/courses?language=en&level=advanced", "/courses/sample", "/courses/later", "/courses/advanced",
    "/courses/sample/glossary", "/courses/sample/lessons/first", "/courses/sample/lessons/second",
    "/courses/members/lessons/members-only", *(f"/courses/everything/lessons/{key}" for key in EVERYTHING),
    "/search", "/search?q=severity", "/search?q=xylophone", "/help", "/legal",
    "/accessibility", "/nowhere",
)  # fmt: skip

# What is wider than the screen, but for tables in their own box and what only screen readers meet.
TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll('main *')]
        .filter(part => part.getBoundingClientRect().right > width + 1 && !part.closest('.scroll, .hidden, pre > *'))
        .map(part => part.outerHTML.slice(0, 100));
}"""
# What a finger must hit and is less than 44 pixels high; a link inside a sentence is as high as its line.
TOO_SMALL = """() => [...document.querySelectorAll('a, button, select, summary, textarea, input:not([type=hidden])')]
    .filter(part => !part.closest('.skip') && part.getClientRects().length)
    .filter(part => !part.matches('[type=radio], [type=checkbox]'))
    .filter(part => getComputedStyle(part).display !== 'inline' || part.matches('.contents dd > a, .recording a')
        || part.matches('p > a, li > a') && part.textContent.trim() === part.parentNode.textContent.trim())
    .filter(part => part.getBoundingClientRect().height < 43.5)
    .map(part => part.outerHTML.slice(0, 100))"""


@pytest.fixture(scope="module")
def one_shelf(
    sqlite_files: Databases, configure: Callable[..., Config], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The shelf on one kind of database: what a browser sees does not depend on it."""
    url = sqlite_files.copy()
    with shelf(configure(url), tmp_path_factory.mktemp("shelf")) as app:
        with app.app_context():
            report = Report()
            directory = read_directory(ROOT / "courses", report)
            made = release(Files("everything", read_folder(SKELETON, report).contents), directory=directory)
            assert made is not None, list(report)
        yield app
    sqlite_files.drop(url)


def faults(page: Page, turns: Turns | None = None) -> list[str]:
    return [
        *(turns.problems(page) if turns else accessibility_problems(page)),
        *(f"{page.url}: too wide: {part}" for part in page.evaluate(TOO_WIDE)),
        *(f"{page.url}: too small: {part}" for part in page.evaluate(TOO_SMALL)),
    ]


@pytest.mark.browser
@pytest.mark.parametrize(("run", "language", "scheme"), [(0, "fr", "dark"), (1, "en", "light")])
def test_every_page_can_be_used_by_everyone(
    one_shelf: Flask, chromium: Browser, turns: Turns, run: int, language: str, scheme: str
) -> None:
    """Each of them in both languages and in both widths; widths take turns, so that each language has both."""
    context = chromium.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    found: list[str] = []
    with LiveServer(one_shelf) as server:
        for place, path in enumerate(PAGES):
            page.set_viewport_size({"width": (320, 1280)[(run + place) % 2], "height": 800})
            page.goto(f"{server.url}/{language}{path}")
            found += faults(page, turns)
    context.close()
    assert found == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, pytest.param(360, marks=pytest.mark.slow)])
def test_no_page_is_wider_than_a_phone(one_shelf: Flask, chromium: Browser, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    found: list[str] = []
    with LiveServer(one_shelf) as server:
        for language in ("fr", "en"):
            for path in PAGES:
                page.goto(f"{server.url}/{language}{path}")
                if page.evaluate("() => document.documentElement.scrollWidth") > width:
                    found += [page.url, *page.evaluate(TOO_WIDE)]
    context.close()
    assert found == []


@pytest.mark.browser
def test_a_table_says_that_it_can_be_swiped_as_long_as_it_is_wider_than_its_box(
    one_shelf: Flask, chromium: Browser
) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    with LiveServer(one_shelf) as server:
        page.goto(f"{server.url}/fr/courses/everything/lessons/text")
        words = page.locator(".swipe")
        expect(words).to_have_text("Faites glisser →")
        expect(words).to_be_visible()
        page.set_viewport_size({"width": 1280, "height": 800})
        expect(words).to_be_hidden()
    context.close()


@pytest.mark.browser
def test_paper_has_what_a_recording_says(one_shelf: Flask, chromium: Browser) -> None:
    context = chromium.new_context()
    page = context.new_page()
    with LiveServer(one_shelf) as server:
        page.goto(f"{server.url}/fr/courses/everything/lessons/blocks")
        page.emulate_media(media="print")
        expect(page.locator("audio")).to_be_hidden()
        expect(page.get_by_text("Lire ce qui est dit")).to_be_hidden()
        expect(page.get_by_text("Vendredi, j’ai rappelé l’acheteur")).to_be_visible()
    context.close()


@pytest.mark.browser
def test_on_paper_a_number_of_two_figures_is_not_cut_off(one_shelf: Flask, chromium: Browser) -> None:
    context = chromium.new_context()
    page = context.new_page()
    with LiveServer(one_shelf) as server:
        page.goto(f"{server.url}/en/courses/sample/lessons/first")
        page.emulate_media(media="print")
        # A number is as wide as its text; it stands before the item, and the page ends where the list begins.
        room, number = page.evaluate(
            """() => {
            document.querySelector('article').insertAdjacentHTML('afterbegin',
            '<ol id="long"><li>' + 'a<li>'.repeat(24) + '</ol><span id="number">25. </span>');
            const place = (id) => document.getElementById(id);
            place('number').style.whiteSpace = 'pre';
            return [parseFloat(getComputedStyle(place('long')).paddingInlineStart), place('number').offsetWidth];
            }"""
        )
        assert number <= room
    context.close()


@pytest.mark.browser
def test_a_wide_table_scrolls_in_its_own_box(one_shelf: Flask, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    with LiveServer(one_shelf) as server:
        page.goto(f"{server.url}/en/courses/sample/lessons/first")
        page.evaluate(
            """() => document.querySelector('article').insertAdjacentHTML('beforeend',
            '<div class="scroll" tabindex="0"><table><tr>' + '<td>incomprehensibilities</td>'.repeat(6)
            + '</tr></table></div>')"""
        )
        assert page.evaluate(TOO_WIDE) == []
        assert page.evaluate(
            "() => { const b = document.querySelector('.scroll'); return b.scrollWidth > b.clientWidth }"
        )
    context.close()


@pytest.mark.java
def test_every_page_is_valid_html(one_shelf: Flask, tmp_path: Path) -> None:
    client = one_shelf.test_client()
    pages = {
        f"{language}-{number}": client.get(f"/{language}{path}").text
        for language in ("fr", "en")
        for number, path in enumerate(PAGES)
    }
    assert html_problems(pages, tmp_path / "pages") == []
