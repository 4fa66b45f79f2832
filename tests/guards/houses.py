"""Small houses to plant a fault in: a copy of ours, or a few files made for the occasion."""

import shutil
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def copy_of_ours(folder: Path) -> Path:
    """A copy of the package and its settings, to be spoiled."""
    shutil.copytree(ROOT / "lms", folder / "lms", ignore=shutil.ignore_patterns("__pycache__", "templates"))
    for name in ("setup.cfg", "ruff.toml", "wsgi.py"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def house_of(folder: Path, files: Mapping[str, str]) -> Path:
    """A folder with these files, by path."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
