"""The bench measures what it says, on a course that the checker accepts."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.course import change_lessons, course_files, write_course

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


@pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="NOT RUN: processor times are read as Linux tells them"
)
def test_the_bench_runs_and_leaves_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "lms.commandline", "bench", "--lessons", "10", "--seconds", "0.2", "--visits", "0"]
    environ = {"PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path), "LANGUAGE": "en"}
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(" s\n") == 4
    assert done.stdout.count("requests/s") == 2
    assert list(tmp_path.iterdir()) == []
