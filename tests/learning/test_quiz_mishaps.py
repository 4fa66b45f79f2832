"""What goes wrong in a quiz: other tabs, used-up tries, time that is up, closed courses, other people, bad forms."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from lms.assessment.models import Answer, Attempt
from lms.clock import now
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.jobs.cli import run_due
from lms.learning.views import attempts, quizzes
from tests.forms import HTTPS
from tests.learning.quizzing import SLUG, Learner, release_course, small_quiz, texts
from tests.people import make_person, sign_in


@pytest.fixture
def app(fresh_app: Flask) -> Flask:
    release_course(fresh_app)
    return fresh_app


@pytest.fixture
def learner(app: Flask) -> Learner:
    return Learner(app, "en")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[timedelta]]:
    """The clock of the pages, put forward by what is in the list."""
    passed: list[timedelta] = []

    def moved() -> datetime:
        return now() + sum(passed, timedelta())

    monkeypatch.setattr(attempts, "now", moved)
    monkeypatch.setattr(quizzes, "now", moved)
    yield passed


def rows(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_second_tab_that_saves_something_else_is_shown_both_and_chooses(learner: Learner) -> None:
    learner.start("page-quiz")
    other_tab = learner.prepared(**{"p-one:answer": learner.option("No")})
    learner.get(learner.path)
    learner.send(**{"p-one:answer": learner.option("Yes")})
    shown = learner.post(*other_tab)
    assert learner.status == 409
    assert "Two different answers" in shown
    assert "<dt>Saved</dt><dd>Yes" in shown and "<dd>No" in shown
    learner.send()
    assert learner.status == 200
    assert "<dd>No" in learner.page


def test_the_same_answer_from_a_second_tab_is_no_conflict(learner: Learner) -> None:
    learner.start("page-quiz")
    other_tab = learner.prepared(**{"p-one:answer": learner.option("Yes")})
    learner.get(learner.path)
    learner.send(**{"p-one:answer": learner.option("Yes")})
    learner.post(*other_tab)
    assert learner.status == 200


def test_an_answer_whose_verdict_was_shown_is_locked_in_every_tab(learner: Learner) -> None:
    learner.start("each-quiz")
    other_tab = learner.prepared(answer=learner.option("No"))
    learner.get(learner.path)
    learner.send(answer=learner.option("Yes"))
    assert 'id="answer"' in learner.page and "That is it." in learner.page
    shown = learner.post(*other_tab)
    assert learner.status == 409
    assert "answered already" in shown and "<dd>No" in shown


def test_an_answer_after_sending_is_kept_told_and_not_scored(learner: Learner) -> None:
    learner.start("page-quiz")
    other_tab = learner.prepared(**{"p-one:answer": learner.option("Yes")})
    learner.get(learner.path)
    learner.send()
    learner.send()
    assert "0 <span" in learner.page
    shown = learner.post(*other_tab)
    assert learner.path.endswith("/result")
    assert "came after the end" in shown and "0 <span" in shown


def test_used_up_tries_say_when_the_next_one_opens(learner: Learner, app: Flask) -> None:
    learner.get("/quizzes/page-quiz")
    form = learner.prepared()
    for _number in range(2):
        learner.start("page-quiz")
        learner.send()
        learner.send()
    page = learner.get("/quizzes/page-quiz")
    assert "You have no try left for the moment. The next one opens on" in page
    assert not learner.forms()
    shown = learner.post(*form)  # a page that was open all the time
    assert learner.status == 403
    assert "no try left" in shown
    assert rows(app, Attempt) == 2


def test_the_window_opens_again(learner: Learner, later: list[timedelta]) -> None:
    for _number in range(2):
        learner.start("page-quiz")
        learner.send()
        learner.send()
    later.append(timedelta(hours=24, minutes=1))
    assert "You have 2 tries left" in learner.get("/quizzes/page-quiz")


def test_time_that_is_up_is_shown_on_get_and_closed_by_the_next_post(
    learner: Learner, app: Flask, later: list[timedelta]
) -> None:
    learner.start("late-quiz")
    question = learner.path
    learner.send(answer=learner.option("Yes"))
    second, path = learner.page, learner.path
    yes = learner.option("Yes")
    later.append(timedelta(minutes=11))
    shown = learner.get(question)
    assert learner.path.endswith("/result")
    assert "The time was up" in shown and "1 <span" in shown
    assert "Your time was up" in learner.get("/quizzes/late-quiz")
    with app.app_context():
        assert db.session.scalars(select(Attempt)).one().closed_at is None  # a GET wrote nothing
    learner.page, learner.path = second, path
    shown = learner.send(answer=yes)
    assert "came after the end" in shown and "1 <span" in shown
    with app.app_context():
        attempt = db.session.scalars(select(Attempt)).one()
        assert (attempt.closing, attempt.share, attempt.closed_at) == ("overdue", "1/2", attempt.deadline_at)
        assert [(row.is_late, row.points) for row in db.session.scalars(select(Answer).order_by(Answer.is_late))] == [
            (False, "1"), (True, "0"),
        ]  # fmt: skip
    assert "Try again" in learner.get("/quizzes/late-quiz")


def test_time_that_is_up_is_closed_by_a_job_and_completes_the_course(learner: Learner, app: Flask) -> None:
    timed, english = small_quiz(["x-one", "x-two"], "Examen", attempts=1, pass_percent=50, time_limit_minutes=10)
    release_course(app, {**texts(), "exam.fr.md": timed, "exam.en.md": english})
    learner.start("exam")
    learner.send(answer=learner.option("Yes"))
    with app.app_context():
        run_due(lambda: now() + timedelta(minutes=9))
        attempt = db.session.scalars(select(Attempt)).one()
        assert attempt.closed_at is None
        db.session.rollback()
        run_due(lambda: now() + timedelta(minutes=11))
        db.session.expire_all()
        attempt = db.session.scalars(select(Attempt)).one()
        assert (attempt.closing, attempt.has_passed, attempt.closed_at) == ("overdue", True, attempt.deadline_at)
        assert db.session.scalars(select(Enrolment)).one().completed_at is not None


def test_explanations_wait_for_the_pass_where_the_quiz_says_so(learner: Learner) -> None:
    learner.start("late-quiz")
    for _number in range(2):
        learner.send(answer=learner.option("No"))
    shown = learner.send()
    assert "Not passed yet" in shown and "Because" not in shown and "Not that." not in shown
    learner.start("late-quiz")
    for _number in range(2):
        learner.send(answer=learner.option("Yes"))
    shown = learner.send()
    assert "You passed" in shown and "Because" in shown


def test_a_course_that_closed_meanwhile_keeps_what_was_typed_on_the_screen(learner: Learner, app: Flask) -> None:
    learner.start("all-quiz")
    while "/children" not in learner.path:
        learner.get(learner.page.split('<div class="actions"><button')[1].split('href="')[1].split('"')[0])
    yesterday = (now() - timedelta(days=2)).date().isoformat()
    release_course(app, texts(course_yml=texts()["course.yml"] + f"closes: {yesterday}\n"))
    shown = learner.send(answer="138 et plus")
    assert learner.status == 403
    assert "closed today" in shown and "138 et plus" in shown
    assert rows(app, Answer) == 0
    learner.send()  # what was saved before can still be sent
    assert learner.path.endswith("/result") and learner.status == 200
    assert learner.get("/quizzes/all-quiz") and learner.status == 403


def test_who_left_is_offered_to_enrol_and_loses_nothing(learner: Learner, app: Flask) -> None:
    learner.start("page-quiz")
    page, path, yes = learner.page, learner.path, learner.option("Yes")
    learner.get("/leave")
    learner.send()
    learner.page, learner.path = page, path
    shown = learner.send(**{"p-one:answer": yes})
    assert learner.status == 403
    assert "no longer enrolled" in shown and "/enrol" in shown
    learner.get(path)
    assert learner.path.endswith("/enrol")


def test_somebody_elses_attempt_is_not_here(learner: Learner, app: Flask) -> None:
    learner.start("page-quiz")
    path = learner.path
    for other in (Learner(app, "en"), Learner(app, "en", is_enrolled=False)):
        for page in (path, f"{path}/questions/p-one", f"{path}/result", f"{path}/submit"):
            other.get(page)
            assert other.status == 404, page
        for action in (path, f"{path}/submit", f"{path}/questions/p-one"):
            other.get("/quizzes/page-quiz" if other.enrolment_id else "/enrol")
            data = other.prepared()[1]
            data["p-one:version"] = "0"
            other.post(action, data)
            assert other.status == 404, action
    assert rows(app, Answer) == 0


def test_who_is_not_enrolled_is_offered_it(app: Flask) -> None:
    outsider = Learner(app, "en", is_enrolled=False)
    page = outsider.get("/quizzes/all-quiz")
    assert "/courses/taking/enrol" in page and "9 questions" in page
    anonymous = app.test_client().get(f"/en/courses/{SLUG}/quizzes/all-quiz", base_url=HTTPS)
    assert anonymous.status_code == 200
    assert "Set-Cookie" not in anonymous.headers and "form_key" not in anonymous.text


@pytest.mark.parametrize(
    "path",
    ["/quizzes/nothing", "/quizzes/reading", "/quizzes/all-quiz/attempts/x", "/quizzes/exam/attempts/x/result"],
)
def test_what_does_not_exist_is_not_found(learner: Learner, path: str) -> None:
    learner.get(path)
    assert learner.status == 404


def test_a_question_of_another_attempt_is_not_found(learner: Learner) -> None:
    learner.start("page-quiz")
    path = learner.path
    data = learner.prepared()[1]
    learner.get(f"{path}/questions/e-one")
    assert learner.status == 404
    learner.post(f"{path}/questions/e-one", data)
    assert learner.status == 404


@pytest.mark.parametrize("sent", [{}, {"answer": "ffffffff"}, {"answer": ["x", "y"]}, {"answer": "\x00"}])
def test_nothing_that_the_question_holds_is_told_and_kept_nowhere(
    learner: Learner, app: Flask, sent: dict[str, object]
) -> None:
    learner.start("each-quiz")
    shown = learner.send(**sent)
    assert learner.status == 422
    assert "<title>Error:" in shown and "Choose an answer" in shown
    assert rows(app, Answer) == 0


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999", "٣"])
def test_a_strange_version_is_no_version(learner: Learner, version: str) -> None:
    learner.start("each-quiz")
    learner.send(answer=learner.option("Yes"), version=version)
    assert learner.status == 200


def test_a_form_without_questions_is_malformed(learner: Learner) -> None:
    learner.start("page-quiz")
    action, data = learner.prepared()
    learner.post(action, MultiDict((name, value) for name, value in data.items(multi=True) if ":" not in name))
    assert learner.status == 400


def test_a_number_that_cannot_be_read_is_shown_again_as_typed(learner: Learner) -> None:
    learner.start("all-quiz")
    while "/children" not in learner.path:
        learner.get(learner.page.split('<div class="actions"><button')[1].split('href="')[1].split('"')[0])
    shown = learner.send(answer="many of them")
    assert learner.status == 422
    assert 'value="many of them"' in shown and "could not read" in shown
    learner.send(answer="1,380")
    page = learner.get(learner.path.split("/questions")[0])
    assert "1,380\u00a0million" in page and "read as" not in page
    assert "read as 138" not in page


def test_a_quiz_that_left_the_course_can_be_finished_but_not_begun(learner: Learner, app: Flask) -> None:
    learner.start("each-quiz")
    path = learner.path
    files = {name: text for name, text in texts().items() if "02-each-quiz" not in name}
    release_course(app, files)
    learner.get(path)
    assert learner.status == 200
    for _number in range(2):
        learner.send(answer=learner.option("Yes"))
        learner.get(learner.path.split("/questions")[0])
        if learner.forms():
            break
    assert learner.get("/quizzes/each-quiz") and learner.status == 404
    learner.get(path.split("/questions")[0])
    shown = learner.send()
    assert learner.path.endswith("/result") and "1 <span" in shown


def test_the_name_on_the_certificate_is_confirmed_by_the_exams_first_page(learner: Learner, app: Flask) -> None:
    assert 'value="Awa Koné"' in learner.get("/quizzes/exam")
    shown = learner.send(name=" ")
    assert learner.status == 422
    assert "Type the first and last names" in shown and rows(app, Attempt) == 0
    learner.send(name="Awa  N’Guessan Koné")
    assert "/questions/" in learner.path
    with app.app_context():
        made = db.session.scalars(select(Enrolment)).one()
        assert made.certificate_name == "Awa N’Guessan Koné"
        assert made.name_confirmed_at is not None


def test_the_exam_passed_completes_the_course(learner: Learner, app: Flask) -> None:
    learner.start("exam")
    for _number in range(2):
        learner.send(answer=learner.option("Yes"))
    learner.send()
    with app.app_context():
        assert db.session.scalars(select(Enrolment)).one().completed_at is not None
    assert "You have no try left" in learner.get("/quizzes/exam")


def test_a_signed_out_phone_is_asked_to_sign_in(app: Flask) -> None:
    person = make_person(app)
    client = sign_in(app.test_client(), person)
    assert client.get(f"/en/courses/{SLUG}/quizzes/all-quiz/attempts/x", base_url=HTTPS).status_code == 404
    stranger = app.test_client().get(f"/en/courses/{SLUG}/quizzes/all-quiz/attempts/x", base_url=HTTPS)
    assert stranger.status_code in (302, 401)
