"""The layers of setup.cfg hold: what is below knows nothing of what is above."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guards.houses import copy_of_ours, house_of


def broken_contracts(folder: Path) -> str:
    """What import-linter has against the package in a folder; nothing if all contracts are kept."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--config", "setup.cfg", "--no-cache"]
    environ = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_nobody_imports_upwards(root: Path) -> None:
    assert not broken_contracts(root)


@pytest.mark.parametrize(
    ("where", "what"),
    [("lms/db.py", "import lms.web.locale"), ("lms/courseware/model.py", "import flask")],
)
def test_a_planted_import_is_found(tmp_path: Path, where: str, what: str) -> None:
    house = copy_of_ours(tmp_path)
    path = house / where
    path.write_text(path.read_text(encoding="utf-8") + f"\n{what}\n", encoding="utf-8")
    assert "BROKEN" in broken_contracts(house)


def test_a_planted_package_without_a_layer_is_found(tmp_path: Path) -> None:
    house = house_of(copy_of_ours(tmp_path), {"lms/forum/__init__.py": '"""Forums."""', "lms/chat.py": '"""Chat."""'})
    found = broken_contracts(house)
    assert "forum" in found
    assert "chat" in found
