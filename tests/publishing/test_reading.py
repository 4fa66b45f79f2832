"""Reading a page costs one query, two when this process has not read it before."""

from collections.abc import Iterator

import pytest
from flask import Flask

from lms.publishing import queries
from tests.publishing.made import files, release
from tests.queries import count_queries


@pytest.fixture(autouse=True)
def context(fresh_app: Flask) -> Iterator[None]:
    queries.CACHE.clear()
    with fresh_app.app_context():
        yield


def test_a_lesson_costs_two_queries_cold_and_one_warm(fresh_app: Flask) -> None:
    release(files())
    queries.CACHE.clear()
    for expected in (2, 1):
        with count_queries(fresh_app) as statements:
            assert queries.lesson("small", "risk", "en") is not None
        assert len(statements) == expected, statements


def test_a_list_of_courses_costs_two_queries_whatever_its_length(fresh_app: Flask) -> None:
    for number in range(12):
        release(files(slug=f"course-{number}"))
    queries.CACHE.clear()
    for expected in (2, 1):
        with count_queries(fresh_app) as statements:
            assert len(queries.outlines("en")) == 12
        assert len(statements) == expected, statements


def test_a_release_is_seen_at_the_next_request_though_parts_are_kept() -> None:
    release(files())
    assert queries.lesson("small", "people", "fr") is not None
    release(files({"01-first/02-people.fr.md": "---\ntitle: Autre\n---\nAutre.\n"}))
    page = queries.lesson("small", "people", "fr")
    assert page is not None
    assert page.lesson.title == "Autre"


@pytest.mark.parametrize(
    ("slug", "key", "language"), [("no", "risk", "fr"), ("small", "no", "fr"), ("small", "risk", "de")]
)
def test_what_is_not_there_is_none(slug: str, key: str, language: str) -> None:
    release(files())
    assert queries.lesson(slug, key, language) is None
