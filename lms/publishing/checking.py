"""Checking courses as their authors have them: everything at once, for a terminal or for a program."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lms.courseware.problems import Report, Severity
from lms.courseware.reader import read_course
from lms.publishing.coursefiles import directory_around, read_files
from lms.publishing.telling import count_line, path_of, problem_lines
from lms.publishing.wording import sentence

History = Callable[[Path, str], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Checked:
    """A course, or the registers beside courses, and what was found; `path` as it was given."""

    path: Path
    report: Report
    is_course: bool = True


def check_courses(paths: Iterable[Path], history: History = lambda path, name: ()) -> list[Checked]:
    """Check each of these folders and zips, and once the registers of institutions and topics around them.

    `history` gives former versions of a file of a course, to show what changed under a stale translation.
    """
    checked: list[Checked] = []
    around: set[Path] = set()
    for path in paths:
        registers, report = Report(), Report()
        directory = directory_around(path, registers)
        if path.resolve().parent not in around and any(registers):
            checked.append(Checked(path.parent, registers, is_course=False))
        around.add(path.resolve().parent)
        files = read_files(path, report)
        if files.contents or not report.has_errors:  # a zip that was refused is no course without files
            read_course(files, directory, report, earlier=partial(history, path))
        checked.append(Checked(path, report))
    return checked


def as_text(checked: Sequence[Checked]) -> str:
    """A line for each problem, then one of counts."""
    lines = [line for one in checked for line in problem_lines(one.path, one.report)]
    return "\n".join([*lines, count_line(sum(one.is_course for one in checked), *_counts(checked))])


def as_json(checked: Sequence[Checked]) -> str:
    """The same for editors and continuous integration; `code` and `values` do not depend on the language."""
    problems = [
        {
            "path": path_of(one.path, problem),
            "line": problem.line,
            "severity": problem.severity.value,
            "code": problem.code,
            "values": dict(problem.values),
            "message": sentence(problem),
        }
        for one in checked
        for problem in one.report
    ]
    errors, warnings = _counts(checked)
    found = {"courses": sum(one.is_course for one in checked), "errors": errors, "warnings": warnings}
    return json.dumps({**found, "problems": problems}, ensure_ascii=False, indent=2)


def _counts(checked: Iterable[Checked]) -> tuple[int, int]:
    severities = [problem.severity for one in checked for problem in one.report]
    return severities.count(Severity.ERROR), severities.count(Severity.WARNING)
