"""`lms doctor`: what is well, what needs attention, what is broken; each with its mend, in both languages."""

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from lms.accounts.models import Role
from lms.app import create_app
from lms.clock import now
from lms.commandline import lms
from lms.config import Config
from lms.db import db
from lms.jobs.models import Job
from lms.media.actions import put
from lms.operation import findings
from lms.operation.findings import Level
from tests.databases import Databases
from tests.operation.made import opened
from tests.people import make_person

HTTPS = {"LMS_PUBLIC_URL": "https://palabre.example"}


@pytest.fixture
def config(databases: Databases, configure: Callable[..., Config]) -> Iterator[Config]:
    url = databases.copy()
    yield configure(url)
    databases.drop(url)


def examined(config: Config) -> tuple[dict[str, dict[str, str]], int]:
    """The worst finding about each subject, and the exit code."""
    done = CliRunner(env={"LANGUAGE": "en"}).invoke(lms, ["doctor", "--json"], obj=lambda: create_app(config))
    assert done.exit_code in (0, 1), done.exception
    order = ["ok", "warning", "fault"]
    worst: dict[str, dict[str, str]] = {}
    for one in json.loads(done.output):
        kept = worst.get(one["subject"])
        if kept is None or order.index(one["level"]) > order.index(kept["level"]):
            worst[one["subject"]] = one
    for one in worst.values():
        assert (one["level"] == "ok") == (one["mend"] == ""), one
    return worst, done.exit_code


def test_a_healthy_installation_has_no_fault(config: Config) -> None:
    if config.database_url.startswith("sqlite"):
        Path(config.database_url.removeprefix("sqlite:///")).chmod(0o600)  # the tests' template is anybody's
    found, code = examined(config)
    assert code == 0
    assert {"Database", "Migrations", "Jobs", "Media", "Fonts", "Disk", "Clock", "Mail", "Files"} <= found.keys()
    assert [
        one
        for name, one in found.items()
        if name not in ("Public address", "Backups", "Administration") and one["level"] != "ok"
    ] == []


def test_for_people_there_is_a_line_each_and_its_mend(config: Config) -> None:
    done = CliRunner(env={"LANGUAGE": "fr"}).invoke(lms, ["doctor"], obj=lambda: create_app(config))
    assert done.exit_code == 0
    assert re.search(r"^bien +Base de données\u202f: ", done.output, re.M), done.output
    assert re.search(r"^avertissement +Sauvegardes\u202f: .*\n +→ ", done.output, re.M), done.output


def test_a_database_that_is_away_is_a_fault_and_the_rest_is_still_said(configure: Callable[..., Config]) -> None:
    found, code = examined(configure("postgresql://nobody:sesame@127.0.0.1:9/none"))
    assert code == 1
    assert found["Database"]["level"] == "fault"
    assert "sesame" not in json.dumps(found)
    assert {"Mail", "Fonts"} <= found.keys()


@pytest.mark.parametrize(("revision", "said"), [("0001", "upgrade"), ("9999", "newer"), ("restoring-0004", "restore")])
def test_a_database_of_another_version_is_a_fault(config: Config, revision: str, said: str) -> None:
    with opened(config) as app, app.app_context():
        db.session.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})
        db.session.commit()
    found, code = examined(config)
    assert code == 1
    assert found["Migrations"]["level"] == "fault"
    assert said in found["Migrations"]["said"] + found["Migrations"]["mend"]
    assert "Jobs" not in found


def test_jobs_that_nobody_does_are_a_fault(config: Config) -> None:
    with opened(config) as app, app.app_context():
        late = now() - timedelta(minutes=20)
        db.session.add(Job(kind="mail", arguments={}, created_at=late, due_at=late))
        db.session.commit()
    found, code = examined(config)
    assert code == 1
    assert "lms work" in found["Jobs"]["mend"]


def test_that_nobody_looks_after_the_site_is_told_with_the_command_that_mends_it(config: Config) -> None:
    found, code = examined(config)
    assert (found["Administration"]["level"], code) == ("warning", 0)
    assert found["Administration"]["said"] == "there is no administrator yet"
    command = re.search(r"python3 -m lms ([a-z ]+[a-z])", found["Administration"]["mend"])
    assert command is not None
    done = CliRunner().invoke(lms, command[1].split(), obj=lambda: create_app(config))
    assert re.fullmatch(r"http://\S+/(fr|en)/invitation/\S+\n", done.output), done.output
    with opened(config) as app:
        make_person(app, role=Role.ADMINISTRATOR)
    assert examined(config)[0]["Administration"]["level"] == "ok"


def test_media_that_are_gone_are_a_fault(config: Config) -> None:
    with opened(config) as app, app.app_context():
        digest = put(b"here", now())
        db.session.commit()
    (config.media_dir / digest[:2] / digest).write_bytes(b"gone")
    found, code = examined(config)
    assert code == 1
    assert digest[:12] in found["Media"]["said"]


def test_what_others_may_read_is_told(config: Config) -> None:
    config.secret_key_file.chmod(0o644)
    found, code = examined(config)
    assert code == 0
    assert "secret-key" in found["Files"]["mend"]


def test_a_public_site_without_mail_or_https_is_broken(
    sqlite_files: Databases, configure: Callable[..., Config]
) -> None:
    found, code = examined(configure(sqlite_files.copy(), LMS_PUBLIC_URL="http://palabre.example"))
    assert code == 1
    assert found["Public address"]["level"] == "fault"
    assert found["Mail"]["level"] == "fault"


class Server:
    """A mail server that answers so; it must be sent nothing."""

    def __init__(self, *answers: bytes) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.heard = b""
        self._answers = answers
        threading.Thread(target=self._talk, daemon=True).start()

    def _talk(self) -> None:
        end, _address = self.socket.accept()
        for answer in self._answers:
            end.sendall(answer)
            self.heard += end.recv(10_000)
        end.close()
        self.socket.close()

    @property
    def settings(self) -> dict[str, str]:
        port = self.socket.getsockname()[1]
        url = f"smtp://someone:sesame@127.0.0.1:{port}?starttls=no"
        return {"LMS_SMTP_URL": url, "LMS_MAIL_FROM": "a@palabre.example", **HTTPS}


def test_a_mail_server_that_answers_is_well_and_is_sent_nothing(
    sqlite_files: Databases, configure: Callable[..., Config]
) -> None:
    server = Server(b"220 here\r\n", b"250-here\r\n250 AUTH PLAIN\r\n", b"235 yes\r\n", b"250 ok\r\n", b"221 bye\r\n")
    found, code = examined(configure(sqlite_files.copy(), **server.settings))
    assert (found["Mail"]["level"], code) == ("ok", 0)
    assert b"MAIL" not in server.heard.upper().replace(b"EHLO", b"").split(b"AUTH")[0]
    assert b"noop" in server.heard
    assert b"RCPT" not in server.heard.upper()


def test_a_mail_server_that_refuses_is_a_fault_without_an_address_or_a_password(
    sqlite_files: Databases, configure: Callable[..., Config]
) -> None:
    server = Server(b"220 here\r\n", b"250-here\r\n250 AUTH PLAIN\r\n", b"535 a@example.org: no\r\n", b"535 no\r\n")
    found, code = examined(configure(sqlite_files.copy(), **server.settings))
    assert (found["Mail"]["level"], code) == ("fault", 1)
    assert "sesame" not in json.dumps(found)
    assert "example.org" not in found["Mail"]["said"]


@pytest.mark.parametrize(
    ("seconds", "level"), [(0.5, Level.OK), (-5, Level.WARNING), (61, Level.FAULT), (-86_400, Level.FAULT)]
)
def test_a_clock_that_is_off_is_told(seconds: float, level: Level) -> None:
    assert findings.of_clock(seconds, "database").level is level


@pytest.mark.parametrize(
    ("free", "level"), [(3_000_000_000, Level.OK), (1_000_000_000, Level.WARNING), (1_000_000, Level.FAULT)]
)
def test_a_disk_that_fills_up_is_told(free: int, level: Level, tmp_path: Path) -> None:
    assert findings.of_room(tmp_path, free).level is level
