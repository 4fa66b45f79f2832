"""Reading a page costs one query, two when this process has not read it before."""

from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask

from lms.publishing import queries
from lms.publishing.cache import PartCache
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


def test_the_cache_keeps_to_its_bound_and_lets_the_oldest_go() -> None:
    cache = PartCache(bound_bytes=300)
    for number in range(5):
        cache.put(str(number), number, 30)
        cache.get("1")
    assert cache.size_bytes <= 300
    assert cache.get("1") == 1
    assert cache.get("0") is None
    assert cache.get("4") == 4
    cache.put("large", 1, 1_000)
    assert cache.get("large") is None


def test_threads_share_the_cache_and_its_size_stays_right() -> None:
    cache = PartCache(bound_bytes=3_000)

    def use(start: int) -> None:
        for number in range(start, start + 2_000):
            cache.put(str(number % 97), number % 97, 100)
            found = cache.get(str(number % 53))
            assert found in (None, number % 53)

    threads = [Thread(target=use, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 0 < cache.size_bytes <= 3_000
    cache.clear()
    assert cache.size_bytes == 0
