"""The server is killed in mid-submit: every answer that was acknowledged is there, and nothing is there twice."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from lms.assessment.models import Answer, Attempt
from lms.config import ROOT
from lms.db import db
from lms.idempotency.models import SentForm
from tests.learning.quizzing import Learner, release_course, small_quiz, texts

EVERY = 10  # submissions, the server is killed in one
# How many seconds after the form has left, in turn.
AFTER_S = (0.0, 0.003, 0.006, 0.012)
PATIENCE_S = 20


class Site:
    """A site in processes of its own, on the database of an application of ours."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        self._lines = process.stdout
        self.port = int(self._lines.readline())
        self.server = int(self._lines.readline())

    def kill(self) -> None:
        """End the server as a power cut would; the next one is there when this returns."""
        os.kill(self.server, signal.SIGKILL)
        self.server = int(self._lines.readline())

    def post(self, learner: Learner, action: str, data: MultiDict[str, str]) -> tuple[int, str]:
        """Send a form once; raises what the network says if no answer comes."""
        cookie = learner.client.get_cookie(learner.app.config["SESSION_COOKIE_NAME"], domain="localhost")
        assert cookie is not None
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            connection.request(
                "POST", action, urlencode(list(data.items(multi=True))),
                {"Cookie": f"{cookie.key}={cookie.value}", "Content-Type": "application/x-www-form-urlencoded"},
            )  # fmt: skip
            reply = connection.getresponse()
            reply.read()
            return reply.status, reply.headers["Location"]
        finally:
            connection.close()

    def post_and_kill(
        self, learner: Learner, action: str, data: MultiDict[str, str], wait_s: float
    ) -> tuple[tuple[int, str], bool]:
        """Send a form, kill the server a moment later, send it again if no answer came; and whether none did."""

        def kill_it() -> None:
            time.sleep(wait_s)
            self.kill()

        killer = threading.Thread(target=kill_it)
        killer.start()
        try:
            reply, is_broken = self.post(learner, action, data), False
        except (OSError, http.client.HTTPException):
            reply, is_broken = self.post(learner, action, data), True
        killer.join()
        return reply, is_broken


@contextmanager
def site(app: Flask) -> Iterator[Site]:
    """A site on the database of this application, for as long as the `with` lasts."""
    config = app.config["LMS"]
    environ = {
        **os.environ,
        "LMS_INSTANCE_DIR": str(config.instance_dir),
        "LMS_DATABASE_URL": config.database_url,
        "LMS_SECRET_KEY": config.secret_key,
    }
    command = [sys.executable, "-m", "tests.faults.supervisor"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield Site(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()


@pytest.mark.parametrize("submissions", [40, pytest.param(1000, marks=pytest.mark.slow)])
def test_a_server_killed_in_mid_submit_loses_nothing_and_counts_nothing_twice(
    fresh_app: Flask, submissions: int
) -> None:
    french, english = small_quiz(["p-one", "p-two"], "Une page", page="all")
    release_course(fresh_app, texts(**{"01_all__03_page_quiz_fr": french, "01_all__03_page_quiz_en": english}))
    learner = Learner(fresh_app)
    acknowledged: dict[str, str] = {}  # the answer by attempt
    broken = 0
    with site(fresh_app) as served:

        def send(form: tuple[str, MultiDict[str, str]]) -> str:
            status, location = served.post(learner, *form)
            assert status == 303
            return location

        for number in range(submissions):
            learner.get("/quizzes/page-quiz")
            attempt = send(learner.prepared())
            learner.get(attempt)
            yes = learner.option("Oui")
            learner.get(send(learner.prepared(**{"p-one__answer": yes, "p-two__answer": yes})))
            action, data = next(
                form for form in map(learner.prepared, range(len(learner.forms()))) if form[0].endswith("/submit")
            )
            if number % EVERY == EVERY // 2:
                after_s = AFTER_S[number // EVERY % len(AFTER_S)]
                reply, is_broken = served.post_and_kill(learner, action, data, after_s)
                broken += is_broken
                assert served.post(learner, action, data) == reply  # the same key, sent again, gives the result
            else:
                reply = served.post(learner, action, data)
            assert reply == (303, f"{attempt}/result")
            acknowledged[attempt.rpartition("/")[2]] = yes
    assert broken, "no server died before it had answered"
    with fresh_app.app_context():
        attempts = db.session.scalars(select(Attempt).order_by(Attempt.number)).all()
        assert [one.number for one in attempts] == list(range(1, submissions + 1))
        assert {one.public_id for one in attempts} == set(acknowledged)
        assert all(one.closed_at is not None and one.points == one.out_of == "2" for one in attempts)
        answers = db.session.scalars(select(Answer)).all()
        ids = {one.id: one.public_id for one in attempts}
        assert len(answers) == 2 * submissions
        assert len({(one.attempt_id, one.question_key) for one in answers}) == 2 * submissions
        assert all(one.fields == [["answer", acknowledged[ids[one.attempt_id]]]] for one in answers)
        assert len(db.session.scalars(select(SentForm)).all()) == 3 * submissions
