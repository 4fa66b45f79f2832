"""A quiz from its page to its result, every kind of question, in both languages."""

import re

import pytest
from flask import Flask

from tests.learning.quizzing import Learner, release_course

RIGHT = {
    "who": ["Les deux garçons"],
    "table": ["Vrai"],
    "sawmill": ["Une lame sans carter", "Des heures non payées", "Un garçon de nuit"],
}


@pytest.fixture
def taken(fresh_app: Flask) -> Flask:
    release_course(fresh_app)
    return fresh_app


def key_of(learner: Learner) -> str:
    found = re.search(r"/questions/([a-z-]+)", learner.path)
    assert found, learner.path
    return found[1]


def answer_right(learner: Learner) -> None:
    """Answer the question that is shown, as it should be."""
    key, page = key_of(learner), learner.page
    if key in RIGHT:
        learner.send(answer=[learner.option(text) for text in RIGHT[key]])
    elif key == "texts":
        pairs = re.findall(
            r'<label for="[^"]*">([^<]*)</label>\s*<select[^>]*name="([^"]*)">(.*?)</select>', page, re.S
        )
        right = {"Principes directeurs": "Nations Unies", "Déclaration tripartite": "OIT"}
        learner.send(
            **{name: re.search(rf'value="([^"]*)"[^>]*>{right[left]}<', options)[1] for left, name, options in pairs}
        )  # type: ignore[index]
    elif key == "steps":
        ids = dict(
            re.findall(r'<li><span>([^<]*)</span><input type="hidden" name="answer" value="([^"]*)">', page)[::1]
        )
        learner.send(answer=[ids[text] for text in ("Repérer", "Prévenir", "Suivre", "Dire")])
    elif key == "children":
        learner.send(answer="138")
    elif key == "first":
        learner.send(answer="Les Personnes")
    elif key == "gaps":
        entry = re.search(r'<option value="([^"]*)">acheteurs<', page)
        assert entry
        learner.send(**{"answer.1": "personnes", "answer.2": entry[1]})
    else:
        learner.send(answer=learner.option("La loi"))


def test_every_kind_is_taken_from_the_page_of_the_quiz_to_its_result(taken: Flask) -> None:
    learner = Learner(taken)
    page = learner.get("/quizzes/all-quiz")
    assert "9 questions" in page and "À la scierie" in page
    learner.send()
    for number in range(1, 10):
        assert f"Question {number} sur 9" in learner.page or f"Question {number} of 9" in learner.page
        answer_right(learner)
        assert learner.status == 200
    assert "/questions/" not in learner.path
    assert "8 questions" not in learner.page
    page = learner.send()
    assert learner.path.endswith("/result")
    assert re.search(r'class="score">8 <span', page), page
    assert page.count('class="right"') == 8
