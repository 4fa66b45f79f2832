"""What the pages of a quiz say before, during and after a try, and when its course has closed or was retired."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from lms.clock import now
from lms.db import db
from lms.publishing.actions import retire
from tests.learning.quizzing import SLUG, Learner, head, release_course, texts


@pytest.fixture
def app(fresh_app: Flask) -> Flask:
    release_course(fresh_app)
    return fresh_app


@pytest.fixture
def learner(app: Flask) -> Learner:
    return Learner(app, "en")


def test_gaps_are_shown_in_their_text_even_before_they_are_explained(app: Flask) -> None:
    french = "/// question | holes\nOn regarde [[les personnes]] avant [[l’entreprise]].\n///\n"
    english = "/// question | holes\nWe look at [[people]] before [[the company]].\n///\n"
    release_course(app, texts(
        exam_fr=f"{head('Examen', feedback='passed')}\n{french}", exam_en=f"{head('Exam')}\n{english}"
    ))  # fmt: skip
    learner = Learner(app, "en")
    learner.start("exam", name="Awa Koné")
    learner.send(**{"answer.1": "money", "answer.2": "people"})
    shown = learner.send()
    assert "Not passed yet" in shown
    assert "We look at … before …<" in shown
    assert "Gap 1 of 2 → money" in shown


def test_a_failed_exam_says_once_what_to_read_again(learner: Learner) -> None:
    learner.start("exam", name="Awa Koné")
    for _number in range(2):
        learner.send(answer=learner.option("No"))
    shown = learner.send()
    assert shown.count(">To read again<") == 1
    assert shown.count(f'href="/en/courses/{SLUG}/lessons/reading"') == 1


def test_a_locked_answer_leads_to_the_other_questions(learner: Learner) -> None:
    learner.start("each-quiz")
    shown = learner.send(answer=learner.option("Yes"))
    assert "Next question" in shown and shown.count("See all my answers") == 1
    learner.get(re.search(r'class="button" href="([^"]*)"', shown)[1])  # type: ignore[index]
    shown = learner.send(answer=learner.option("Yes"))
    assert "Previous question" in shown and shown.count("See all my answers") == 1


def test_going_on_leads_to_the_first_question_without_an_answer(learner: Learner) -> None:
    learner.start("each-quiz")
    assert "/questions/e-one" in learner.path
    learner.send(answer=learner.option("Yes"))
    learner.start("each-quiz")
    assert "/questions/e-two" in learner.path
    learner.send(answer=learner.option("Yes"))
    learner.start("each-quiz")
    assert "Check your answers before you send them" in learner.page


def test_a_quiz_on_one_page_says_when_its_answers_are_saved(learner: Learner) -> None:
    assert "saved when you send the page" in learner.get("/quizzes/page-quiz")
    assert "Each answer is saved when you send it" in learner.get("/quizzes/all-quiz")


def test_what_was_saved_before_a_course_closed_is_sent_from_the_page_of_the_quiz(learner: Learner, app: Flask) -> None:
    learner.start("page-quiz")
    learner.send(**{"p-one:answer": learner.option("Yes")})
    learner.get(learner.path.partition("?")[0])
    other = learner.option("No")
    yesterday = (now() - timedelta(days=2)).date().isoformat()
    release_course(app, texts(course_yml=texts()["course.yml"] + f"closes: {yesterday}\n"))
    shown = learner.send(**{"p-one:answer": other})
    assert learner.status == 403
    assert "What you answered just now was not recorded." in shown
    assert "Its lessons could be read until" in shown and f'href="/en/courses/{SLUG}"' in shown
    shown = learner.get("/quizzes/page-quiz")
    assert learner.status == 403
    assert "Its lessons could be read until" in shown and "Go on with the quiz" not in shown
    learner.send()
    assert learner.path.endswith("/result") and "1 <span" in learner.page
    shown = learner.get("/quizzes/page-quiz")
    assert "Try 1" in shown and "Try again" not in shown and "<form" not in shown


def test_the_quiz_of_a_retired_course_invites_nobody_to_enrol(app: Flask) -> None:
    outsider = Learner(app, "en", is_enrolled=False)
    assert "Enrol in this course" in outsider.get("/quizzes/all-quiz")
    with app.app_context():
        retire(SLUG, actor="console:ama", reason="an older law", at=now())
        db.session.commit()
    shown = outsider.get("/quizzes/all-quiz")
    assert "This course was retired" in shown and "Enrol in this course" not in shown
