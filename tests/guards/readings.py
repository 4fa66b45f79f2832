"""The texts of the shipped courses as their readers read them, each line with its place."""

from collections.abc import Iterator
from pathlib import Path

from lms.courseware.plaintext import Line, read_lines


def shipped(root: Path) -> Iterator[tuple[str, str, list[Line]]]:
    """Every text of courses/: its path, its language and its lines."""
    for path in sorted((root / "courses").glob("*/**/*.md")):
        language = path.name.split(".")[-2]
        yield str(path.relative_to(root)), language, list(read_lines(path.read_bytes(), language))


def of(text: str, language: str) -> list[Line]:
    """The lines of a text that a test plants."""
    return list(read_lines(text.encode(), language))


def paragraphs(lines: list[Line]) -> Iterator[tuple[int, str]]:
    """Lines that stand under one another as one text, with the line it begins at."""
    held: list[Line] = []
    for line in lines:
        if held and line.number != held[-1].number + 1:
            yield held[0].number, " ".join(one.text for one in held)
            held = []
        held.append(line)
    if held:
        yield held[0].number, " ".join(one.text for one in held)
