"""The mail server refuses, or takes a call and says nothing: nobody waits for it; what waits is sent later, once."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.app import create_app
from lms.clock import now
from lms.config import Config
from lms.db import db
from lms.jobs import actions as jobs
from lms.jobs.cli import Runner, run_due
from lms.jobs.models import Job
from lms.mail import actions as mail
from lms.mail.models import Mail
from tests.conftest import dispose
from tests.databases import Databases
from tests.forms import get, send
from tests.mail.test_sending import Conversation, Sink
from tests.people import make_person

WITHIN_S = 1.0
PATIENCE_S = 1.5  # in place of twenty seconds
ADDRESS = "awa@example.org"


class Away(Sink):
    """A mail server that refuses to be called, or is called in vain, until it is back."""

    def __init__(self) -> None:
        super().__init__(is_listening=False)
        self.breaks_off = 0
        self.RequestHandlerClass = BreakingOff
        self._thread: threading.Thread | None = None

    def fall_silent(self) -> None:
        """Be called from now on, and say nothing."""
        self.server_activate()

    def come_back(self) -> None:
        """Take mails."""
        self.server_activate()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,))
        self._thread.start()

    def end(self) -> None:
        """Stop, in whatever state."""
        if self._thread is not None:
            self.shutdown()
            self._thread.join()
        self.server_close()


class BreakingOff(Conversation):
    """One that may fall over after it has taken a mail, before it says so."""

    server: Away

    def _taken(self) -> None:
        if self.server.breaks_off:
            self.server.breaks_off -= 1
            self.connection.close()
            raise ConnectionAbortedError
        super()._taken()


@pytest.fixture
def server() -> Iterator[Away]:
    found = Away()
    yield found
    found.end()


@pytest.fixture
def site(
    databases: Databases, configure: Callable[..., Config], server: Away, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    monkeypatch.setattr(mail, "PATIENCE_S", PATIENCE_S)
    url = databases.copy()
    smtp = f"smtp://127.0.0.1:{server.server_address[1]}?starttls=no"
    app = create_app(configure(url, LMS_SMTP_URL=smtp, LMS_MAIL_FROM="p@palabre.example"))
    yield app
    dispose(app)
    databases.drop(url)


def asked_for_a_code(app: Flask) -> float:
    """Ask for a code to sign in with, as anybody does: how long the reply took, in seconds."""
    client = app.test_client()
    page = get(client, "/en/sign-in").text
    began = time.monotonic()
    assert send(client, "/en/sign-in", page, email=ADDRESS).status_code == 303
    return time.monotonic() - began


def write() -> None:
    """Leave a mail to be sent after the commit."""
    mail.send("role_taken", person_id=None, recipient=ADDRESS, language="en", at=now(), changed_at=now(), zone="UTC")


def count_of(app: Flask, *conditions: object) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Job).where(*conditions)) or 0  # type: ignore[arg-type]


def wait_until(is_so: Callable[[], bool]) -> None:
    """Look again and again, for ten seconds at most."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < 10
        time.sleep(0.05)


@pytest.mark.parametrize("how", ["refuse", "fall_silent"])
def test_nobody_waits_for_a_mail_server_that_is_away_and_mails_leave_once_it_is_back(
    site: Flask, server: Away, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    if how == "fall_silent":
        server.fall_silent()
    make_person(site, email=ADDRESS, email_key=ADDRESS)
    with caplog.at_level(logging.CRITICAL, "lms"), Runner(site):
        assert asked_for_a_code(site) < WITHIN_S
        wait_until(lambda: count_of(site, Job.kind == "mail", Job.leased_until.is_not(None) | (Job.failures > 0)) == 1)
        # Whoever does the jobs hangs on the line meanwhile, or was refused: people read and write all the same.
        assert asked_for_a_code(site) < WITHIN_S
        wait_until(lambda: count_of(site, Job.kind == "mail", Job.failures > 0) == 2)
    with site.app_context():
        assert db.session.scalars(select(Mail.sent_at)).all() == [None, None]
        waiting = set(db.session.scalars(select(Mail.message_id)))
    server.come_back()
    mail._away_until.clear()  # as when half a minute has passed
    with site.app_context():
        run_due(lambda: now() + timedelta(minutes=1))
        run_due(lambda: now() + timedelta(hours=12))
    assert {one["Message-ID"] for one in server.mails} == waiting
    assert len(server.mails) == 2


def test_other_jobs_wait_for_a_silent_mail_server_once_and_not_for_each_mail(
    site: Flask, server: Away, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[int] = []
    monkeypatch.setitem(jobs.kinds, "test", jobs.Kind(carry_out=lambda _arguments, _found, _at: done.append(1)))
    server.fall_silent()
    with site.app_context():
        for _ in range(5):
            write()
        jobs.add("test", {}, now())
        db.session.commit()
        began = time.monotonic()
        with caplog.at_level(logging.CRITICAL, "lms"):
            run_due()
        assert done == [1]
        assert PATIENCE_S < time.monotonic() - began < 2 * PATIENCE_S
    assert count_of(site, Job.kind == "mail", Job.failures == 1, Job.due_at > now()) == 5
    server.come_back()
    with site.app_context(), caplog.at_level(logging.CRITICAL, "lms"):
        run_due(lambda: now() + timedelta(minutes=1))  # before half a minute has passed, nobody asks again
        assert server.mails == []
        ends = mail._away_until
        assert [0 < until - time.monotonic() < mail.AWAY_S for until in ends.values()] == [True]
        ends.update(dict.fromkeys(ends, time.monotonic()))  # as when it has passed
        run_due(lambda: now() + timedelta(minutes=5))
    assert len(server.mails) == 5


def test_a_mail_that_was_taken_without_a_word_goes_again_under_the_number_it_had(
    site: Flask, server: Away, caplog: pytest.LogCaptureFixture
) -> None:
    server.come_back()
    server.breaks_off = 1
    with site.app_context():
        write()
        db.session.commit()
        with caplog.at_level(logging.CRITICAL, "lms"):
            run_due()
        run_due(lambda: now() + timedelta(minutes=1))
        run_due(lambda: now() + timedelta(hours=12))
    first, second = server.mails
    assert first["Message-ID"] == second["Message-ID"]
