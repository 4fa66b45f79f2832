"""The home page says what is there, and nothing else."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient


def test_it_invites_to_the_first_lesson_of_a_real_course(client: FlaskClient) -> None:
    page = client.get("/fr/").text
    assert "Une entreprise se juge à la façon dont elle gagne son argent" in page
    assert 'href="/fr/courses/fundamentals/lessons/giving">Commencer la première leçon' in page


def test_it_asks_a_real_question_that_its_own_page_answers(client: FlaskClient) -> None:
    page = client.get("/en/").text
    action = "/en/courses/fundamentals/lessons/giving/questions/awa-answers"
    assert f'action="{action}"' in page
    assert client.get(action).status_code == 200


def test_it_counts_live(reader: FlaskClient) -> None:
    page = reader.get("/en/").text
    assert "<dt>Open lessons</dt><dd>3</dd>" in page  # what may not be read is not counted
    assert "5 courses to begin with" in page


def test_it_invites_to_no_lesson_that_cannot_be_read(reader: FlaskClient) -> None:
    assert 'href="/en/courses/sample/lessons/first">Open the first lesson' in reader.get("/en/").text


def test_without_a_course_it_invites_to_nothing_it_has_not(fresh_app: Flask) -> None:
    page = fresh_app.test_client().get("/en/")
    assert page.status_code == 200
    assert "first lesson" not in page.text
    assert "to begin with" not in page.text
    assert "<form" not in page.text


@pytest.mark.parametrize("absent", ["Keep for offline", "badge", "cohort"])
def test_it_promises_nothing_that_does_not_exist(client: FlaskClient, absent: str) -> None:
    assert absent not in client.get("/en/").text


def test_it_costs_few_queries(shelf_app: Flask, queries: Callable) -> None:
    with queries(shelf_app) as statements:
        assert shelf_app.test_client().get("/fr/").status_code == 200
    assert len(statements) <= 8, str(statements)
