"""Proxy → granian → PostgreSQL, each started from the files of docs/operators, on this machine."""

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask

from lms.app import create_app
from lms.config import Config, read_config
from tests.browser import not_run
from tests.conftest import dispose, release_shipped_courses
from tests.databases import Databases
from tests.mailbox import last_code
from tests.operation.proxies import (
    FILES,
    HOST,
    Visitor,
    caddy_command,
    free_port,
    granian_command,
    nginx_command,
    running,
)
from tests.people import make_person

EMAIL = "awa.kone@example.org"
TOKEN = "a-token-for-the-figures"


@dataclass
class Behind:
    """What stands behind the proxy: two processes of the site, and an application on their database to look into it."""

    app: Flask
    settings: dict[str, str]
    ports: list[int]
    logs: list[Path]
    running: list[ExitStack] = field(default_factory=list)

    def start(self, number: int) -> None:
        stack = ExitStack()
        port, log = self.ports[number], self.logs[number]
        stack.enter_context(running(granian_command(port), port, log, **self.settings))
        self.running.insert(number, stack)

    @contextmanager
    def stopped(self, number: int) -> Iterator[None]:
        self.running.pop(number).close()
        yield
        self.start(number)


@pytest.fixture(scope="module")
def behind(postgresql: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    url = postgresql.copy()
    folder = tmp_path_factory.mktemp("production")
    settings = {
        "LMS_INSTANCE_DIR": str(folder / "instance"),
        "LMS_DATABASE_URL": url,
        "LMS_PUBLIC_URL": f"https://{HOST}",
        "LMS_SMTP_URL": "smtp://127.0.0.1:9?starttls=no",
        "LMS_MAIL_FROM": "a@palabre.example",
        "LMS_METRICS_TOKEN": TOKEN,
        "LMS_LOG": "json",
    }
    config: Config = read_config(settings)
    app = create_app(config)
    release_shipped_courses(app)
    make_person(app, email=EMAIL, email_key=EMAIL, language="en")
    ports = [free_port(), free_port()]
    found = Behind(app, settings, ports, [folder / f"{port}.log" for port in ports])
    try:
        for number in range(2):
            found.start(number)
        yield found
    finally:
        for stack in found.running:
            stack.close()
    dispose(app)
    postgresql.drop(url)


@pytest.fixture(scope="module", params=["caddy", "nginx"])
def visitor(
    request: pytest.FixtureRequest, behind: Behind, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Visitor]:
    if shutil.which(request.param) is None:
        not_run(request.param)
    folder, port = tmp_path_factory.mktemp(request.param), free_port()
    command = {"caddy": caddy_command, "nginx": nginx_command}[request.param](folder, port, behind.ports)
    with running(command, port, folder / "said.log", HOME=str(folder)):
        found = Visitor(port)
        began = time.monotonic()
        while True:  # until it has its certificate and has looked after the processes
            try:
                if found.ask("/en/").status == 200:
                    break
            except OSError:
                pass
            assert time.monotonic() - began < 30, (folder / "said.log").read_text(encoding="utf-8")
            time.sleep(0.2)
        yield Visitor(port)


def test_a_page_is_served_over_https(visitor: Visitor) -> None:
    reply = visitor.ask("/fr/", **{"Accept-Encoding": "identity"})
    assert reply.status == 200
    assert '<html lang="fr"' in reply.text
    assert reply.headers["Strict-Transport-Security"]
    assert re.fullmatch(r"[A-Za-z0-9-]{8,64}", reply.headers["X-Request-ID"])
    assert "Set-Cookie" not in reply.headers


def test_somebody_signs_in_and_the_cookie_is_for_https_alone(visitor: Visitor, behind: Behind) -> None:
    asked = visitor.send("/en/sign-in", email=EMAIL)
    assert (asked.status, asked.headers["Location"]) == (303, "/en/sign-in/code")
    with behind.app.app_context():
        from lms.jobs.cli import run_due

        run_due()
    code = last_code(behind.app, EMAIL)
    done = visitor.send("/en/sign-in/code", email=EMAIL, code=code)
    assert (done.status, done.headers["Location"]) == (303, "/en/my-courses")
    assert visitor.ask("/en/account").status == 200
    assert visitor.kept
    for line in visitor.kept:
        assert line.startswith("__Host-session=")
        assert "Secure" in line
        assert "HttpOnly" in line


def test_a_forwarded_address_cannot_be_made_up(visitor: Visitor, behind: Behind) -> None:
    """Attempts are counted by it: whoever could choose theirs would not be counted."""
    visitor.ask("/en/", **{"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "http"})
    assert not any("203.0.113.7" in log.read_text(encoding="utf-8") for log in behind.logs)
    reply = visitor.ask("/en/sign-in", **{"X-Forwarded-Host": "evil.example"})
    assert "evil.example" not in reply.text


@pytest.mark.parametrize("path", ["/metrics", "/livez", "/readyz"])
def test_what_machines_ask_is_not_for_the_world(visitor: Visitor, path: str) -> None:
    reply = visitor.ask(path, Authorization=f"Bearer {TOKEN}")
    assert reply.status == 404
    assert "palabre_" not in reply.text


def test_what_is_too_large_stops_at_the_proxy(visitor: Visitor) -> None:
    reply = visitor.ask("/en/sign-in", {"email": "a" * 1_500_000})
    assert reply.status in (413, 502)  # the second is Debian 12's Caddy


def test_processes_are_renewed_one_after_the_other_and_nobody_notices(visitor: Visitor, behind: Behind) -> None:
    for number in range(2):
        with behind.stopped(number):
            assert [visitor.ask("/en/").status for _ in range(10)] == [200] * 10
        if number == 0:
            time.sleep(6)  # by then the proxy has seen that it is back


def test_the_log_of_a_process_is_json_and_names_nobody(behind: Behind, visitor: Visitor) -> None:
    import json

    lines = [line for log in behind.logs for line in log.read_text(encoding="utf-8").splitlines() if "request" in line]
    told = [json.loads(line) for line in lines if line.startswith("{")]
    assert {"/<any(fr,en):language>/"} <= {one.get("endpoint") for one in told}
    text = "".join(log.read_text(encoding="utf-8") for log in behind.logs)
    assert EMAIL not in text
    assert "Awa" not in text


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        not_run("systemd-analyze")
    # Only where the programs lie is another: everything else is read as it stands.
    for path in [*FILES.glob("*.service"), *FILES.glob("*.timer")]:
        name = path.name.replace("@.", "@8101.")
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", path.read_text(encoding="utf-8"), flags=re.M)
        (tmp_path / name).write_text(text, encoding="utf-8")
    units = sorted(str(path) for path in tmp_path.iterdir())
    assert len(units) == 4
    done = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", "--man=no", *units],
        capture_output=True,
        text=True,
        check=False,
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:", "PATH": "/usr/bin:/bin"},
    )
    ours = [line for line in done.stderr.splitlines() if "palabre" in line]
    assert ours == []


def test_every_setting_of_the_example_makes_sense(tmp_path: Path) -> None:
    lines = (FILES / "palabre.env").read_text(encoding="utf-8").splitlines()
    settings = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    config = read_config({**settings, "LMS_INSTANCE_DIR": str(tmp_path)})
    assert config.is_https
    assert config.mail_server is not None
    assert len(config.metrics_token) > 20
    assert config.logs_json
