"""How long the lessons of a course are and how easy to read, in each language: what authors watch while they write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from lms.courseware.model import Course
from lms.courseware.plaintext import read_lines
from lms.courseware.problems import Report
from lms.courseware.readability import Readability, readability
from lms.courseware.reader import read_course
from lms.courseware.source import Files
from lms.publishing.coursefiles import directory_around, read_files


@dataclass(frozen=True, slots=True)
class Measured:
    """A lesson in one language. `words` and `minutes` as learners are told them, questions counted."""

    key: str
    language: str
    words: int
    minutes: int
    readability: Readability


def measure_course(path: Path) -> list[Measured]:
    """The lessons of the course in this folder or zip, as far as they can be read, in each language."""
    report = Report()
    files = read_files(path, report)
    course = read_course(files, directory_around(path, report), report)
    return list(_measured(course, files)) if course else []


def _measured(course: Course, files: Files) -> Iterator[Measured]:
    for lesson in course.lessons:
        for language, text in lesson.texts.items():
            lines = read_lines(files.contents[text.path], language)
            yield Measured(lesson.key, language, text.words, lesson.minutes_in(language), readability(lines, language))


def measure_lines(measured: list[Measured]) -> Iterator[str]:
    """A table for a terminal: a line for each lesson and language, then a sum for each language."""
    width = max([len(one.key) for one in measured] + [12])
    heads = (_("words"), _("minutes"), _("words/sentence"), _("ease"))
    yield f"{_('lesson'):<{width}}  {'':2}" + "".join(f"  {head:>{_column(head)}}" for head in heads)
    for one in measured:
        yield _row(one.key, one.language, one.words, one.minutes, one.readability, width, heads)
    for language in dict.fromkeys(one.language for one in measured):
        own = [one for one in measured if one.language == language]
        words, minutes = sum(one.words for one in own), sum(one.minutes for one in own)
        yield _row(_("in all"), language, words, minutes, None, width, heads)


def _column(head: str) -> int:
    return max(len(head), 6)


def _row(
    key: str,
    language: str,
    words: int,
    minutes: int,
    found: Readability | None,
    width: int,
    heads: tuple[str, ...],
) -> str:
    cells = [str(words), str(minutes)]
    if found is not None:
        cells += [f"{found.words_a_sentence:.1f}", f"{found.ease:.0f}"]
    row = "".join(f"  {cell:>{_column(head)}}" for cell, head in zip(cells, heads, strict=False))
    return f"{key:<{width}}  {language}{row}"
