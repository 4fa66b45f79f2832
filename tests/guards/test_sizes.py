"""No file grows until nobody reads it: 300 lines are a question, 400 an answer."""

from pathlib import Path

from tests.guards.houses import house_of

LONGEST = 400
FOLDERS = ("lms", "worksheets", "tests", "migrations", "static")
SUFFIXES = (".py", ".html", ".js")


def too_long(root: Path) -> list[str]:
    """Files of our own writing with 400 lines or more."""
    found = []
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in SUFFIXES and "__pycache__" not in path.parts:
                length = len(path.read_text(encoding="utf-8").splitlines())
                if length >= LONGEST:
                    found.append(f"{path.relative_to(root)}: {length} lines: split it by noun")
    return found


def test_no_file_is_too_long(root: Path) -> None:
    assert too_long(root) == []


def test_a_planted_long_file_is_found(tmp_path: Path) -> None:
    house_of(tmp_path, {"lms/a/views.py": "\n" * 399, "lms/a/models.py": "\n" * 400})
    assert too_long(tmp_path) == ["lms/a/models.py: 400 lines: split it by noun"]
