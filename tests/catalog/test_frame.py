"""What stands around every page."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.config import Site

PAGES = (
    "/", "/courses", "/courses/fundamentals", "/courses/fundamentals/glossary", "/courses/fundamentals/lessons/giving",
    "/search", "/help", "/legal", "/accessibility",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("language", "other"), [("fr", "en"), ("en", "fr")])
def test_every_page_says_its_language_and_leads_to_itself_in_the_other(
    client: FlaskClient, path: str, language: str, other: str
) -> None:
    page = client.get(f"/{language}{path}").text
    assert f'<html lang="{language}">' in page
    assert f'<a href="/{other}{path}" hreflang="{other}" lang="{other}">' in page


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_a_title_of_its_own_one_heading_and_a_way_past_the_menu(client: FlaskClient, path: str) -> None:
    page = client.get(f"/fr{path}").text
    assert re.search(r"<title>.+ – Palabre</title>", page)
    assert len(re.findall(r"<h1\b", page)) == 1
    assert '<a class="skip" href="#main">' in page
    assert 'id="main"' in page


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/search"])
def test_every_page_gives_search_engines_its_address_in_both_languages(client: FlaskClient, path: str) -> None:
    page = client.get(f"/fr{path}?page=2").text
    site = "http://127.0.0.1:8000"
    assert f'<link rel="canonical" href="{site}/fr{path}">' in page
    for language in ("fr", "en"):
        assert f'<link rel="alternate" hreflang="{language}" href="{site}/{language}{path}">' in page


def test_titles_differ(client: FlaskClient) -> None:
    titles = [re.findall(r"<title>(.*?)</title>", client.get(f"/en{path}").text)[0] for path in PAGES]
    assert len(set(titles)) == len(PAGES)


def test_switching_the_language_keeps_what_was_searched(client: FlaskClient) -> None:
    assert 'href="/en/search?q=risque&amp;page=1"' in client.get("/fr/search?q=risque&page=1").text


@pytest.mark.parametrize("path", PAGES)
def test_a_reader_without_an_account_gets_no_cookie(client: FlaskClient, path: str) -> None:
    assert "Set-Cookie" not in client.get(f"/fr{path}").headers


def test_a_page_asks_for_one_style_sheet_one_icon_and_no_script_it_has_no_use_for(client: FlaskClient) -> None:
    page = client.get("/fr/legal").text
    assert len(re.findall(r'<link rel="(?:stylesheet|icon)"', page)) == 2
    assert "<script" not in page
    assert page.count("<img") == 0


@pytest.mark.parametrize("path", PAGES)
def test_no_page_weighs_more_than_fourteen_kilobytes(client: FlaskClient, path: str) -> None:
    response = client.get(f"/fr{path}", headers={"Accept-Encoding": "br"})
    assert response.headers["Content-Encoding"] == "br"
    assert len(response.data) <= 14_000


@pytest.mark.parametrize(("language", "words"), [("fr", "Ce site est publié par ACME"), ("en", "published by ACME")])
def test_a_site_that_names_its_publisher_shows_it_with_its_contact_and_its_source(
    app: Flask, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    told = Site(publisher="ACME & Cie", contact="a@b.example", source_url="https://code.example/palabre")
    monkeypatch.setitem(app.jinja_env.globals, "site", told)
    page = app.test_client().get(f"/{language}/legal").text
    assert words in page
    assert "ACME &amp; Cie" in page
    assert '<a href="mailto:a@b.example">a@b.example</a>' in page
    assert 'href="https://code.example/palabre"' in page
    assert "mailto:a@b.example" in app.test_client().get(f"/{language}/accessibility").text
