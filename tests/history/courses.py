"""What a course of the past says, apart from its words: what answers refer to, and what they are worth.

    python -m tests.history.courses NAME

keeps a course with one of everything, as the format has it today, beside what it means. Run once, when the format grew;
what it wrote is never made again.
"""

import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lms.courseware.archive import read_zip
from lms.courseware.model import Course, Directory
from lms.courseware.problems import Report
from lms.courseware.questions import Question
from lms.courseware.reader import read_course
from lms.publishing.cli.beginning import begin_course

HERE = Path(__file__).parent / "format"


def read_kept(name: str) -> tuple[Course, list[str]]:
    """A kept course as it is read today, and what the checker has against it."""
    report = Report()
    course = read_course(read_zip(HERE / f"{name}.zip", report), Directory(), report)
    assert course is not None
    return course, [f"{one.path}:{one.line}: {one.code}" for one in report]


def meaning(course: Course) -> dict[str, Any]:
    """A course without its words, as JSON has it."""
    return {
        "completion": [
            course.completion.lessons, course.completion.quizzes, course.completion.exam, course.completion.project
        ],
        "hours": str(course.certificate.hours) if course.certificate else None,
        "pages": list(_pages(course)),
    }  # fmt: skip


def _pages(course: Course) -> Iterator[dict[str, Any]]:
    for page in course.pages:
        settings = getattr(page, "settings", None)
        yield {
            "key": page.key,
            "settings": {name: _plain(getattr(settings, name)) for name in settings.__slots__} if settings else None,
            "questions": {
                language: [_question(one) for one in text.questions] for language, text in page.texts.items()
            },
        }


def _question(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "kind": question.kind.value,
        "points": str(question.points),
        "exact": question.is_exact,
        "shuffled": question.is_shuffled,
        "options": [[one.id, one.is_right] for one in question.options],
        "pairs": [[one.left.id, one.right_id] for one in question.pairs],
        "rights": [one.id for one in question.rights],
        "items": [one.id for one in question.items],
        "intervals": [[str(one.low), str(one.high)] for one in question.intervals],
        "accepted": list(question.accepted),
        "blanks": [
            [one.id, list(one.variants), [[each.id, each.is_right] for each in one.options]] for one in question.blanks
        ],
    }


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else dict(value) if hasattr(value, "items") else value


def keep(name: str) -> None:
    """Write a course with one of everything and what it means."""
    with TemporaryDirectory() as place:
        folder = Path(place) / "everything"
        begin_course(folder)
        with zipfile.ZipFile(HERE / f"{name}.zip", "x", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                archive.write(path, f"everything/{path.relative_to(folder).as_posix()}")
    course, problems = read_kept(name)
    assert problems == [], problems
    (HERE / f"{name}.json").write_text(json.dumps(meaning(course), indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    keep(sys.argv[1])
