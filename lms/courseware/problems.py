"""What is wrong with a course's files: where, how badly, and a code that the edge puts into words."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MAX_PROBLEMS = 300


class Severity(StrEnum):
    """An error keeps a course from being released; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `path` is relative to the course's folder; `line` counts from 1.

    `code` names the sentence (all are in `codes.py`) and `values` fill it. `place` is the question, block
    or heading it stands in: a mistake made at the same place of both languages is told once.
    """

    path: str
    line: int
    code: str
    values: tuple[tuple[str, str], ...] = ()
    severity: Severity = Severity.ERROR
    place: str = field(default="", compare=False)


def _printable(text: str) -> str:
    """A value as a terminal may be sent it: what it quotes comes from files of anybody's making."""
    return "".join(letter if letter.isprintable() or letter in "\n\u00a0\u202f" else "?" for letter in text)


@dataclass(slots=True)
class Report:
    """Collects the problems of a course while it is read. The same one at the same line counts once.

    A file that has more than `MAX_PROBLEMS` is told so, and the rest of its problems are left out.
    """

    _problems: dict[Problem, None] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)
    _faulty: set[tuple[str, str]] = field(default_factory=set)  # path and place of every error

    def error(self, path: str, line: int, code: str, /, **values: object) -> None:
        """Record something that keeps the course from being released."""
        self.add(path, line, code, values, Severity.ERROR)

    def warn(self, path: str, line: int, code: str, /, **values: object) -> None:
        """Record something worth mending that stops nothing."""
        self.add(path, line, code, values, Severity.WARNING)

    def add(
        self, path: str, line: int, code: str, values: Mapping[str, object], severity: Severity, place: str = ""
    ) -> None:
        """Record a problem; `place` is the question, block or heading it stands in."""
        if severity is Severity.ERROR:
            self._faulty.add((path, place))
        self._counts[path] += 1
        if self._counts[path] > MAX_PROBLEMS:
            return
        if self._counts[path] == MAX_PROBLEMS:
            code, values, severity = "too-many-problems", {"limit": MAX_PROBLEMS}, Severity.ERROR
        worded = tuple(sorted((name, _printable(str(value))) for name, value in values.items()))
        self._problems[Problem(path, max(line, 1), code, worded, severity, place)] = None

    def has_error_at(self, path: str, place: str) -> bool:
        """Whether there is an error at that question, block or heading of that file."""
        return (path, place) in self._faulty

    def count_in(self, path: str) -> int:
        """How many problems a file has so far."""
        return self._counts[path]

    def has_code_at(self, path: str, line: int, code: str) -> bool:
        """Whether that code has been reported on that line."""
        return any((p.path, p.line, p.code) == (path, line, code) for p in self._problems)

    def tell_once(self, originals: Mapping[str, str]) -> None:
        """Drop from each translation what its original has at the same place (`originals`: path → path)."""
        told = {(problem.path, problem.place, problem.code) for problem in self._problems if problem.place}
        for problem in list(self._problems):
            if (originals.get(problem.path, ""), problem.place, problem.code) in told:
                del self._problems[problem]

    def __iter__(self) -> Iterator[Problem]:
        """The problems by path, then line, errors first."""
        return iter(sorted(self._problems, key=lambda p: (p.path, p.line, p.severity, p.code, p.values)))

    @property
    def count(self) -> int:
        """How many problems there are so far."""
        return len(self._problems)

    @property
    def has_errors(self) -> bool:
        """Whether the course may not be released."""
        return bool(self._faulty)


@dataclass(slots=True)
class Place:
    """A file of the report, and the question, block or heading being read in it."""

    path: str
    report: Report
    name: str = ""

    def error(self, line: int, code: str, /, **values: object) -> None:
        """Record an error here."""
        self.report.add(self.path, line, code, values, Severity.ERROR, self.name)

    def warn(self, line: int, code: str, /, **values: object) -> None:
        """Record a warning here."""
        self.report.add(self.path, line, code, values, Severity.WARNING, self.name)
