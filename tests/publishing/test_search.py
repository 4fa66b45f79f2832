"""The search finds the same on both databases, and whatever is typed does no harm."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from flask import Flask

from lms.publishing import queries
from lms.publishing.queries import HITS_ON_A_PAGE
from tests.publishing.made import TEXTS, files, one_language, release
from tests.queries import Statements


@pytest.fixture(autouse=True)
def context(fresh_app: Flask) -> Iterator[None]:
    queries.CACHE.clear()
    with fresh_app.app_context():
        yield


def keys(text: str, language: str = "fr") -> list[str]:
    return [hit.lesson_key for hit in queries.search(text, language).hits]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("risque", "fr", ["risk", "people"]),  # in the title of the first
        ("risques", "fr", ["risk", "people"]),
        ("securite", "fr", ["risk"]),
        ("l'entreprise", "fr", ["risk"]),
        ("main-d’oeuvre", "fr", ["people"]),
        ("sécu", "fr", ["risk"]),
        ("safe", "en", ["risk"]),
        ("companies", "en", ["risk"]),
        ("the steps", "en", ["steps"]),
        ("risque absent", "fr", []),
        ("people", "fr", []),
    ],
)
def test_the_same_lessons_are_found_in_the_same_order_on_both_databases(
    text: str, language: str, expected: list[str]
) -> None:
    release(files())
    assert keys(text, language) == expected


@pytest.mark.parametrize(
    "text",
    ['"', "a\" OR \"b", "NEAR(risque, 1)", "risque*", "title_words:risque", "^risque", "a AND", "(risque", "%", "'",
     "\\", "!risque", "risque & ", "risque <-> a", "risque:*", ":*", "OR", "risque -gens", "x" * 5000, "\ud800"],
)  # fmt: skip
def test_nothing_typed_is_an_operator(text: str) -> None:
    release(files())
    page = queries.search(text, "fr")
    assert page.total in (0, 1, 2)


def test_a_hit_names_its_course_and_marks_the_words_sought() -> None:
    release(files())
    hit = queries.search("sécurité", "fr").hits[0]
    assert (hit.course_slug, hit.course_title, hit.lesson_key, hit.lesson_title, hit.language) == (
        "small", "Petit cours", "risk", "Le risque", "fr",
    )  # fmt: skip
    assert ("sécurité", True) in hit.excerpt


def test_a_course_in_one_language_is_found_by_readers_of_the_other() -> None:
    release(one_language("other", "fr"))
    page = queries.search("sécurité", "en")
    assert [(hit.lesson_key, hit.language) for hit in page.hits] == [("risk", "fr")]


def test_a_second_release_replaces_what_is_found() -> None:
    release(files())
    release(files({"01-first/02-people.fr.md": "---\ntitle: Autre\n---\nRien ici.\n"}))
    assert keys("risque") == ["risk"]
    assert keys("rien") == ["people"]


def lessons(count: int) -> dict[str, str | None]:
    return {
        f"02-then/{number:02}-more-{number}.{language}.md": TEXTS[f"02-then/01-steps.{language}.md"]
        for number in range(2, 2 + count)
        for language in ("fr", "en")
    }


def test_pages_are_bounded_and_beyond_the_last_is_the_last() -> None:
    release(files(lessons(24)))
    first, third, beyond = (queries.search("un autre", "fr", page) for page in (1, 3, 99))
    assert (first.total, first.pages, len(first.hits)) == (25, 3, HITS_ON_A_PAGE)
    assert (third.page, len(third.hits)) == (3, 5)
    assert beyond == third
    assert queries.search("un autre", "fr", -5) == first


def test_a_search_costs_three_queries_whatever_it_finds(
    fresh_app: Flask, queries_of: Callable[[Flask], AbstractContextManager[Statements]]
) -> None:
    release(files(lessons(24)))
    queries.CACHE.clear()
    with queries_of(fresh_app) as statements:
        queries.search("pas", "fr")
    assert len(statements) == 3, statements


@pytest.fixture
def queries_of(request: pytest.FixtureRequest) -> Callable[[Flask], AbstractContextManager[Statements]]:
    found: Callable[[Flask], AbstractContextManager[Statements]] = request.getfixturevalue("queries")
    return found
