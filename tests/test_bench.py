"""The bench measures what it says, on a course that the checker accepts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.course import change_lessons, course_files, write_course
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
@pytest.mark.parametrize("database", [[], ["--postgresql"]])
def test_the_bench_runs_and_leaves_nothing(tmp_path: Path, database: list[str]) -> None:
    sizes = ["--lessons", "10", "--seconds", "0.2", "--visits", "0"]
    command = [sys.executable, "-m", "lms.commandline", "bench", *sizes, *database]
    environ = {"PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path), "LANGUAGE": "en"}
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(" s\n") == 4
    assert done.stdout.count("requests/s") == 3
    assert "one a page: 25 requests" in done.stdout and "all on one page: 7 requests" in done.stdout
    assert "certificate issued: 1 request" in done.stdout
    left = {path.name for path in tmp_path.iterdir()}
    assert left <= ({".lockfile", f"palabre-runtime-{os.getuid()}"} if database else set())  # its package's own


@LINUX
def test_a_crowd_takes_a_quiz_to_its_end_without_an_error(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "lms.commandline", "bench", "--crowd", "4", "--within", "1", "--think", "0"]
    environ = {"PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path), "LANGUAGE": "en"}
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "finished: 4 of 4; errors: 0; requests: 148 " in done.stdout
    counts = {line.split()[0]: int(line.split()[1]) for line in done.stdout.splitlines() if " p95 " in line}
    assert counts == {"front": 4, "start": 4, "question": 64, "answer": 64, "review": 4, "submit": 4, "result": 4}
