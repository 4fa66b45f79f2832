"""A quiz from its page to its result, every kind of question, in both languages."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask

from lms.accounts.models import Person
from lms.db import db
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


def open_question(learner: Learner, key: str) -> None:
    """Start the whole quiz and open one of its questions."""
    learner.start("all-quiz")
    learner.get(f"{learner.path.rpartition('/')[0]}/{key}")


def attempt_of(learner: Learner) -> str:
    """The address of the attempt whose page is shown."""
    return learner.path.partition("/questions/")[0]


def test_an_answer_given_in_part_says_what_is_missing_before_it_is_sent(taken: Flask) -> None:
    learner = Learner(taken)
    open_question(learner, "gaps")
    learner.send(**{"answer.1": "personnes"})
    checked = learner.get(attempt_of(learner))
    assert re.search(
        r"<li>Blanc 1 sur 2 → personnes</li><li>Blanc 2 sur 2 → <em>Pas encore de réponse</em></li>", checked
    )
    open_question(learner, "texts")
    [(first, options), *_rest] = re.findall(r'<select[^>]*name="([^"]*)">(.*?)</select>', learner.page, re.S)
    chosen = re.search(r'<option value="([^"]+)"[^>]*>Nations Unies<', options)
    assert chosen
    learner.send(**{first: chosen[1]})
    checked = learner.get(attempt_of(learner))
    assert re.search(r"→ \s*Nations Unies</li>", checked)
    assert re.search(r"<li>[^<]+ → <em>Pas encore de réponse</em></li>", checked)


@pytest.mark.parametrize(
    ("typed", "is_told"), [("138", False), ("138 millions", False), ("138\u00a0millions", False), ("138,0", True)]
)
def test_how_a_number_was_read_is_told_where_it_was_not_typed_so(taken: Flask, typed: str, is_told: bool) -> None:
    learner = Learner(taken)
    open_question(learner, "children")
    learner.send(answer=typed)
    assert ("(lu 138)" in learner.get(attempt_of(learner))) == is_told
    learner.send()
    assert ("a été lu 138" in learner.page) == is_told
    assert ("Votre réponse, juste</b> 138\u00a0millions" in learner.page) != is_told


def test_the_exam_that_completes_a_course_leads_to_the_certificate(taken: Flask) -> None:
    learner = Learner(taken)
    learner.start("exam", name="Mariam Koné")
    while "/questions/" in learner.path:
        learner.send(answer=learner.option("Oui"))
    learner.send()
    assert learner.path.endswith("/result")
    found = re.search(r'<a class="button" href="([^"]+)">Voir mon certificat</a>', learner.page)
    assert found and "Vous avez terminé ce cours." in learner.page
    assert re.search(r'<p class="meta">\d+\xa0\w+ \d{4} à \d\d:\d\d \(Abidjan, UTC\)</p>', learner.page)
    assert "Mariam Koné" in learner.get(found[1])


def test_days_are_those_where_the_learner_lives(taken: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lms.learning.views.lessons.now", lambda: datetime(2026, 11, 28, 22, 30, tzinfo=UTC))
    learner = Learner(taken)
    with taken.app_context():
        db.session.get_one(Person, learner.person_id).timezone = "Africa/Nairobi"
        db.session.commit()
    learner.get("/lessons/reading")
    learner.send()
    assert "Finie le 29\xa0novembre 2026" in learner.get("/lessons/reading")
