"""The catalogue."""

import re
from collections.abc import Callable

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.db import db
from lms.publishing.queries import CACHE
from tests.catalog.made import an_outline
from tests.publishing.made import files, release


def titles(page: str) -> list[str]:
    return re.findall(r'<li class="course.*?<a [^>]*>(.*?)</a>', page, re.S)


def test_every_course_is_listed_with_what_it_takes(reader: FlaskClient) -> None:
    page = reader.get("/fr/courses").text
    assert len(titles(page)) == 5
    assert "5 cours" in page
    assert "1\u202fmodule, 2\u202fleçons".replace("\u202f", " ") in page
    assert re.search(r"Environ \d+\xa0minutes? de lecture, \d+\xa0ko", page)


def test_a_course_that_is_not_open_to_all_says_so_on_its_card(reader: FlaskClient) -> None:
    page = reader.get("/en/courses").text
    cards = dict(zip(titles(page), page.split('<li class="course')[1:], strict=True))
    assert '<span class="tag">Opens on 5\xa0January 2999</span>' in cards["Later English"]
    assert '<span class="tag">Closed</span>' in cards["Over English"]
    assert '<span class="tag">For people enrolled</span>' in cards["Members English"]
    assert 'class="tag"' not in cards["A good course"]
    assert '<span class="tag">For people enrolled</span>' in reader.get("/en/").text


def test_everything_is_called_free_to_read_only_where_it_is(reader: FlaskClient, client: FlaskClient) -> None:
    assert "Everything is free to read" in client.get("/en/courses").text
    page = reader.get("/en/courses?topic=due-diligence").text
    assert "Everything is free to read" not in page
    assert "Open courses are free to read" in page


def test_each_filter_is_labelled_in_the_language_of_the_page(reader: FlaskClient) -> None:
    page = reader.get("/fr/courses").text
    assert re.findall(r'<label for="\w+">([^<]+)</label>', page) == ["Thème", "Niveau", "Établissement", "Langue"]


def cloths(page: str) -> dict[str, str]:
    found = re.findall(r'<li class="(course[^"]*)"><div><h\d><a href="/../courses/([^"]+)"', page)
    return {slug: cloth for cloth, slug in found}


def test_the_three_cloths_are_shared_out() -> None:
    assert {an_outline(f"course-{number}").cloth for number in range(12)} == {0, 1, 2}
    assert an_outline("fundamentals").cloth != an_outline("welcome").cloth


@pytest.mark.parametrize(
    "address", ["/en/", "/en/courses", "/fr/courses?level=intermediate", "/fr/courses?language=en"]
)
def test_a_course_has_the_same_cloth_in_every_list_and_language(reader: FlaskClient, address: str) -> None:
    shown = cloths(reader.get(address).text)
    assert shown
    assert shown.items() <= cloths(reader.get("/fr/courses").text).items()


def test_a_course_in_one_language_says_so_and_leads_to_it(reader: FlaskClient) -> None:
    page = reader.get("/en/courses").text
    assert '<a href="/fr/courses/advanced" lang="fr" hreflang="fr">Advanced français</a>' in page
    assert '<span class="tag">In French only</span>' in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("level=advanced", ["Advanced français"]),
        ("institution=institut", ["Advanced français"]),
        ("topic=law", ["Advanced français"]),
        ("topic=due-diligence", ["A good course"]),
        ("language=en&level=advanced", []),
        ("level=nonsense&language=xx", ["A good course", "Advanced français", "Later English", "Members English"]),
    ],
)
def test_filters_stand_in_the_address(reader: FlaskClient, query: str, found: list[str]) -> None:
    page = reader.get(f"/en/courses?{query}").text
    assert [title for title in titles(page) if title != "Over English"] == found


def test_the_choices_made_stay_chosen_and_can_be_dropped(reader: FlaskClient) -> None:
    page = reader.get("/en/courses?level=advanced").text
    assert '<option value="advanced" selected>' in page
    assert '<p class="meta" role="status">1 course · <a href="/en/courses">Show all courses</a></p>' in page


def test_an_empty_result_says_the_way_out(reader: FlaskClient) -> None:
    page = reader.get("/en/courses?language=en&level=advanced").text
    assert "No course matches all of these" in page
    assert 'class="button" href="/en/courses"' in page


def test_without_a_course_it_says_so_and_asks_for_no_choice(fresh_app: Flask) -> None:
    page = fresh_app.test_client().get("/en/courses").text
    assert "The first course is on its way" in page
    assert "<form" not in page


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "9" * 30, "²"])
def test_a_page_that_does_not_exist_is_the_nearest_one(reader: FlaskClient, page: str) -> None:
    assert len(titles(reader.get("/en/courses", query_string={"page": page}).text)) == 5


def test_it_costs_few_queries(shelf_app: Flask, queries: Callable) -> None:
    with queries(shelf_app) as statements:
        shelf_app.test_client().get("/fr/courses?level=advanced")
    assert len(statements) <= 8, str(statements)


def test_twenty_courses_weigh_at_most_25_kilobytes_and_cost_few_queries(fresh_app: Flask, queries: Callable) -> None:
    with fresh_app.app_context():
        for number in range(21):
            release(files(slug=f"course-{number}"))
        db.session.commit()
    client, weights = fresh_app.test_client(), []
    for address in ("/fr/courses", "/fr/"):
        CACHE.clear()
        with queries(fresh_app) as statements:
            page = client.get(address, headers={"Accept-Encoding": "br"})
        assert len(statements) <= 8, str(statements)
        text = brotli.decompress(page.data).decode()
        assert len(titles(text)) == 20
        parts = set(re.findall(r'(?:src|href)="(/(?:static|media)/[^"]+)"', text))
        assert len(parts) <= 3  # with the page, four requests
        weights.append(
            len(page.data) + sum(len(client.get(part, headers={"Accept-Encoding": "br"}).data) for part in parts)
        )
    assert max(weights) <= 25_000
