"""mypy in strict mode and ruff have nothing to say."""

import subprocess
import sys
from pathlib import Path

from tests.guards.houses import ROOT, house_of


def complaints(folder: Path, *tool: str) -> str:
    """What a tool says about a folder; nothing if it is content."""
    done = subprocess.run([sys.executable, "-m", *tool], cwd=folder, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_types_are_right(root: Path) -> None:
    assert not complaints(root, "mypy")


def test_ruff_is_content(root: Path) -> None:
    assert not complaints(root, "ruff", "check", "--no-cache")


def test_every_file_is_formatted(root: Path) -> None:
    assert not complaints(root, "ruff", "format", "--check", "--no-cache")


def test_planted_faults_are_found(tmp_path: Path) -> None:
    settings = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("setup.cfg", "ruff.toml")}
    source = "import os\ndef f(x):\n    return x\n"
    house_of(
        tmp_path,
        {
            **settings,
            "lms/a.py": source,
            "worksheets/w.py": "",
            "wsgi.py": "",
            "migrations/env.py": "",
            "tests/benchmarks/b.py": "",
        },
    )
    assert "no-untyped-def" in complaints(tmp_path, "mypy", "--cache-dir", "mypy-cache")
    assert "F401" in complaints(tmp_path, "ruff", "check", "--no-cache")
    assert "lms/a.py" in complaints(tmp_path, "ruff", "format", "--check", "--no-cache")
