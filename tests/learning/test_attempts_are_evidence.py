"""An attempt shows what it asked, in the same order and with the same score, whatever authors do and however often
it is sent."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.accounts.models import Person
from lms.assessment import actions
from lms.assessment.models import Answer, Attempt
from lms.assessment.queries import quiz_results
from lms.clock import now
from lms.db import db, read_only
from lms.enrolment.models import Enrolment
from lms.idempotency.models import SentForm
from tests.forms import HTTPS
from tests.learning.quizzing import Learner, release_course, small_quiz, texts


@pytest.fixture
def app(fresh_app: Flask) -> Flask:
    release_course(fresh_app)
    return fresh_app


def main_of(page: str) -> str:
    """What a page says, without what changes with every showing."""
    inside = re.search(r"<main.*</main>", page, re.S)
    assert inside
    return re.sub(r'<input type="hidden" name="(csrf_token|form_key)"[^>]*>', "", inside[0])


def test_a_release_that_rewords_reorders_and_turns_right_into_wrong_changes_no_attempt(app: Flask) -> None:
    learner, other = Learner(app), Learner(app)
    learner.start("page-quiz")
    learner.send(**{"p-one:answer": learner.option("Oui"), "p-two:answer": learner.option("Non")})
    learner.send()
    result = learner.path
    before = main_of(learner.page)
    english = main_of(learner.get(result.replace("/fr/", "/en/")))
    other.start("page-quiz")
    asked = main_of(other.page)

    french, english_quiz = small_quiz(["p-two", "p-new", "p-one"], "Une page", page="all", attempts=2, per_hours=24)
    turned = french.replace("- [x] Oui", "- [ ] Oui, dit autrement").replace("- [ ] Non", "- [x] Non")
    turned_english = english_quiz.replace("- [x] Yes", "- [ ] Yes, said otherwise").replace("- [ ] No", "- [x] No")
    files = {**texts(), "01-all/03-page-quiz.fr.md": turned, "01-all/03-page-quiz.en.md": turned_english}
    assert release_course(app, files) == 2

    assert main_of(learner.get(result)) == before
    assert main_of(learner.get(result.replace("/fr/", "/en/"))) == english
    assert main_of(other.get(other.path)) == asked
    other.send(**{"p-one:answer": other.option("Oui"), "p-two:answer": other.option("Oui")})
    assert "2 <span" in other.send()
    learner.start("page-quiz")
    assert "Oui, dit autrement" in learner.page and "p-new" in learner.page


def test_the_language_can_be_changed_in_the_middle(app: Flask) -> None:
    learner = Learner(app)
    learner.start("page-quiz")
    order = re.findall(r'value="([0-9a-f]{8})"', learner.page)
    learner.send(**{"p-one:answer": learner.option("Oui")})
    french = learner.path
    learner.get(french.replace("/fr/", "/en/").replace("?check=1", ""))
    assert re.findall(r'value="([0-9a-f]{8})"', learner.page) == order
    learner.send(**{"p-two:answer": learner.option("Yes")})
    assert "2 <span" in learner.send()


def test_a_number_is_read_in_the_language_it_was_typed_in(app: Flask) -> None:
    learner = Learner(app)
    learner.start("all-quiz")
    path = learner.path.split("/questions")[0]
    learner.get(f"{path}/questions/children")
    learner.send(answer="138,0")
    page = learner.get(path.replace("/fr/", "/en/"))
    assert "138,0" in page and "read as 138" in page
    learner.send()
    assert re.search(r'class="right"[^>]*><p>Right, 1 of 1 point', learner.page)


def test_exact_fractions_are_kept(app: Flask) -> None:
    learner = Learner(app)
    learner.start("all-quiz")
    path = learner.path.split("/questions")[0]
    learner.get(f"{path}/questions/sawmill")
    learner.send(answer=learner.option("Une lame sans carter"))
    learner.get(path)
    learner.send()
    with app.app_context():
        attempt = db.session.scalars(select(Attempt)).one()
        assert (attempt.points, attempt.out_of, attempt.share, attempt.has_passed) == ("1/3", "8", "1/24", False)
        assert db.session.scalars(select(Answer.points)).one() == "1/3"
    assert "4\xa0%" in learner.page  # 4.1666… rounded down
    assert "0,33 <span" in learner.page


def test_the_best_of_several_tries_counts_and_settles_nothing_downwards(app: Flask) -> None:
    learner = Learner(app)
    for answer in ("Oui", "Non"):
        learner.start("page-quiz")
        learner.send(**{"p-one:answer": learner.option(answer), "p-two:answer": learner.option("Oui")})
        learner.send()
    with app.app_context():
        enrolment = db.session.scalars(select(Enrolment)).one()
        found = quiz_results(enrolment.id)["page-quiz"]
        assert (found.best_share, found.best_percent, found.has_passed, found.tries) == (1, 100, True, 2)
        assert found.open_attempt is None
    assert "100" in learner.get("/quizzes/page-quiz") and "50" in learner.page


def test_ordering_moves_without_a_script_and_says_so(app: Flask) -> None:
    learner = Learner(app)
    learner.start("all-quiz")
    path = learner.path.split("/questions")[0]
    page = learner.get(f"{path}/questions/steps")
    order = re.findall(r'name="answer" value="([0-9a-f]{8})"', page)
    page = learner.send(down=order[0])
    assert re.findall(r'name="answer" value="([0-9a-f]{8})"', page) == [order[1], order[0], *order[2:]]
    assert 'role="status"' in page and "au rang 2 sur 4" in page and "autofocus" in page
    assert "/questions/steps" in learner.path
    learner.send()
    assert "/questions/steps" not in learner.path


def test_feedback_after_each_question_locks_it_and_counts(app: Flask) -> None:
    learner = Learner(app)
    learner.start("each-quiz")
    for answer in ("Oui", "Non"):
        page = learner.send(answer=learner.option(answer))
        assert "Parce que" in page and "<form" not in main_of(page)
        learner.get(re.search(r'class="button" href="([^"]*)"', page)[1])  # type: ignore[index]
    assert "1 <span" in learner.send()


def test_fifty_equal_posts_at_once_close_one_attempt_and_get_equal_replies(app: Flask) -> None:
    learner = Learner(app)
    learner.start("page-quiz")
    learner.send(**{"p-one:answer": learner.option("Oui")})
    action, data = learner.prepared()
    cookie = learner.client.get_cookie("__Host-session", domain="localhost")
    assert cookie is not None

    def post(_number: int) -> tuple[int, str]:
        client = app.test_client()
        client.set_cookie("__Host-session", cookie.value, domain="localhost", secure=True)
        reply = client.post(action, data=data, base_url=HTTPS, headers={"Referer": HTTPS + learner.path})
        return reply.status_code, reply.headers["Location"]

    with ThreadPoolExecutor(8) as pool:
        replies = set(pool.map(post, range(50)))
    assert len(replies) == 1
    assert next(iter(replies))[0] == 303
    with app.app_context():
        attempt = db.session.scalars(select(Attempt)).one()
        assert (attempt.share, attempt.number) == ("1/2", 1)
        assert db.session.scalar(select(func.count()).select_from(SentForm)) == 3


def test_starts_at_once_from_different_tabs_make_one_attempt(app: Flask) -> None:
    learner = Learner(app)
    with app.app_context():
        enrolment_id = db.session.scalars(select(Enrolment.id)).one()

    def start(_number: int) -> str:
        token = read_only.set(False)
        try:
            with app.app_context():
                made = actions.start_attempt(db.session.get_one(Enrolment, enrolment_id), "page-quiz", now())
                db.session.commit()
                return made.public_id
        finally:
            read_only.reset(token)

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(start, range(24)))) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Attempt)) == 1
    assert learner.person_id


def test_saves_at_once_keep_one_and_tell_the_others(app: Flask) -> None:
    learner = Learner(app)
    learner.start("page-quiz")
    options = [learner.option(text) for text in ("Oui", "Non", "Peut-être")]
    forms = []
    for number in range(12):
        learner.get(learner.path)
        forms.append(learner.prepared(**{"p-one:answer": options[number % 3]}))
    cookie = learner.client.get_cookie("__Host-session", domain="localhost")
    assert cookie is not None

    def post(number: int) -> int:
        client = app.test_client()
        client.set_cookie("__Host-session", cookie.value, domain="localhost", secure=True)
        action, data = forms[number]
        return client.post(action, data=data, base_url=HTTPS, headers={"Referer": HTTPS + learner.path}).status_code

    with ThreadPoolExecutor(8) as pool:
        codes = sorted(pool.map(post, range(12)))
    assert codes == [303] * 4 + [409] * 8  # the equal ones agree
    with app.app_context():
        assert db.session.scalars(select(Answer.version)).all() == [1]


def test_pages_keep_to_their_number_of_queries(app: Flask, queries) -> None:
    learner = Learner(app)
    learner.start("all-quiz")
    question, attempt = learner.path, learner.path.split("/questions")[0]
    for path, most in ((question, 5), (attempt, 5), ("/fr/courses/taking/quizzes/all-quiz", 4)):
        learner.get(path)
        with queries(app) as statements:
            learner.get(path)
        assert len(statements) <= most, (path, statements)
    learner.get(attempt)
    learner.send()
    with queries(app) as statements:
        learner.get(f"{attempt}/result")
    assert len(statements) <= 6


def test_what_is_pinned_is_ids_never_positions(app: Flask) -> None:
    learner = Learner(app)
    learner.start("all-quiz")
    with app.app_context():
        attempt = db.session.scalars(select(Attempt)).one()
        pinned = json.dumps(attempt.questions)
        assert {one["key"] for one in attempt.questions} >= {"who", "steps", "gaps"}
        assert all(re.fullmatch(r"[0-9a-f]{8}", one) for question in attempt.questions
                   for order in question["orders"].values() for one in order), pinned  # fmt: skip
        person = db.session.get_one(Person, learner.person_id)
        assert person.id == learner.person_id
        assert attempt.started_at > now() - timedelta(minutes=5)


def test_the_exam_asks_what_the_measure_before_it_did_not(app: Flask) -> None:
    french, english = small_quiz([f"x-{name}" for name in ("a", "b", "c", "d")], "Examen", draw=2)
    files = {**texts(), "exam.fr.md": french, "exam.en.md": english,
             "01-all/00-before-quiz.fr.md": "---\ntitle: Avant\nmeasures: {before: exam}\n---\n",
             "01-all/00-before-quiz.en.md": "---\ntitle: Before\n---\n"}  # fmt: skip
    release_course(app, files)
    learner = Learner(app)
    assert "cela ne compte pas" in learner.get("/quizzes/before-quiz")
    learner.send()
    path = learner.path.split("/questions")[0]
    learner.get(path)
    shown = learner.send()
    assert "Votre résultat" in shown and "seuil de réussite" not in shown
    learner.get("/quizzes/before-quiz")
    assert not learner.forms()  # once
    learner.start("exam")
    with app.app_context():
        asked = {row.quiz_key: {one["key"] for one in row.questions} for row in db.session.scalars(select(Attempt))}
        assert asked["before-quiz"].isdisjoint(asked["exam"])
        assert len(asked["exam"]) == 2
