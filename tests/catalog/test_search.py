"""Searching the lessons."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient


def test_without_a_word_it_says_what_may_be_typed(client: FlaskClient) -> None:
    for address in ("/en/search", "/en/search?q=", "/en/search?q=%20%09"):
        page = client.get(address).text
        assert "Type one or more words" in page
        assert 'role="status"' not in page


def test_a_lesson_is_found_and_the_word_marked_in_its_text(client: FlaskClient) -> None:
    page = client.get("/fr/search?q=cartables").text
    assert 'href="/fr/courses/fundamentals/lessons/giving"' in page
    assert "<mark>cartables</mark>" in page


def test_what_was_typed_stays_in_the_field_and_does_no_harm(client: FlaskClient) -> None:
    page = client.get("/en/search", query_string={"q": '"><script>alert(1)</script>'}).text
    assert 'value="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in page
    assert "<script>alert" not in page


def test_a_word_that_no_lesson_has_gets_advice_and_the_other_language(client: FlaskClient) -> None:
    page = client.get("/en/search?q=xylophone").text
    assert "No lesson mentions this" in page
    assert 'href="/fr/search?q=xylophone" hreflang="fr" lang="fr">Chercher en français</a>' in page


def test_a_lesson_in_the_other_language_only_is_found_and_says_its_language(reader: FlaskClient) -> None:
    page = reader.get("/en/search?q=cocoa").text
    assert '<li lang="fr"><h2><a href="/fr/courses/advanced/lessons/advanced-only" hreflang="fr">' in page


def test_a_lesson_that_may_not_be_read_is_not_found_either(reader: FlaskClient) -> None:
    page = reader.get("/en/search?q=cocoa").text
    for slug in ("members", "later", "over"):
        assert f"/lessons/{slug}-only" not in page
    assert page.count("A text about") == 1
    assert "1 lesson found" in page


def test_a_long_question_is_answered_and_a_huge_one_refused(client: FlaskClient) -> None:
    assert client.get("/en/search", query_string={"q": "due diligence " * 60}).status_code == 200
    assert client.get("/en/search", query_string={"q": "due diligence " * 600}).status_code == 414


def test_a_long_search_is_cut_between_words_in_the_title(client: FlaskClient) -> None:
    page = client.get(
        "/en/search", query_string={"q": "a risk that ends in a comma, just where the cut will fall, and then more"}
    ).text
    assert "<title>Search: a risk that ends in a comma, just where the cut will fall… – Palabre</title>" in page


def test_search_engines_are_asked_to_leave_results_alone(client: FlaskClient) -> None:
    assert '<meta name="robots" content="noindex">' in client.get("/en/search?q=risk").text


def test_it_costs_few_queries(app: Flask, queries: Callable) -> None:
    with queries(app) as statements:
        assert "<mark>" in app.test_client().get("/fr/search?q=risque").text
    assert len(statements) <= 8, str(statements)
