"""The log tells what happened, in one line a request, and nothing of people."""

import json
import logging
import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask, request
from flask_login import current_user
from sqlalchemy import text

from lms import logs
from lms.app import create_app
from lms.config import Config
from lms.db import db
from lms.web.access import ANYONE, access
from tests.conftest import dispose, release_shipped_courses
from tests.databases import Databases
from tests.forms import HTTPS
from tests.history.people import learner

NAME = "Mariam Kouadio-Traoré"
EMAIL = "mariam.k@example.org"


class Written:
    """What stands on standard error."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys, self._text = capsys, ""

    def getvalue(self) -> str:
        self._text += self._capsys.readouterr().err
        return self._text


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str]) -> Iterator[Written]:
    root, level = logging.getLogger(), logging.getLogger("lms").level
    before = list(root.handlers)
    yield Written(capsys)
    root.handlers[:] = before
    logging.getLogger("lms").setLevel(level)


def lines(stream: Written) -> list[dict]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture
def site(databases: Databases, configure: Callable[..., Config]) -> Iterator[Flask]:
    url = databases.copy()
    app = create_app(configure(url))
    release_shipped_courses(app)

    @access(ANYONE)
    def fail() -> str:
        assert current_user.is_authenticated
        typed = request.form.get("typed", "")
        raise ValueError(f"{typed} of {current_user.name} <{current_user.email}> at {request.args.get('q')}")

    @access(ANYONE)
    def ask_badly() -> str:
        db.session.execute(text("SELECT nothing FROM person WHERE email = :e"), {"e": request.args["q"]})
        return ""

    app.add_url_rule("/fail/<number>", "fail", lambda number: fail(), methods=["GET", "POST"])
    app.view_functions["fail"].audience = ANYONE  # type: ignore[attr-defined]
    app.add_url_rule("/ask", "ask", ask_badly)
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    dispose(app)
    databases.drop(url)


def test_a_request_is_one_line_of_facts(app: Flask, written: Written) -> None:
    logs.set_up(is_json=True)
    reply = app.test_client().get("/en/courses/welcome?q=secret", environ_overrides={"REMOTE_ADDR": "203.0.113.9"})
    assert "</html>" in reply.text
    [line] = lines(written)
    assert line.keys() == {
        "time", "level", "logger", "message", "request", "method", "endpoint", "status", "ms", "bytes"
    }  # fmt: skip
    assert (line["method"], line["status"], line["bytes"]) == ("GET", 200, len(reply.data))
    assert line["endpoint"] == "/<any(fr,en):language>/courses/<slug>"
    assert line["request"] == reply.headers["X-Request-ID"]
    assert line["ms"] > 0
    assert not re.search(r"secret|203\.0|welcome", written.getvalue())


def test_for_people_it_is_one_line_too(app: Flask, written: Written) -> None:
    logs.set_up(is_json=False)
    app.test_client().get("/en/nowhere/a@example.org").close()
    [line] = written.getvalue().splitlines()
    assert re.fullmatch(r"\d\d:\d\d:\d\d request GET none 404 [\d.]+ \d+ \[[0-9a-f]{16}\]", line)


@pytest.mark.parametrize(
    ("given", "is_kept"),
    [
        ("abcdefgh", True),
        ("a" * 64, True),
        ("a" * 65, False),
        ("short", False),
        ("a b c d e f", False),
        ("a@example.org", False),
        ('{"level": "x"}', False),
        ("é" * 10, False),
    ],
)
def test_a_request_keeps_the_number_a_proxy_gave_it_if_it_is_one(app: Flask, given: str, is_kept: bool) -> None:
    reply = app.test_client().get("/livez", environ_overrides={"HTTP_X_REQUEST_ID": given})
    assert (reply.headers["X-Request-ID"] == given) == is_kept
    assert re.fullmatch(r"[A-Za-z0-9._-]{8,64}", reply.headers["X-Request-ID"])


@pytest.mark.parametrize("is_json", [True, False])
def test_an_error_is_logged_whole_and_names_nobody(site: Flask, written: Written, is_json: bool) -> None:
    client = learner(site, NAME, "en", email=EMAIL, email_key=EMAIL)
    logs.set_up(is_json=is_json)
    typed = {"typed": "Kofi Mensah, 24 rue des Jardins"}
    reply = client.post("/fail/7KQ2-99?q=awa%40example.net", base_url=HTTPS, headers={"Referer": HTTPS}, data=typed)
    assert reply.status_code == 500
    said = written.getvalue()
    assert "ValueError" in said
    assert "test_logs.py" in said  # the trace, with its lines
    assert reply.headers["X-Request-ID"] in said
    for word in ("Mariam", "Traoré", "mariam", "example.org", "Kofi", "Jardins", "awa", "example.net", "7KQ2"):
        assert word not in said, word


def test_what_a_database_complains_of_names_nobody(site: Flask, written: Written) -> None:
    logs.set_up(is_json=True)
    assert site.test_client().get("/ask?q=awa@example.net").status_code == 500
    assert "SELECT nothing" in written.getvalue()
    assert "awa" not in written.getvalue()


@pytest.mark.parametrize(
    "address",
    ["awa@example.org", "Awa.Koné+x@exemple.ci", "awa%40example.org", "o'neil@example.org", "用户@例子.广告"],
)
def test_no_address_gets_through_from_anywhere(written: Written, address: str) -> None:
    logs.set_up(is_json=True)
    try:
        raise OSError(f"550 <{address}>: no such user", {"to": address})
    except OSError:
        logging.getLogger("lms.anything").exception("to %s: failed", address)
    said = written.getvalue()
    assert said.count("…@…") == 3  # in the message, and twice in the trace
    for part in address.replace("%40", "@").split("@"):
        assert part not in said


def test_a_password_in_a_database_address_does_not_get_through(written: Written) -> None:
    logs.set_up(is_json=False)
    logging.getLogger("lms").error("postgresql://palabre:sesame@db.example/palabre is away")
    assert "sesame" not in written.getvalue()


@pytest.mark.parametrize("is_json", [True, False])
def test_nobody_writes_a_line_of_their_own(written: Written, is_json: bool) -> None:
    logs.set_up(is_json=is_json)
    logging.getLogger("lms").error("the course %s", 'a\n{"level": "info"}\r\x1b[2J\u2028b')
    assert len(written.getvalue().splitlines()) == 1
    assert "\x1b" not in written.getvalue()


def test_setting_it_up_twice_writes_once(written: Written) -> None:
    for _ in range(2):
        logs.set_up(is_json=True)
    logging.getLogger("lms").error("once")
    assert len(lines(written)) == 1
