"""`python3 -m lms` makes its environment from the pins once, again when they change, and says what it lacks."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """lms/__main__.py at work in a folder of its own; what it would run is noted in `ran`."""
    spec = importlib.util.spec_from_file_location("main_of_lms", ROOT / "lms" / "__main__.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "tests").mkdir()
    (tmp_path / "requirements.txt").write_text("flask")
    (tmp_path / "tests" / "requirements.txt").write_text("flask pytest")
    for name in ("ROOT", "ENVIRONMENT", "PYTHON", "STAMP", "TO_SERVE", "TO_TEST"):
        monkeypatch.setattr(module, name, tmp_path / getattr(module, name).relative_to(ROOT))
    module.ran = []

    def run(command: list[str], check: bool) -> None:
        module.ran.append(command)
        if "venv" in command:
            module.PYTHON.parent.mkdir(parents=True, exist_ok=True)
            module.PYTHON.touch()

    monkeypatch.setattr(module.subprocess, "run", run)
    monkeypatch.setattr(module.os, "execv", lambda path, arguments: module.ran.append(["execv", *arguments[1:]]))
    monkeypatch.delenv("LMS_OWN_ENVIRONMENT", raising=False)
    monkeypatch.setenv("PYTHONPATH", "")
    return module


def start(house: ModuleType, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> list[str]:
    """What was done for a command, in short."""
    house.ran.clear()
    monkeypatch.setattr(sys, "argv", ["lms", *arguments])
    house.main()
    return ["venv" if "venv" in line else "pip" if "pip" in line else " ".join(line) for line in house.ran]


def test_the_environment_is_made_once(house: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    assert start(house, monkeypatch) == ["venv", "pip", "execv -m lms.commandline"]
    assert "--require-hashes" in house.ran[1]
    assert start(house, monkeypatch, "serve", "--port", "9000") == ["execv -m lms.commandline serve --port 9000"]


def test_the_tests_add_their_tools_to_what_is_there(house: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    start(house, monkeypatch)
    assert start(house, monkeypatch, "test", "-x") == ["pip", "execv -m lms.commandline test -x"]
    assert start(house, monkeypatch, "test") == ["execv -m lms.commandline test"]
    assert start(house, monkeypatch) == ["execv -m lms.commandline"]


def test_it_is_made_anew_when_the_pins_change(house: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    start(house, monkeypatch)
    house.TO_SERVE.write_text("flask jinja2")
    assert start(house, monkeypatch) == ["venv", "pip", "execv -m lms.commandline"]


def test_it_is_made_anew_when_its_python_is_gone(house: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    start(house, monkeypatch)
    house.PYTHON.unlink()
    assert start(house, monkeypatch) == ["venv", "pip", "execv -m lms.commandline"]


def test_a_failed_installation_is_not_taken_for_done(house: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(command: list[str], check: bool) -> None:
        raise subprocess.CalledProcessError(1, command)

    with monkeypatch.context() as patch:
        patch.setattr(house.subprocess, "run", fail)
        with pytest.raises(SystemExit, match="could not be made"):
            start(house, monkeypatch)
    assert start(house, monkeypatch)[:2] == ["venv", "pip"]


@pytest.mark.parametrize(
    ("language", "said"), [("fr_FR.UTF-8", "manque"), ("en_GB.UTF-8", "missing"), ("C", "missing")]
)
def test_without_venv_the_line_to_type_is_told(
    house: ModuleType, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", language)
    monkeypatch.setattr(house, "find_spec", lambda name: None)
    with pytest.raises(SystemExit) as caught:
        start(house, monkeypatch)
    assert said in str(caught.value)
    assert "apt-get install python3-venv" in str(caught.value)


def test_an_environment_of_ones_own_is_used_as_it_is(house: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = []
    monkeypatch.setenv("LMS_OWN_ENVIRONMENT", "1")
    monkeypatch.setattr("lms.commandline.main", ran.append)
    assert start(house, monkeypatch, "courses", "list") == []
    assert ran == [["courses", "list"]]


def test_it_loads_nothing_but_the_standard_library() -> None:
    source = (
        "import sys, runpy; runpy.run_path('lms/__main__.py', run_name='looked at');"
        "print([name for name in sys.modules if name.split('.')[0] not in sys.stdlib_module_names and 'lms' in name])"
    )
    command = [sys.executable, "-I", "-S", "-c", source]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip() == "[]"
