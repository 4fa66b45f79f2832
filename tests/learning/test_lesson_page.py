"""The page of a lesson."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.config import Config
from tests.shelf import shelf


@pytest.fixture(scope="module")
def shelf_app(databases, configure: Callable[..., Config], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    url = databases.copy()
    with shelf(configure(url), tmp_path_factory.mktemp("shelf")) as app:
        yield app
    databases.drop(url)


@pytest.fixture
def reader(shelf_app: Flask) -> FlaskClient:
    """Somebody without an account."""
    return shelf_app.test_client()


@pytest.fixture
def page(reader: FlaskClient) -> str:
    """A lesson with one of everything."""
    return reader.get("/en/courses/sample/lessons/first").text


def test_a_lesson_says_where_it_stands_and_what_it_costs(page: str) -> None:
    assert re.search(r'<p class="meta">Module 1, lesson 1 of 2 · \d+\xa0minutes?’s? reading · \d+\xa0KB</p>', page)
    assert 'href="/en/courses/sample#module-why"' in page
    assert 'href="/en/courses/sample/lessons/first" aria-current="page"' in page


def test_every_block_has_its_place_and_its_name(page: str) -> None:
    for opening in (
        '<section class="case"><h2><span class="label">Case</span>Teranga Mer</h2>',
        '<section class="try"><h2><span class="label">Your turn · 2 minutes</span>One line</h2>',
        '<section class="keep"><h2>To remember</h2>',
        '<div class="note"><p class="label">Note</p>',
        '<div class="warning">',
    ):
        assert opening in re.sub(r">\s+<", "><", page)


def test_a_recording_is_fetched_only_when_played_and_its_words_can_be_read(page: str) -> None:
    assert re.search(r'<audio controls preload="none" src="/media/[0-9a-f]{64}/said.opus" aria-label="[^"]+">', page)
    assert re.search(r"Download the recording</a> \(Opus, \d+\xa0KB\)", page)
    assert "What is said." in page[page.index("Read what is said") :]


def test_a_download_says_its_kind_and_its_size(page: str) -> None:
    assert re.search(
        r'<a href="/media/[0-9a-f]{64}/grid.csv" download="grid.csv">The grid</a> \(CSV, \d+\xa0KB\)', page
    )


def test_notes_and_words_are_where_their_links_lead(page: str) -> None:
    for anchor in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{anchor}"' in page, anchor
    assert 'id="term-due-diligence"' in page


def test_questions_can_be_answered_from_the_lesson(page: str) -> None:
    assert 'action="/en/courses/sample/lessons/first/questions/who"' in page
    assert "js/palabre." in page


def test_the_lessons_around_it_are_one_link_away(reader: FlaskClient, page: str) -> None:
    assert 'href="/en/courses/sample/lessons/second" rel="next">Next: Severity</a>' in page
    assert 'rel="prev"' not in page
    last = reader.get("/fr/courses/sample/lessons/second").text
    assert 'href="/fr/courses/sample/lessons/first" rel="prev">Revenir à\u202f: ' in last
    assert "C’était la dernière leçon\u202f: revenir au cours" in last


def test_the_other_language_is_one_link_away_in_its_own_words(page: str) -> None:
    link = '<a class="lone" href="/fr/courses/sample/lessons/first" hreflang="fr" lang="fr">'
    assert f"{link}Lire cette leçon en français</a>" in page


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("later", "Its lessons open on 5\xa0January 2999."),
        ("over", "Its lessons could be read until 5\xa0January 2001."),
        ("members", "This lesson is for the people enrolled"),
    ],
)
def test_a_lesson_that_is_not_open_says_why_and_shows_nothing_of_itself(
    reader: FlaskClient, slug: str, said: str
) -> None:
    response = reader.get(f"/en/courses/{slug}/lessons/{slug}-only")
    assert response.status_code == 403
    assert said in response.text
    assert "cocoa" not in response.text
    assert f'href="/en/courses/{slug}"' in response.text


@pytest.mark.parametrize("path", ["sample/lessons/absent", "absent/lessons/first", "sample/lessons/why-quiz"])
def test_a_lesson_that_does_not_exist_is_not_there(reader: FlaskClient, path: str) -> None:
    assert reader.get(f"/fr/courses/{path}").status_code == 404


def test_an_anonymous_lesson_costs_at_most_two_queries(shelf_app: Flask, queries: Callable) -> None:
    for language in ("fr", "en"):
        with queries(shelf_app) as statements:
            shelf_app.test_client().get(f"/{language}/courses/sample/lessons/first")
        assert len(statements) <= 2, str(statements)


def test_a_lesson_already_read_costs_no_page(reader: FlaskClient) -> None:
    address = "/en/courses/sample/lessons/first"
    etag = reader.get(address).headers["ETag"]
    again = reader.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


def test_a_word_explained_leads_back_to_where_the_text_uses_it(page: str) -> None:
    assert re.search(r'<a href="#term-due-diligence" id="due-diligence\.use">', page)
    explained = page[page.index('<dt id="term-due-diligence">') :]
    assert '<a class="lone" href="#due-diligence.use">Back to the text</a>' in explained[: explained.index("</dd>")]


def test_paper_says_the_licence_as_the_screen_does(page: str) -> None:
    assert "CC BY 4.0 · " in page[page.index('<p class="provenance">') :]
    assert "CC-BY" not in page
