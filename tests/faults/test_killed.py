"""The server, or what serves its database, is killed in mid-submit: every answer that was acknowledged is there, and
nothing is there twice.
"""

import http.client
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from urllib.parse import urlencode

import psycopg
import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from lms.app import create_app
from lms.assessment.models import Answer, Attempt
from lms.config import ROOT, Config
from lms.db import db
from lms.idempotency.models import SentForm
from tests.conftest import dispose
from tests.databases import Databases, postgresql_server
from tests.learning.quizzing import Learner, release_course, small_quiz, texts

LATEST_S = 0.015  # after a form has left something is killed
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


def terminate_backends(url: str) -> None:
    """End every connection to a database, as its administrator would."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def kill_a_backend(url: str) -> None:
    """Kill the process of one connection: PostgreSQL takes all others down with it and recovers from its log."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " ORDER BY state_change DESC LIMIT 1"
        ).fetchone()
        if found is not None:
            os.kill(int(found[0]), signal.SIGKILL)


class Learning:
    """Somebody who takes a quiz again and again and sends each form until it is answered, whatever is killed."""

    def __init__(self, app: Flask, served: Site) -> None:
        self.learner, self.served = Learner(app), served
        self.acknowledged: dict[str, str] = {}  # the answer by attempt
        self.broken = 0  # how many forms got no answer the first time

    def look(self, path: str) -> None:
        """Open a page, until the database is there."""
        end = time.monotonic() + PATIENCE_S
        while "<form" not in self.learner.get(path) or self.learner.status != 200:
            assert time.monotonic() < end, self.learner.page
            time.sleep(0.05)

    def send(self, action: str, data: MultiDict[str, str], strike: Callable[[], None] | None) -> str:
        """Send a form until it is answered; where it leads. `strike` is carried out meanwhile."""
        killer = threading.Thread(target=strike) if strike else None
        if killer:
            killer.start()
        reply, tries, end = (0, ""), 0, time.monotonic() + PATIENCE_S
        while reply[0] != 303:
            assert time.monotonic() < end, reply
            time.sleep(0.05 if tries else 0)
            tries += 1
            with suppress(OSError, http.client.HTTPException):
                reply = self.served.post(self.learner, action, data)
                assert reply[0] in (303, 503)
        self.broken += tries > 1
        if killer:
            killer.join()
            # The same key, sent again, gives the same result.
            end = time.monotonic() + PATIENCE_S
            while (again := self.served.post(self.learner, action, data)) != reply:
                assert again[0] == 503 and time.monotonic() < end, again
                time.sleep(0.05)
        return reply[1]

    def take(self, strikes: list[Callable[[], None] | None]) -> None:
        """Take the quiz once; three forms."""
        learner = self.learner
        self.look("/quizzes/page-quiz")
        attempt = self.send(*learner.prepared(), strikes[0])
        self.look(attempt)
        yes = learner.option("Oui")
        self.look(self.send(*learner.prepared(**{"p-one__answer": yes, "p-two__answer": yes}), strikes[1]))
        forms = map(learner.prepared, range(len(learner.forms())))
        result = self.send(*next(form for form in forms if form[0].endswith("/submit")), strikes[2])
        assert result == f"{attempt}/result"
        self.acknowledged[attempt.rpartition("/")[2]] = yes


def submit_while_killing(app: Flask, submissions: int, kills: int, strike: Callable[[Site], None]) -> None:
    """Take a quiz so many times while something is killed at so many moments drawn by lot; all must be there, once."""
    french, english = small_quiz(["p-one", "p-two"], "Une page", page="all")
    release_course(app, texts(**{"01_all__03_page_quiz_fr": french, "01_all__03_page_quiz_en": english}))
    lot, turns = random.Random(), count()
    struck = set(lot.sample(range(3 * submissions), kills))
    began = time.monotonic()
    with site(app) as served:

        def in_a_moment() -> None:
            # At once, somewhat later, …: some of them come before anything was written, some after all was.
            time.sleep((next(turns) % 4 + lot.random()) * LATEST_S / 4)
            strike(served)

        learning = Learning(app, served)
        for number in range(submissions):
            learning.take([in_a_moment if 3 * number + form in struck else None for form in range(3)])
    assert learning.broken, "nothing was killed before it had answered"
    acknowledged = learning.acknowledged
    with app.app_context():
        attempts = db.session.scalars(select(Attempt).order_by(Attempt.number)).all()
        assert [one.number for one in attempts] == list(range(1, submissions + 1))
        assert {one.public_id for one in attempts} == set(acknowledged)
        assert all(one.closed_at is not None and one.points == one.out_of == "2" for one in attempts)
        answers = db.session.scalars(select(Answer)).all()
        ids = {one.id: one.public_id for one in attempts}
        assert len(answers) == 2 * submissions
        assert len({(one.attempt_id, one.question_key) for one in answers}) == 2 * submissions
        assert all(one.version == 1 for one in answers)
        assert all(one.fields == [["answer", acknowledged[ids[one.attempt_id]]]] for one in answers)
        assert len(db.session.scalars(select(SentForm)).all()) == 3 * submissions
        print(
            f"{db.engine.dialect.name}: {submissions} submissions, {kills} kills, {learning.broken} forms unanswered at"
            f" first, {time.monotonic() - began:.0f} s; answers acknowledged {2 * len(acknowledged)},"
            f" found {len(answers)}, doubled {sum(one.version - 1 for one in answers)}"
        )


OFTEN = pytest.param(1000, 100, marks=pytest.mark.slow)


@pytest.mark.parametrize(("submissions", "kills"), [(40, 4), OFTEN])
def test_a_server_killed_in_mid_submit_loses_nothing_and_counts_nothing_twice(
    fresh_app: Flask, submissions: int, kills: int
) -> None:
    submit_while_killing(fresh_app, submissions, kills, Site.kill)


@pytest.mark.parametrize(("submissions", "kills"), [(15, 4), OFTEN])
def test_connections_of_the_database_ended_in_mid_submit_lose_nothing(
    postgresql: Databases, configure: Callable[..., Config], submissions: int, kills: int
) -> None:
    url = postgresql.copy()
    app = create_app(configure(url))
    app.config["TESTING"] = True
    submit_while_killing(app, submissions, kills, lambda _served: terminate_backends(url))
    dispose(app)
    postgresql.drop(url)


@pytest.mark.slow
def test_a_database_whose_processes_are_killed_in_mid_submit_loses_nothing(
    worker: str, configure: Callable[..., Config]
) -> None:
    with postgresql_server(worker, apart="killed") as server:  # the other tests' server goes on
        url = server.copy()
        app = create_app(configure(url))
        app.config["TESTING"] = True
        submit_while_killing(app, 1000, 100, lambda _served: kill_a_backend(url))
        dispose(app)
