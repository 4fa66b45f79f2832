"""The bench measures what it says, on a course that the checker accepts."""

import asyncio
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.benchmarks.course import change_lessons, course_files, write_course
from tests.benchmarks.examinees import Examinee, Told
from tests.benchmarks.learners import TYPED, filled_form

ROOT = Path(__file__).resolve().parent.parent


def test_the_course_has_lessons_of_four_kilobytes_in_two_languages() -> None:
    files = dict(course_files(30))
    lessons = [text for path, text in files.items() if "-lesson-" in path]
    assert len(lessons) == 60
    assert all(3_500 < len(text.encode()) < 4_700 for text in lessons)


def test_a_change_touches_both_languages_of_so_many_lessons(tmp_path: Path) -> None:
    write_course(tmp_path, 30)
    change_lessons(tmp_path, 10)
    before = dict(course_files(30))
    changed = [path for path in before if (tmp_path / path).read_text(encoding="utf-8") != before[path]]
    assert len(changed) == 20


def test_a_form_is_filled_in_every_field() -> None:
    page = """<form action="/search"><input name="q"></form><form method="post" class="question" action="/go">
    <input type="hidden" name="form_key" value="a&amp;b"><input type="radio" name="answer" value="x" id="i"><input
    type="radio"><input type="radio" name="answer" value="y"><select id="s" name="pair"><option value="">…</option>
    <option value="p">P</option></select><input id="n" name="number" inputmode="decimal">
    <input id="a" name="name" autocomplete="name" value="Awa Koné"></form>"""
    assert filled_form(page.replace("\n    ", ""), "/here") == (
        "/go",
        [("form_key", "a&b"), ("answer", "x"), ("pair", "p"), ("number", TYPED), ("name", "Awa Koné")],
    )


LINUX = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="NOT RUN: processor times are read as Linux tells them"
)


@LINUX
@pytest.mark.slow
@pytest.mark.parametrize("database", [[], ["--postgresql"]])
def test_the_bench_runs_and_leaves_nothing(tmp_path: Path, database: list[str]) -> None:
    sizes = ["--lessons", "10", "--seconds", "0.2", "--visits", "0", "--learners", "200"]
    command = [sys.executable, "-m", "lms.commandline", "bench", *sizes, *database]
    environ = {"PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path), "LANGUAGE": "en"}
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(" s\n") == 4
    assert done.stdout.count("requests/s") == 3
    assert "one a page: 25 requests" in done.stdout and "all on one page: 7 requests" in done.stdout
    assert "certificate issued: 1 request" in done.stdout
    assert done.stdout.count("MB at most") == 6
    left = {path.name for path in tmp_path.iterdir()}
    assert left <= ({".lockfile", f"palabre-runtime-{os.getuid()}"} if database else set())  # its package's own


@LINUX
def test_a_crowd_takes_a_quiz_to_its_end_without_an_error(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "lms.commandline",
        "bench",
        "--crowd",
        "4",
        "--within",
        "1",
        "--think",
        "0",
        "--tries",
        "2",
    ]
    environ = {"PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path), "LANGUAGE": "en"}
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "finished: 8 of 8; errors: 0; requests: 296 " in done.stdout
    counts = {line.split()[0]: int(line.split()[1]) for line in done.stdout.splitlines() if " p95 " in line}
    assert counts == {
        "front": 8, "start": 8, "question": 128, "answer": 128, "review": 8, "submit": 8, "result": 8,
    }  # fmt: skip
    assert "an attempt: 37 requests, " in done.stdout


def crowd_of_one(*, closes_after: int, says: bytes) -> Told:
    """What somebody tells who takes a quiz from a server that closes each connection after so many replies."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(closes_after):
            request = (await reader.readuntil(b"\r\n\r\n")).decode()
            await reader.readexactly(int(request.partition("Content-Length: ")[2].partition("\r\n")[0] or 0))
            if request.startswith("POST"):
                writer.write(b"HTTP/1.1 303 See other\r\nLocation: /a/result\r\nContent-Length: 0\r\n\r\n")
            else:
                page = b'<form method="post" action="/a/submit"></form>'
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(page), page))
        writer.write(says)
        writer.close()

    async def take() -> Told:
        told = Told()
        async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            await Examinee(port, "", told).take("/quiz", 0, 0.01)
        return told

    # In a thread of its own: where a browser was driven before, one loop runs in this one already.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, take()).result()


def test_somebody_whose_idle_connection_was_closed_asks_again_on_another() -> None:
    told = crowd_of_one(closes_after=1, says=b"")
    assert (told.finished, told.errors) == (1, [])
    assert {kind: len(times) for kind, times in told.seconds.items()} == {"front": 1, "submit": 1, "result": 1}


@pytest.mark.parametrize(("closes_after", "says"), [(0, b""), (1, b"HTTP/1.1 303")])
def test_a_reply_that_never_came_or_that_broke_off_is_an_error(closes_after: int, says: bytes) -> None:
    told = crowd_of_one(closes_after=closes_after, says=says)
    assert told.finished == 0
    assert len(told.errors) == 1
