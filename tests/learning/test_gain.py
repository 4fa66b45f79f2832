"""Who took the quiz before a course sees at its end what they had then."""

import re

import pytest
from flask import Flask

from tests.learning.quizzing import Learner, release_course, small_quiz, texts

BEFORE = "Avant le cours, vous aviez"
HEADS = ("---\ntitle: Avant\nmeasures: {before: exam}\n---\n", "---\ntitle: Before\n---\n")


@pytest.fixture
def site(fresh_app: Flask) -> Flask:
    french, english = small_quiz(["x-one", "x-two"], "Examen", pass_percent=50)
    release_course(
        fresh_app,
        texts(
            **{"01-all__00-before-quiz_fr": HEADS[0], "01-all__00-before-quiz_en": HEADS[1]},
            exam_fr=french,
            exam_en=english,
        ),
    )
    return fresh_app


def answer(learner: Learner, key: str, *options: str, **given: str) -> str:
    """Take a quiz of two questions to its result, giving these answers."""
    learner.start(key, **given)
    for option in options:
        learner.send(0, answer=learner.option(option))
    return learner.send(0)


def test_the_result_of_the_exam_says_what_the_quiz_before_the_course_came_to(site: Flask) -> None:
    learner = Learner(site)
    answer(learner, "before-quiz", "Oui", "Non")
    assert BEFORE not in learner.page
    # It cannot be failed: nobody is told that their tries are used up.
    assert "essai" not in learner.page.partition("Vos réponses")[0]
    learner.get("/quizzes/before-quiz")
    assert "À faire une seule fois" in learner.page
    assert "aucun essai" not in learner.page
    result = answer(learner, "exam", "Oui", "Oui", name="Awa Koné")
    assert f"{BEFORE} 50\u00a0%" in result.replace("\u202f", "\u00a0")


def test_nothing_is_said_to_who_did_not_take_it_or_did_not_end_it(site: Flask) -> None:
    learner = Learner(site)
    assert BEFORE not in answer(learner, "exam", "Oui", "Oui", name="Awa Koné")
    learner.start("before-quiz")
    assert BEFORE not in answer(learner, "exam", "Oui", "Oui")


def test_what_was_passed_and_what_was_handed_in_is_marked_wherever_the_course_is_listed(site: Flask) -> None:
    learner = Learner(site)
    answer(learner, "before-quiz", "Oui", "Non")
    answer(learner, "exam", "Oui", "Oui", name="Awa Koné")
    for page in ("", "/lessons/reading"):
        contents = learner.get(page)
        assert re.search(r'quizzes/before-quiz"[^>]*>[^<]*</a><span class="done">Fait</span>', contents), page
        assert re.search(r'quizzes/all-quiz"[^>]*>[^<]*</a><span>Test</span>', contents), page
    assert re.search(r'quizzes/exam"[^>]*>[^<]*</a><span class="done">Réussi</span>', learner.get(""))


def test_who_has_the_certificate_is_not_asked_for_the_name_on_it_again(site: Flask) -> None:
    learner = Learner(site)
    answer(learner, "exam", "Oui", "Oui", name="Awa Koné")
    front = learner.get("/quizzes/exam")
    assert 'name="name"' not in front
    assert '<button class="button quiet">Recommencer</button>' in front
    assert "Question 1" in learner.send(0)
