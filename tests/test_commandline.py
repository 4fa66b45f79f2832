"""The command line: complete help, one sentence for a refusal, and no framework loaded for what needs none."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from lms.commandline import CONTRIBUTED, lms, main


def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lms.commandline", *arguments]
    root = Path(__file__).resolve().parent.parent
    return subprocess.run(
        command, cwd=root, env={**os.environ, "LANGUAGE": "en", **environ}, capture_output=True, text=True, check=False
    )


def test_help_lists_every_command() -> None:
    text = CliRunner().invoke(lms, ["--help"]).output
    for name in ("serve", "test", "messages", "courses"):
        assert f"\n  {name} " in text, name


@pytest.mark.parametrize("command", ["serve", "test", "messages", *CONTRIBUTED])
def test_every_command_has_its_help(command: str) -> None:
    result = CliRunner().invoke(lms, [command, "--help"])
    assert result.exit_code == 0
    assert len(result.output.splitlines()) >= 5


def test_without_a_command_the_site_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    served = []
    monkeypatch.setattr("lms.serving.serve", lambda host, port: served.append((host, port)))
    for arguments in ([], ["--port", "9000"], ["serve", "--host", "0.0.0.0"]):
        assert CliRunner().invoke(lms, arguments).exit_code == 0
    assert served == [("127.0.0.1", 8000), ("127.0.0.1", 9000), ("0.0.0.0", 8000)]


def test_the_tests_get_every_argument(monkeypatch: pytest.MonkeyPatch) -> None:
    given = []
    monkeypatch.setattr("lms.testing.run_tests", lambda arguments: given.append(arguments) or 3)
    result = CliRunner().invoke(lms, ["test", "--all", "-k", "a or b", "tests/web"])
    assert (result.exit_code, given) == (3, [("--all", "-k", "a or b", "tests/web")])


def test_a_setting_that_makes_no_sense_is_one_sentence(tmp_path: Path) -> None:
    done = run("serve", "--port", "8999", LMS_SITE_TIMEZONE="Mars", LMS_INSTANCE_DIR=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "LMS_SITE_TIMEZONE" in done.stderr


def test_a_command_that_does_not_exist_is_told() -> None:
    done = run("fly")
    assert done.returncode == 2
    assert "No such command 'fly'" in done.stderr


def test_the_command_line_speaks_french_where_its_environment_does() -> None:
    done = run("--help", LANGUAGE="", LC_ALL="", LC_MESSAGES="", LANG="fr_FR.UTF-8")
    assert "Afficher" in done.stdout or "Affiche" in done.stdout


def test_checking_courses_loads_no_framework() -> None:
    source = (
        "import sys, json; from lms.commandline import lms;"
        "lms(args=['courses', 'check', '--help'], standalone_mode=False);"
        "print(json.dumps([name for name in ('flask', 'sqlalchemy', 'alembic') if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.splitlines()[-1]) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_refuses_is_one_sentence(number: int, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError(number, os.strerror(number), "/somewhere/media")

    monkeypatch.setattr("lms.serving.serve", fail)
    with pytest.raises(SystemExit) as ended:
        main(["serve"])
    assert ended.value.code == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "/somewhere/media" in told


def test_a_fault_of_ours_keeps_its_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError(errno.EBADF, "Bad file descriptor")

    monkeypatch.setattr("lms.serving.serve", fail)
    with pytest.raises(OSError, match="Bad file"):
        main(["serve"])
