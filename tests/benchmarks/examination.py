"""`python3 -m lms bench --crowd N`: so many learners in a quiz at the same time, on granian and PostgreSQL."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import psycopg

from lms.config import ROOT
from lms.console import gettext as _
from lms.errors import N_, Refusal
from tests.benchmarks.learners import make_learners
from tests.benchmarks.load import processor_seconds

QUESTIONS = 16  # one a page
WORKERS = 2
THREADS = 4  # of each worker: more only wait for each other
BEGINS_WITHIN_S = 60
KINDS = ("front", "start", "question", "answer", "review", "submit", "result")


@dataclass(frozen=True, slots=True)
class Used:
    """What processes have used so far: seconds of processor."""

    server_s: float
    database_s: float


def examine(
    environ: Mapping[str, str],
    course: str,
    quiz: str,
    learners: int,
    within_s: float,
    think_s: float,
    tries: int,
) -> None:
    """Have so many learners take a quiz of a prepared installation on PostgreSQL, and say what that was like."""
    url = environ["LMS_DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        # The tests' server does without: here an answer that was acknowledged must be on the disk.
        connection.execute("ALTER SYSTEM SET fsync = on")
        connection.execute("SELECT pg_reload_conf()")
        backend = connection.execute("SELECT pg_backend_pid()").fetchone()
        assert backend is not None
        database = _parent(int(backend[0]))
    cookies = make_learners(environ, [course], learners)
    address = f"/en/courses/{course}/quizzes/{quiz}"
    with _granian(environ) as (server, port):
        work = {"port": port, "cookies": cookies, "quiz": address, "within_s": within_s, "think_s": think_s,
                "tries": tries}  # fmt: skip
        before = _used(server, database)
        command = [sys.executable, "-m", "tests.benchmarks.examinees"]
        done = subprocess.run(
            command, cwd=ROOT, input=json.dumps(work), capture_output=True, text=True, check=False, env=dict(environ)
        )
        if done.returncode:
            raise Refusal(N_("The command failed: %(output)s"), output=done.stderr[-2000:])
        after = _used(server, database)
        _tell(json.loads(done.stdout), learners * tries, before, after, _peak_megabytes(server))


def _tell(told: dict[str, Any], attempts: int, before: Used, after: Used, peak_megabytes: float) -> None:
    """Say it, by kind of request."""
    requests = sum(map(len, told["seconds"].values()))
    for kind in KINDS:
        if found := sorted(told["seconds"].get(kind, ())):
            p50, p95, p99 = (1000 * found[int(share * (len(found) - 1))] for share in (0.5, 0.95, 0.99))
            click.echo(f"  {kind:9} {len(found):7}  p50 {p50:.0f} ms  p95 {p95:.0f} ms  p99 {p99:.0f} ms")
    figures = {
        "finished": told["finished"],
        "attempts": attempts,
        "errors": len(told["errors"]),
        "requests": requests,
        "seconds": told["elapsed_s"],
        "rate": requests / told["elapsed_s"],
    }
    click.echo(
        _(
            "  finished: %(finished)d of %(attempts)d; errors: %(errors)d; "
            "requests: %(requests)d in %(seconds).0f s, %(rate).0f a second"
        )
        % figures
    )
    for error in sorted(set(told["errors"]))[:5]:
        click.echo(f"  {told['errors'].count(error)} x {error}")
    server_s, database_s = after.server_s - before.server_s, after.database_s - before.database_s
    if told["finished"]:
        each = {
            "rate": told["finished"] / told["elapsed_s"],
            "requests": requests / told["finished"],
            "server": 1000 * server_s / told["finished"],
            "database": 1000 * database_s / told["finished"],
        }
        click.echo(
            _(
                "  an attempt: %(requests).0f requests, %(server).0f ms of processor of the server and "
                "%(database).0f ms of the database; %(rate).1f attempts a second"
            )
            % each
        )
    used = {
        "server": server_s,
        "database": database_s,
        "learners": told["processor_s"],
        "megabytes": peak_megabytes,
    }
    click.echo(
        _(
            "  processor: server %(server).0f s, database %(database).0f s, learners themselves %(learners).0f s; "
            "peak memory of the server: %(megabytes).0f MB"
        )
        % used
    )


@contextmanager
def _granian(environ: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """A server as in production, but for the proxy: its process and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", int(os.environ.get("BENCH_PORT", "0"))))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--no-ws", "--workers-kill-timeout", "5",
        # Each learner keeps a connection; the proxy would hold those that are idle, here the server must.
        "--backlog", "4096", "--backpressure", "20000", "--log-level", "warning", "wsgi:app",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=dict(environ))
    try:
        _await(process, port)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait(timeout=BEGINS_WITHIN_S)


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + BEGINS_WITHIN_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                connection.sendall(b"GET /en/ HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                if connection.recv(12).endswith(b"200"):
                    return
        except OSError:
            pass
        time.sleep(0.2)
    raise Refusal(N_("The server did not start."))


def _used(server: int, database: int) -> Used:
    return Used(*(sum(map(processor_seconds, _family(one))) + _ended_seconds(one) for one in (server, database)))


def _family(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if path.name != str(pid) and _parent(int(path.name)) == pid:
                found += _family(int(path.name))
        except OSError:
            continue  # it has just ended
    return found


def _parent(pid: int) -> int:
    return int(_stat(pid)[1])


def _ended_seconds(pid: int) -> float:
    """What those used that a process started and that ended."""
    fields = _stat(pid)
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    """What follows the name in a process's line: its state, its parent, …"""
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()


def _peak_megabytes(server: int) -> float:
    total = 0
    for pid in _family(server):
        text = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        total += next((int(line.split()[1]) for line in text.splitlines() if line.startswith("VmHWM")), 0)
    return total / 1024
