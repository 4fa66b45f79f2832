"""Mails leave after the commit, at least once, under one Message-ID, and say who writes."""

import email.policy
import logging
import socketserver
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
from flask import Flask
from sqlalchemy import select

from lms.app import create_app
from lms.clock import now
from lms.db import db
from lms.jobs.cli import run_due
from lms.jobs.models import Job
from lms.mail import actions
from lms.mail.models import Mail
from lms.mail.queries import MailState, mails_listed
from tests.conftest import dispose


class Sink(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it is given, or is not in the mood for it."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, *, is_listening: bool = True) -> None:
        super().__init__(("127.0.0.1", 0), Conversation, bind_and_activate=False)
        self.server_bind()
        if is_listening:
            self.server_activate()
        self.mails: list[EmailMessage] = []
        self.refusals = 0


class Conversation(socketserver.StreamRequestHandler):
    server: Sink

    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "DATA":
                self._take()
            elif word == "QUIT":
                self._say("221 bye")
                return
            elif word == "MAIL" and self.server.refusals:
                self.server.refusals -= 1
                self._say("451 later")
            elif word == "RCPT" and "nobody" in line:
                self._say(f"550 5.1.1 {line[8:]}: user unknown")
            else:
                self._say("250 ok")

    def _take(self) -> None:
        self._say("354 go on")
        lines = iter(self.rfile.readline, b".\r\n")
        parsed = BytesParser(EmailMessage, policy=email.policy.default).parsebytes(b"".join(lines))
        self.server.mails.append(parsed)
        self._taken()

    def _taken(self) -> None:
        self._say("250 taken")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def app_with_server(databases, configure, sink: Sink) -> Iterator[Flask]:
    url = databases.copy()
    app = create_app(
        configure(
            url,
            LMS_SMTP_URL=f"smtp://127.0.0.1:{sink.server_address[1]}?starttls=no",
            LMS_MAIL_FROM="Palabre <no-reply@palabre.example>",
            LMS_PUBLIC_URL="https://palabre.example",
        )
    )
    yield app
    dispose(app)
    databases.drop(url)


def write(
    app: Flask, letter: str = "sign_in", language: str = "fr", recipient: str = "awa@example.org", **more: object
) -> None:
    values = {"code": "123456", "until": now() + timedelta(minutes=10), "zone": "Africa/Kinshasa", **more}
    with app.app_context():
        actions.send(letter, person_id=1, recipient=recipient, language=language, at=now(), is_secret=True, **values)
        db.session.commit()


def deliver(app: Flask, at: Callable[[], object] = now) -> None:
    with app.app_context():
        run_due(at)  # type: ignore[arg-type]


def test_a_mail_says_who_writes_to_whom_and_that_a_machine_does(app_with_server: Flask, sink: Sink) -> None:
    write(app_with_server)
    deliver(app_with_server)
    (mail,) = sink.mails
    assert mail["From"] == "Palabre <no-reply@palabre.example>"
    assert mail["To"] == "awa@example.org"
    assert mail["Subject"] == "Votre code pour vous connecter à Palabre"
    assert mail["Content-Language"] == "fr"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@palabre.example>")
    assert mail["Date"]
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content_charset() == "utf-8"


def test_a_code_mail_says_why_until_when_where_and_that_it_may_be_ignored(app_with_server: Flask, sink: Sink) -> None:
    for language in ("fr", "en"):
        write(app_with_server, language=language)
    deliver(app_with_server)
    french, english = (mail.get_content() for mail in sink.mails)
    for text, words in (
        (french, ("123456", "https://palabre.example/fr/sign-in/code", "(Kinshasa, UTC+1)", "ignorez ce courriel")),
        (english, ("123456", "https://palabre.example/en/sign-in/code", "(Kinshasa, UTC+1)", "ignore this mail")),
    ):
        for word in words:
            assert word in text
        assert "’" in french
        assert "&#39;" not in text
        assert "&amp;" not in text


def test_the_text_of_a_secret_mail_is_forgotten_once_it_was_sent(app_with_server: Flask, sink: Sink) -> None:
    write(app_with_server)
    deliver(app_with_server)
    with app_with_server.app_context():
        mail = db.session.scalars(select(Mail)).one()
        assert mail.body == ""
        assert mail.sent_at is not None


def test_a_server_that_refuses_is_tried_again_under_the_same_message_id(
    app_with_server: Flask, sink: Sink, caplog: pytest.LogCaptureFixture
) -> None:
    sink.refusals = 1
    write(app_with_server)
    with caplog.at_level(logging.CRITICAL, "lms"):
        deliver(app_with_server)
    assert sink.mails == []
    with app_with_server.app_context():
        message_id = db.session.scalars(select(Mail.message_id)).one()
    deliver(app_with_server, lambda: now() + timedelta(minutes=1))
    deliver(app_with_server, lambda: now() + timedelta(hours=1))
    assert [mail["Message-ID"] for mail in sink.mails] == [message_id]


def test_an_address_that_is_refused_stays_out_of_the_log_and_of_the_jobs(
    app_with_server: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    write(app_with_server, recipient="nobody@example.org")
    with caplog.at_level(logging.ERROR):
        deliver(app_with_server)
    with app_with_server.app_context():
        noted = db.session.scalars(select(Job.last_error)).one() or ""
    assert "550" in noted and "user unknown" in noted
    assert "550" in caplog.text
    assert "nobody" not in noted + caplog.text


def test_a_mail_that_is_refused_for_good_is_told_as_such_and_not_tried_for_two_days(
    app_with_server: Flask, sink: Sink, caplog: pytest.LogCaptureFixture
) -> None:
    write(app_with_server, recipient="nobody@example.org")
    with caplog.at_level(logging.CRITICAL, "lms"):
        deliver(app_with_server)
    with app_with_server.app_context():
        (row,), _ = mails_listed(None, "", None)
        assert (row.state, row.failures, row.due_at) == (MailState.REFUSED, 1, None)
        assert "550" in row.error
        job = db.session.scalars(select(Job)).one()
        assert job.due_at is None
    deliver(app_with_server, lambda: now() + timedelta(hours=7))
    with app_with_server.app_context():
        assert db.session.scalars(select(Job.failures)).one() == 1


def test_a_mail_that_is_refused_for_now_is_tried_again(
    app_with_server: Flask, sink: Sink, caplog: pytest.LogCaptureFixture
) -> None:
    sink.refusals = 1
    write(app_with_server)
    with caplog.at_level(logging.CRITICAL, "lms"):
        deliver(app_with_server)
    with app_with_server.app_context():
        (row,), _ = mails_listed(None, "", None)
        assert (row.state, row.failures) == (MailState.WAITING, 1)
        assert row.due_at is not None


def test_a_mail_is_sent_once_more_under_its_message_id_but_never_a_code(app_with_server: Flask, sink: Sink) -> None:
    write(app_with_server)
    with app_with_server.app_context():
        told = actions.send(
            "name_changed", person_id=1, recipient="b@example.org", language="en", at=now(), changed_at=now(),
            zone="Africa/Abidjan",
        )  # fmt: skip
        db.session.commit()
        number = told.id
    deliver(app_with_server)
    with app_with_server.app_context():
        actions.resend(number, actor="console:t", at=now())
        with pytest.raises(actions.NotSentAgain):
            actions.resend(number, actor="console:t", at=now())  # it is about to leave
        db.session.commit()
        secret = db.session.scalars(select(Mail.id).where(Mail.is_secret)).one()
        with pytest.raises(actions.NotSentAgain):
            actions.resend(secret, actor="console:t", at=now())
    deliver(app_with_server)
    first, second, third = sink.mails
    assert second["Message-ID"] == third["Message-ID"] != first["Message-ID"]
    assert second.get_content() == third.get_content()


def test_without_a_server_a_mail_is_printed_and_kept(fresh_app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    write(fresh_app)
    deliver(fresh_app)
    assert "123456" in capsys.readouterr().out
    with fresh_app.app_context():
        assert "123456" in db.session.scalars(select(Mail.body)).one()


def test_nothing_typed_reaches_a_header(fresh_app: Flask) -> None:
    from lms.mail.message import message, split

    assert split("Subject\r\n\r\nBody\nBcc: x@example.org") == ("Subject", "Body\nBcc: x@example.org\n")
    good = {
        "sender": "P <p@example.org>", "recipient": "a@example.org", "subject": "S", "body": "B",
        "message_id": "<1@example.org>", "language": "fr", "at": now(),
    }  # fmt: skip
    assert message(**good)["To"] == "a@example.org"
    for field in ("recipient", "subject", "message_id"):
        with pytest.raises((ValueError, email.errors.HeaderParseError)):
            message(**{**good, field: "a@example.org\r\nBcc: x@example.org"}).as_bytes()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "letter",
    ["sign_in", "welcome", "known", "new_address", "passphrase_code", "address_taken", "name_changed",
     "passphrase_changed", "address_changed"],
)  # fmt: skip
def test_every_letter_is_whole_in_both_languages(app: Flask, letter: str, language: str) -> None:
    from lms.mail.message import split

    values = {
        "site_address": "https://palabre.example", "code": "123456", "until": now(), "changed_at": now(),
        "zone": "Africa/Abidjan",
    }  # fmt: skip
    with app.app_context():
        subject, body = split(actions._rendered(letter, language, values))
    assert 10 < len(subject) < 80
    assert body.startswith("Bonjour," if language == "fr" else "Hello,")
    assert "https://palabre.example" in body
    assert ("machine" in body) and "-- \n" in body
    assert "\n\n\n" not in body
