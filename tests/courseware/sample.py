"""A good course in two languages with one of everything: the folder `sample`, which tests spoil one text at a time."""

from pathlib import Path

from lms.courseware.model import Course, Directory
from lms.courseware.problems import Report
from lms.courseware.reader import read_course
from lms.courseware.source import Files

FOLDER = Path(__file__).parent / "sample"

DIRECTORY = Directory(
    {"palabre": {"name": {"fr": "Palabre", "en": "Palabre"}, "feedback": "advised"}},
    {"due-diligence": {"fr": "Devoir de diligence", "en": "Due diligence"}},
    frozenset({"sample", "advanced"}),
)


def _text(path: Path) -> str | bytes:
    return path.read_bytes() if path.parent.name == "media" else path.read_text(encoding="utf-8")


GOOD: dict[str, str | bytes] = {
    path.relative_to(FOLDER).as_posix(): _text(path) for path in sorted(FOLDER.rglob("*")) if path.is_file()
}


def read(
    contents: dict[str, str | bytes], is_release: bool = False, slug: str = "sample"
) -> tuple[Course | None, Report]:
    """The course that these texts make, and its problems."""
    files = {path: text.encode() if isinstance(text, str) else text for path, text in contents.items()}
    report = Report()
    return read_course(Files(slug, files), DIRECTORY, report, is_release), report


def good() -> Course:
    """The good course."""
    course, report = read(dict(GOOD))
    assert course is not None and not list(report), list(report)
    return course


def spoilt(path: str, old: str, new: str, count: int = 1) -> dict[str, str | bytes]:
    """The good course with one text changed; `old` must be there."""
    text = GOOD[path]
    assert isinstance(text, str) and old in text, (path, old)
    return {**GOOD, path: text.replace(old, new, count)}


def found(contents: dict[str, str | bytes], is_release: bool = False) -> list[tuple[str, int, str]]:
    """Where and what the problems are."""
    return [(problem.path, problem.line, problem.code) for problem in read(contents, is_release)[1]]
