"""Start-up prepares everything itself, once, and a second one finds nothing to do."""

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

from lms import serving
from lms.config import Config
from lms.errors import Refusal

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


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
        assert process.wait(timeout=5) == 0
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
