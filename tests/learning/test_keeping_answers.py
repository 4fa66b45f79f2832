"""An answer is kept while it is being given: a small form for each change, by script, before the page's button."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from lms.assessment.models import Answer
from lms.clock import now
from lms.db import db
from lms.learning.views import attempts
from tests.forms import HTTPS
from tests.learning.quizzing import Learner, release_course


@pytest.fixture
def app(fresh_app: Flask) -> Flask:
    release_course(fresh_app)
    return fresh_app


@pytest.fixture
def learner(app: Flask) -> Learner:
    return Learner(app, "en")


def keep(learner: Learner, question: str, value: str, **changed: str) -> TestResponse:
    """Send what the page's script sends when an option is chosen."""
    _action, data = learner.prepared()
    version = data.get("version") or data.get(f"{question}:version", "0")
    sent = MultiDict({"csrf_token": data["csrf_token"], "form_key": data["form_key"], f"{question}:version": version})
    sent.update({f"{question}:answer": value, **changed})
    sent = MultiDict({name: changed.get(name, one) for name, one in sent.items()})
    attempt = learner.path.partition("/questions/")[0]
    return learner.client.post(f"{attempt}/keep", data=sent, base_url=HTTPS, headers={"Referer": HTTPS})


def save(learner: Learner, **given: str) -> TestResponse:
    """Press the button of the page."""
    action, data = learner.prepared(**given)
    return learner.client.post(action, data=data, base_url=HTTPS, headers={"Referer": HTTPS})


def kept(app: Flask, question: str) -> Answer | None:
    with app.app_context():
        return db.session.query(Answer).filter_by(question_key=question).one_or_none()


def test_an_answer_is_kept_as_it_is_chosen_and_the_next_save_follows(app: Flask, learner: Learner) -> None:
    learner.start("page-quiz")
    reply = keep(learner, "p-one", learner.option("Yes"))
    assert (reply.status_code, reply.headers["X-Version"], reply.text) == (204, "1", "")
    again = keep(
        learner, "p-one", learner.option("No"),
        form_key=reply.headers["X-Form-Key"], **{"p-one:version": reply.headers["X-Version"]},
    )  # fmt: skip
    assert (again.status_code, again.headers["X-Version"]) == (204, "2")
    answer = kept(app, "p-one")
    assert answer is not None and answer.fields == [["answer", learner.option("No")]]


def test_what_arrives_twice_counts_once_and_says_the_same(app: Flask, learner: Learner) -> None:
    learner.start("page-quiz")
    replies = [keep(learner, "p-one", learner.option("Yes")) for _ in range(3)]
    assert [(one.status_code, one.headers["X-Version"]) for one in replies] == [(204, "1")] * 3
    assert len({one.headers["X-Form-Key"] for one in replies}) == 3


def test_another_answer_under_a_used_key_is_refused(app: Flask, learner: Learner) -> None:
    learner.start("page-quiz")
    keep(learner, "p-one", learner.option("Yes"))
    assert keep(learner, "p-one", learner.option("No")).status_code == 409
    answer = kept(app, "p-one")
    assert answer is not None and answer.version == 1


def test_where_another_device_moved_on_nothing_is_written_over(app: Flask, learner: Learner) -> None:
    learner.start("page-quiz")
    page = learner.page
    assert keep(learner, "p-one", learner.option("Yes")).status_code == 204
    learner.get(learner.path)
    fresh = dict(learner.prepared()[1])["form_key"]
    learner.page = page
    assert keep(learner, "p-one", learner.option("No"), form_key=fresh).status_code == 409
    answer = kept(app, "p-one")
    assert answer is not None and answer.fields == [["answer", learner.option("Yes")]]


def test_what_arrives_again_after_another_device_saved_does_not_pass_for_what_is_there(
    app: Flask, learner: Learner
) -> None:
    learner.start("page-quiz")
    page, yes, no = learner.page, learner.option("Yes"), learner.option("No")
    assert keep(learner, "p-one", yes).status_code == 204  # its reply is lost
    learner.get(learner.path)
    assert save(learner, **{"p-one:answer": no}).status_code == 303
    learner.page = page
    again = keep(learner, "p-one", yes)
    assert again.status_code == 409 and "X-Version" not in again.headers
    assert "Two different answers" in again.text
    answer = kept(app, "p-one")
    assert answer is not None and (answer.version, answer.fields) == (2, [["answer", no]])


def test_nothing_after_the_end_is_no_late_answer(app: Flask, learner: Learner) -> None:
    learner.start("page-quiz")
    other_tab = learner.prepared(**{"p-one:answer": learner.option("Yes")})
    learner.get(learner.path)
    learner.send()
    learner.send()
    learner.post(*other_tab)
    assert kept(app, "p-two") is None
    answer = kept(app, "p-one")
    assert answer is not None and answer.is_late


def test_keeping_shows_no_verdict_and_locks_nothing(app: Flask, learner: Learner) -> None:
    learner.start("each-quiz")
    assert keep(learner, "e-one", learner.option("No")).status_code == 204
    answer = kept(app, "e-one")
    assert answer is not None and not answer.is_locked and answer.points is None
    learner.get(learner.path)
    assert "Not that." not in learner.page
    learner.send(answer=learner.option("No"))
    assert "Not that." in learner.page


def test_after_the_end_it_is_kept_told_and_not_counted(
    app: Flask, learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner.start("late-quiz")
    question = learner.path.rpartition("/")[2]

    def later() -> datetime:
        return now() + timedelta(minutes=11)

    monkeypatch.setattr(attempts, "now", later)
    reply = keep(learner, question, learner.option("Yes"))
    assert (reply.status_code, reply.headers["X-Late"]) == (204, "1")
    answer = kept(app, question)
    assert answer is not None and (answer.fields, answer.points) == ([], "0")


def test_others_strangers_and_malformed_forms_are_refused(app: Flask, learner: Learner) -> None:
    learner.start("page-quiz")
    option = learner.option("Yes")
    assert keep(learner, "p-one", option, csrf_token="forged").status_code == 400
    assert keep(learner, "p-one", option, **{"p-two:version": "0"}).status_code == 400
    assert keep(learner, "p-none", option, **{"p-none:version": "0", "p-one:version": "0"}).status_code == 400
    other = Learner(app, "en")
    other.start("page-quiz")
    other.path = learner.path
    assert keep(other, "p-one", option).status_code == 404
    learner.client.delete_cookie("__Host-session", domain="localhost")
    assert keep(learner, "p-one", option).status_code in (400, 401)
    assert kept(app, "p-one") is None


def test_once_a_form_is_carried_out_its_reply_asks_nothing_more_of_the_database(app: Flask, learner: Learner) -> None:
    said: list[str] = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "commit", lambda _connection: said.append("COMMIT"))
    event.listen(engine, "before_cursor_execute", lambda *about: said.append(about[2]))
    learner.start("page-quiz")
    asked = []
    for send in (
        lambda: keep(learner, "p-one", learner.option("Yes")),
        lambda: save(learner, **{"p-two:answer": learner.option("No")}),
    ):
        learner.get(learner.path)
        said.clear()
        assert send().status_code in (204, 303)
        asked += said[said.index("COMMIT") + 1 :]
    assert asked == []
