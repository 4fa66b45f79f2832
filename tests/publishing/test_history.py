"""What a course's folder was before is known from git, and nothing is asked where there is none."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from lms.courseware.staleness import original_state, with_state
from lms.publishing.cli import courses
from lms.publishing.cli.history import former_versions, unsafe_settings
from tests.browser import not_run
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
    arguments = ["check", str(tmp_path / "sample"), "--language", "en"]
    printed = CliRunner().invoke(courses, [*arguments, "--history"]).output
    assert "-Une note.\n" in printed
    assert "+Une longue note.\n" in printed
    assert "+Une longue note.\n" not in CliRunner().invoke(courses, arguments).output


def hostile(folder: Path, trap: Path, *settings: tuple[str, str]) -> Path:
    """A course with a stale translation, in a repository whose settings would run a program that leaves `trap`."""
    original = str(GOOD[ORIGINAL])
    translation = with_state(str(GOOD[TRANSLATION]), original_state(original.encode()))
    write(folder, {**GOOD, TRANSLATION: translation})
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "first")
    write(folder, {ORIGINAL: original.replace("Une note.", "Une longue note.")})
    program = folder.parent / "program"
    program.write_text(f"#!/bin/sh\ntouch {trap}\n", encoding="utf-8")
    program.chmod(0o755)
    for name, value in settings:
        git(folder, "config", name, value.format(program=program))
    return folder


def signed(folder: Path) -> None:
    """Make the last commit one that says it is signed, so that whoever shows signatures has it verified."""
    environ = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    commit = subprocess.run(
        ["git", "cat-file", "commit", "HEAD"], cwd=folder, env=environ, check=True, capture_output=True
    )
    head, _, message = commit.stdout.partition(b"\n\n")
    signature = b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----"
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin"],
        cwd=folder, env=environ, check=True, capture_output=True, input=head + b"\n" + signature + b"\n\n" + message,
    )  # fmt: skip
    git(folder, "update-ref", "HEAD", made.stdout.decode().strip())


SHOWS_SIGNATURES = (("log.showSignature", "true"), ("gpg.program", "{program}"))


def test_the_trap_of_these_tests_works(tmp_path: Path) -> None:
    folder = hostile(tmp_path / "sample", tmp_path / "trap", *SHOWS_SIGNATURES)
    signed(folder)
    git(folder, "log", "--format=%H")
    assert (tmp_path / "trap").exists()


@pytest.mark.parametrize("options", [[], ["--history"]])
def test_checking_a_folder_from_someone_runs_nothing_of_theirs(tmp_path: Path, options: list[str]) -> None:
    folder = hostile(tmp_path / "sample", tmp_path / "trap", *SHOWS_SIGNATURES)
    signed(folder)
    result = CliRunner().invoke(courses, ["check", str(folder), "--language", "en", *options])
    assert not (tmp_path / "trap").exists()
    assert "+Une longue note." not in result.output
    assert ("log.showsignature" in result.stderr) == bool(options)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("log.showSignature", "true"),
        ("core.fsmonitor", "{program}"),
        ("core.sshCommand", "{program}"),
        ("remote.origin.promisor", "true"),
        ("extensions.worktreeConfig", "true"),
        ("include.path", "../more"),
        ("filter.x.smudge", "{program}"),
    ],
)
def test_a_repository_with_settings_of_its_own_has_no_history(tmp_path: Path, name: str, value: str) -> None:
    folder = hostile(tmp_path / "sample", tmp_path / "trap", (name, value))
    assert list(former_versions(folder, ORIGINAL)) == []
    assert unsafe_settings(folder) == [name.lower()]
    assert not (tmp_path / "trap").exists()


def test_what_a_clone_sets_leaves_the_history(tmp_path: Path) -> None:
    folder = hostile(tmp_path / "sample", tmp_path / "trap", ("user.name", "A"))
    git(tmp_path, "clone", "-q", str(folder), str(tmp_path / "copy"))
    assert list(former_versions(tmp_path / "copy", ORIGINAL)) == [str(GOOD[ORIGINAL]).encode()]


def test_settings_of_the_environment_are_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = hostile(tmp_path / "sample", tmp_path / "trap")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    assert list(former_versions(folder, ORIGINAL)) == [str(GOOD[ORIGINAL]).encode()]
