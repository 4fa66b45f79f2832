"""Start-up prepares everything itself, once, and a second one finds nothing to do."""

import errno
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from lms import serving
from lms.config import Config
from lms.errors import Refusal

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _hear_ctrl_c() -> None:
    """As in a terminal: what a shell runs in the background is started deaf to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def site(instance: Path, *arguments: str, **environ: str):
    """A site started as a person would; gives its process, its address and what it printed until it was up."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "lms.commandline", "serve", "--port", str(port), *arguments],
        cwd=ROOT,
        env={**os.environ, "LMS_INSTANCE_DIR": str(instance), "LANGUAGE": "en", "PYTHONUNBUFFERED": "1", **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=_hear_ctrl_c,
    )
    assert process.stdout is not None
    printed = []
    try:
        for line in process.stdout:
            printed.append(line)
            if f":{port}/" in line:
                break
        yield process, f"http://127.0.0.1:{port}", "".join(printed)
    finally:
        process.kill()
        process.communicate()


def test_one_command_serves_and_the_second_start_has_nothing_left_to_do(tmp_path: Path) -> None:
    with site(tmp_path) as (process, address, printed):
        assert "is at" in printed, printed
        with urllib.request.urlopen(f"{address}/fr/") as response:
            assert response.status == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0  # at once on a quiet machine; this one runs other tests
        assert "Traceback" not in process.stdout.read()
    started = time.monotonic()
    with site(tmp_path) as (_process, _address, printed):
        seconds = time.monotonic() - started
    assert len(printed.splitlines()) == 1, printed
    assert seconds < 10  # 3 on a quiet machine; this one runs other tests
    assert not (tmp_path / "backups").exists()


def test_a_port_that_is_taken_is_told_in_a_sentence() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(Refusal, match=rf"port {port}.*--port {port + 1}"):
            serving.serve("127.0.0.1", port)


@pytest.mark.parametrize(("host", "expected"), [("127.0.0.1", "http://127.0.0.1:81"), ("::1", "http://[::1]:81")])
def test_the_public_address_is_ones_own_on_loopback(monkeypatch, host: str, expected: str) -> None:
    monkeypatch.delenv("LMS_PUBLIC_URL", raising=False)
    assert serving._with_own_address(host, 81)["LMS_PUBLIC_URL"] == expected
    assert "LMS_PUBLIC_URL" not in serving._with_own_address("0.0.0.0", 81)
    monkeypatch.setenv("LMS_PUBLIC_URL", "https://palabre.example")
    assert serving._with_own_address(host, 81)["LMS_PUBLIC_URL"] == "https://palabre.example"


def test_one_process_prepares_at_a_time(fresh_app: Flask) -> None:
    from lms.db import db

    config: Config = fresh_app.config["LMS"]
    order: list[str] = []

    def prepare(name: str) -> None:
        with fresh_app.app_context(), serving._alone(config, db.engine):
            order.append(name)
            time.sleep(0.05)
            order.append(name)

    threads = [threading.Thread(target=prepare, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert re.fullmatch(r"(?:(.)\1){3}", "".join(order))


def test_what_anybody_may_cost_is_bounded_before_the_application(tmp_path: Path, monkeypatch) -> None:
    given: dict[str, object] = {}
    masks = []
    monkeypatch.setattr("waitress.serve", lambda _app, **options: given.update(options))
    monkeypatch.setattr(serving, "prepare", lambda *_: None)
    monkeypatch.setattr(os, "umask", masks.append)
    monkeypatch.setenv("LMS_INSTANCE_DIR", str(tmp_path))
    serving.serve("127.0.0.1", free_port())
    for listener in given["sockets"]:
        listener.close()
    assert masks == [0o077]
    assert given["max_request_body_size"] == 1_048_576
    assert given["max_request_header_size"] == 16_384
    assert given["connection_limit"] == 1_000
    assert given["asyncore_use_poll"]
    assert (given["channel_timeout"], given["cleanup_interval"]) == (15, 5)


@pytest.mark.parametrize(
    "fault",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OperationalError("INSERT …", {}, Exception("database or disk is full")),
    ],
)
def test_a_start_whose_releases_fail_tells_so_and_serves_what_is_there(
    fresh_app: Flask, monkeypatch, capsys, caplog, fault: Exception
) -> None:
    def fail(*_arguments: object) -> None:
        raise fault

    monkeypatch.setattr("lms.publishing.actions.release_shipped", fail)
    with caplog.at_level("CRITICAL"):
        serving.prepare(fresh_app, fresh_app.config["LMS"])
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert str(fresh_app.config["LMS"].courses_dir) in printed
    assert fresh_app.test_client().get("/fr/").status_code == 200


def test_a_commit_that_fails_is_told_as_well(fresh_app: Flask, monkeypatch, capsys, caplog) -> None:
    from lms.db import db

    def fail() -> None:
        raise OperationalError("COMMIT", {}, Exception("database or disk is full"))

    monkeypatch.setattr(db.session, "commit", fail)
    with caplog.at_level("CRITICAL"):
        serving.prepare(fresh_app, fresh_app.config["LMS"])
    assert "database or disk is full" in capsys.readouterr().out


def test_a_lock_that_is_lost_with_its_connection_stops_no_start(fresh_app: Flask) -> None:
    from lms.db import db

    config: Config = fresh_app.config["LMS"]
    with fresh_app.app_context(), serving._alone(config, db.engine):
        if db.engine.dialect.name == "postgresql":
            db.session.execute(
                db.text(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks JOIN pg_database ON oid = database"
                    " WHERE objid = :n AND locktype = 'advisory' AND datname = current_database()"
                ),
                {"n": serving.PREPARATION_LOCK},
            )
            db.session.rollback()
