"""`python3 -m lms test` sees to its tools: installed as root on Debian, named elsewhere."""

import subprocess
from collections import namedtuple

import pytest

from lms import testing

Done = namedtuple("Done", "returncode")
ALL = {"java", "chromium", "git", "pdftoppm", "nginx", "caddy", "openssl", "systemd-analyze", "atomic"}


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch):
    """A machine with these programs and this user; returns the commands that were run on it."""

    def make(programs: set[str], user: int) -> list[list[str]]:
        ran: list[list[str]] = []
        monkeypatch.setattr(testing.shutil, "which", lambda name: f"/usr/bin/{name}" if name in programs else None)
        monkeypatch.setattr(testing, "find_library", lambda name: name if name in programs else None)
        monkeypatch.setattr(testing.os, "geteuid", lambda: user)
        monkeypatch.setattr(subprocess, "run", lambda command, **_: ran.append(command) or Done(0))
        return ran

    return make


def test_root_on_debian_gets_what_is_missing_and_is_told(machine, capsys) -> None:
    ran = machine({"apt-get", "java", "git"}, user=0)
    testing.provide_tools()
    assert [command[:2] for command in ran] == [["apt-get", "update"], ["apt-get", "install"]]
    assert {"chromium", "poppler-utils", "libatomic1"} <= set(ran[1])
    assert "default-jre-headless" not in ran[1]
    assert "chromium" in capsys.readouterr().out


def test_spelling_is_seen_to_where_all_is_tried(machine) -> None:
    ran = machine({"apt-get", *ALL}, user=0)
    testing.run_tests(["--all"])
    assert {"hunspell", "hunspell-fr", "hunspell-en-gb", "grammalecte-cli"} <= set(ran[1])
    ran.clear()
    testing.run_tests([])
    assert len(ran) == 1


@pytest.mark.parametrize(("programs", "user"), [({"apt-get"}, 1000), (set(), 0)])
def test_elsewhere_the_line_to_type_is_printed(machine, capsys, programs: set[str], user: int) -> None:
    ran = machine(programs, user)
    testing.provide_tools()
    assert ran == []
    said = capsys.readouterr().out
    assert "sudo apt-get install chromium" in said
    assert "default-jre-headless" in said
    assert "NOT RUN" in said


def test_where_all_is_there_nothing_is_said(machine, capsys) -> None:
    ran = machine({"apt-get", *ALL}, user=0)
    testing.provide_tools()
    assert (ran, capsys.readouterr().out) == ([], "")


def test_pytest_gets_two_workers_unless_told_otherwise(machine) -> None:
    ran = machine(ALL, user=0)
    testing.run_tests(["-k", "x"])
    testing.run_tests(["-n", "0"])
    assert ran[0][-4:] == ["-n", "2", "-k", "x"]
    assert ran[1][-3:] == ["pytest", "-n", "0"]


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_a_missing_tool_is_not_run_or_fails_where_it_was_promised(monkeypatch, ci: str, outcome) -> None:
    from tests.browser import not_run

    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="Chromium is missing"):
        not_run("Chromium")
