"""The page of a course, and its glossary."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient


def test_it_says_what_the_course_holds_and_where_to_start(client: FlaskClient) -> None:
    page = client.get("/en/courses/fundamentals").text
    for text in ("Define responsible business conduct", "1. Why responsible business conduct?", "2. The map of"):
        assert text in page
    assert 'class="button" href="/en/courses/fundamentals/lessons/giving"' in page
    assert "This course gives no certificate yet" in page
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in page


def test_it_says_what_each_module_teaches(client: FlaskClient) -> None:
    page = client.get("/fr/courses/fundamentals").text
    module = page[page.index('id="module-why"') : page.index('id="module-map"')]
    aims = module[module.index("<summary>Ce que vous saurez faire</summary>") : module.index("</details>")]
    assert "<li>Citer quatre raisons d’agir pour une PME africaine</li>" in aims


def test_it_says_what_a_certificate_takes(reader: FlaskClient) -> None:
    page = reader.get("/fr/courses/sample").text
    assert "Il atteste 2\xa0heures de travail" in page
    for text in ("2 leçons à terminer", "1 test à réussir", "L’examen, avec 70\xa0% ou plus"):
        assert text in page


def test_quizzes_stand_among_the_lessons_and_the_exam_at_the_end(reader: FlaskClient) -> None:
    page = reader.get("/en/courses/sample").text
    assert page.index("/lessons/first") < page.index("/quizzes/why-quiz") < page.index("/quizzes/exam")


def test_an_advised_course_is_named_and_linked_in_its_language(reader: FlaskClient) -> None:
    page = reader.get("/en/courses/sample").text
    assert 'Useful: <a href="/fr/courses/advanced" lang="fr" hreflang="fr">Advanced français</a>' in page


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("later", "Its lessons open on 5\xa0January 2999."),
        ("over", "Its lessons could be read until 5\xa0January 2001."),
    ],
)
def test_a_course_that_cannot_be_read_says_why_instead_of_inviting(reader: FlaskClient, slug: str, said: str) -> None:
    page = reader.get(f"/en/courses/{slug}").text
    assert said in page
    assert 'class="button"' not in page


def test_a_course_for_people_enrolled_invites_to_enrol_and_to_nothing_else(reader: FlaskClient) -> None:
    page = reader.get("/en/courses/members").text
    assert re.findall(r'<a class="button" href="([^"]+)"', page) == ["/en/courses/members/enrol"]
    assert "Enrolling is free" in reader.get("/en/courses/members/lessons/members-only").text


def test_a_course_adapted_from_another_says_from_which(reader: FlaskClient) -> None:
    assert 'href="https://example.org/source"' in reader.get("/en/courses/members").text


@pytest.mark.parametrize("path", ["", "/glossary", "/lessons/advanced-only", "/lessons/advanced-only/questions/any"])
def test_a_course_in_one_language_is_pointed_to_from_the_other(reader: FlaskClient, path: str) -> None:
    response = reader.get(f"/en/courses/advanced{path}")
    assert response.status_code == 404
    assert "This course is in French only" in response.text
    assert f'href="/fr/courses/advanced{path}" hreflang="fr">Read it in French' in response.text


@pytest.mark.parametrize("path", ["/fr/courses/absent", "/fr/courses/absent/glossary", "/fr/courses/over/glossary"])
def test_what_does_not_exist_is_not_there(reader: FlaskClient, path: str) -> None:
    response = reader.get(path)
    assert response.status_code == 404
    assert "Cette page n’est pas ici" in response.text


def test_the_glossary_explains_the_words_of_the_course(reader: FlaskClient) -> None:
    page = reader.get("/en/courses/sample/glossary").text
    assert '<div id="term-severity"><dt>Severity</dt><dd><p>How serious a harm is' in page
    assert page.index("term-due-diligence") < page.index("term-severity")


def test_it_costs_few_queries(shelf_app: Flask, queries: Callable) -> None:
    with queries(shelf_app) as statements:
        shelf_app.test_client().get("/fr/courses/sample")
    assert len(statements) <= 8, str(statements)
