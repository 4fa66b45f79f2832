"""What a course's folder was before is known from git, and nothing is asked where there is none."""

import os
import shutil
import subprocess
from pathlib import Path

from click.testing import CliRunner

from lms.courseware.staleness import original_state, with_state
from lms.publishing.cli import courses
from lms.publishing.history import former_versions
from tests.browser_fixtures import not_run
from tests.courseware.sample import GOOD

IDENTITY = ["-c", "user.name=A", "-c", "user.email=a@b.org", "-c", "commit.gpgsign=false"]
ORIGINAL, TRANSLATION = "01-why/01-first.fr.md", "01-why/01-first.en.md"


def git(folder: Path, *arguments: str) -> None:
    if shutil.which("git") is None:
        not_run("git")
    environ = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *IDENTITY, *arguments], cwd=folder, env=environ, check=True, capture_output=True)


def write(folder: Path, contents: dict[str, str | bytes]) -> None:
    for path, text in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode() if isinstance(text, str) else text)


def test_former_versions_come_newest_first(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    for text in ("one", "two"):
        write(tmp_path, {"course/a.md": text})
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-q", "-m", text)
    assert list(former_versions(tmp_path / "course", "a.md")) == [b"two", b"one"]


def test_outside_a_repository_there_is_no_history(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "one"})
    assert list(former_versions(tmp_path, "a.md")) == []
    assert list(former_versions(tmp_path / "course.zip", "a.md")) == []


def test_a_check_shows_what_changed_under_a_stale_translation(tmp_path: Path) -> None:
    original = str(GOOD[ORIGINAL])
    translation = with_state(str(GOOD[TRANSLATION]), original_state(original.encode()))
    write(tmp_path / "sample", {**GOOD, TRANSLATION: translation})
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    write(tmp_path / "sample", {ORIGINAL: original.replace("Une note.", "Une longue note.")})
    printed = CliRunner().invoke(courses, ["check", str(tmp_path / "sample"), "--language", "en"]).output
    assert "-Une note.\n" in printed
    assert "+Une longue note.\n" in printed
