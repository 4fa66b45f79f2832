"""A question cut into its parts by its lines: settings, prompt, answer block, explanation.

Nothing is rendered here. The rules are those of the course format: from the bottom, one quote is the
explanation, the run of answer lines above it is the answer block, everything above is the prompt.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from lms.courseware.parsing.text import NO_BREAK_SPACES, fenced
from lms.courseware.problems import Place

TASK = re.compile(r"[-*] \[(?P<mark>[ xX])\](?: (?P<text>.*)|$)")
SURVEY = re.compile(r"[-*] \( ?\)(?: (?P<text>.*)|$)")
NUMBERED = re.compile(r"\d{1,9}[.)](?: +(?P<text>.*)|$)")
EQUALS = re.compile(r"=(?!=)(?P<text>.*)$")
ROW = re.compile(r"\|.*$")
LINE = re.compile(r"_{4,}\s*$")
_BULLET = re.compile(r"[-*+](?: |$)")
_DELIMITER = re.compile(r":?-+:?")


class Shape(StrEnum):
    """What the lines of an answer block look like."""

    TASKS = "tasks"
    SURVEY = "survey"
    NUMBERED = "numbered"
    EQUALS = "equals"
    TABLE = "table"
    LINE = "line"


_SHAPES = {
    Shape.TASKS: TASK,
    Shape.SURVEY: SURVEY,
    Shape.NUMBERED: NUMBERED,
    Shape.EQUALS: EQUALS,
    Shape.TABLE: ROW,
    Shape.LINE: LINE,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of an answer block with the lines that belong to it, its marker included."""

    text: str
    line: int
    continued: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """A question's parts; lines count in the file."""

    settings: tuple[str, ...]
    settings_line: int
    prompt: tuple[str, ...]
    prompt_line: int
    shape: Shape | None
    answers: tuple[Answer, ...]
    explanation: tuple[str, ...]
    whole: tuple[str, ...]  # prompt and answer block together, from `prompt_line`
    is_misplaced: bool  # answers that are not at the bottom have been reported


def split_question(lines: Sequence[str], first_line: int, place: Place) -> Parts:
    """Cut the lines between a question's opener and its `///`; `first_line` is the line under the opener."""
    count = 0
    while count < len(lines) and lines[count].startswith("    ") and lines[count].strip():
        count += 1
    settings = tuple(line[4:] for line in lines[:count])
    if count and count < len(lines) and lines[count].strip():
        place.error(first_line + count, "settings-need-blank-line")
    lines = [_marker_spaces(line) for line in lines]
    opaque = fenced(lines)
    end = _last_line(lines, count, len(lines))
    top = end
    while top > count and lines[top - 1].startswith(">") and not opaque[top - 1]:
        top -= 1
    explanation = tuple(line[1:].removeprefix(" ") for line in lines[top:end])
    bottom = _last_line(lines, count, top)
    if top < end and bottom > count and bottom < top and lines[bottom - 1].startswith(">") and not opaque[bottom - 1]:
        place.error(first_line + bottom - 1, "two-explanations")
        while bottom > count and lines[bottom - 1].startswith(">"):
            bottom -= 1
        bottom = _last_line(lines, count, bottom)
    shape, start = _answer_block(lines, opaque, count, bottom, first_line, place)
    is_misplaced = shape is None and _report_misplaced(lines, opaque, count, bottom, first_line, place)
    prompt_from = count
    while prompt_from < start and not lines[prompt_from].strip():
        prompt_from += 1
    return Parts(
        settings,
        first_line,
        tuple(lines[prompt_from:start]),
        first_line + prompt_from,
        shape,
        _answers(lines, start, bottom, shape, first_line, place) if shape else (),
        explanation,
        tuple(lines[prompt_from:bottom]),
        is_misplaced,
    )


def _marker_spaces(line: str) -> str:
    """No-break spaces in an answer line's marker count as spaces."""
    if not line or line[0] not in "-*=|>0123456789" or not ("\u00a0" in line or "\u202f" in line or "\u2007" in line):
        return line
    head, tail = line[:6].translate(NO_BREAK_SPACES), line[6:]
    return head + tail


def _last_line(lines: Sequence[str], start: int, end: int) -> int:
    """`end` moved up over blank lines, not above `start`."""
    while end > start and not lines[end - 1].strip():
        end -= 1
    return end


def shape_of(line: str) -> Shape | None:
    """What kind of answer line this is, if any."""
    if not line or line[0] not in "-*=|_0123456789":
        return None
    return next((shape for shape, pattern in _SHAPES.items() if pattern.match(line)), None)


def _answer_block(
    lines: Sequence[str], opaque: Sequence[bool], first: int, end: int, first_line: int, place: Place
) -> tuple[Shape | None, int]:
    """The shape of the answer block that ends at `end` and the index where it starts (`end` when there is none)."""
    shape: Shape | None = None
    start = end
    index = end
    while index > first:
        line = lines[index - 1]
        if opaque[index - 1] and not line.startswith(" "):
            break
        if line.startswith(("  ", "\t")) or not line.strip():
            index -= 1
            continue
        here = shape_of(line)
        if here is None or (shape is not None and here is not shape):
            break
        shape = here
        index -= 1
        start = index
        if shape is Shape.LINE:
            break
    if shape is Shape.TABLE and not any(map(_is_delimiter, lines[start:end])):
        shape = None
    if shape is None:
        return None, end
    if shape is not Shape.TABLE and index > first:
        _report_broken_run(lines, index - 1, shape, first_line, place)
    return shape, start


def _is_delimiter(row: str) -> bool:
    """Whether a row is the one of dashes under a table's header."""
    return all(_DELIMITER.fullmatch(cell.strip()) for cell in row.strip().strip("|").split("|"))


def _report_misplaced(
    lines: Sequence[str], opaque: Sequence[bool], first: int, end: int, first_line: int, place: Place
) -> bool:
    """Without an answer block at the bottom: ticks above it say that something stands below the answers."""
    for index in range(first, end):
        if not opaque[index] and shape_of(lines[index]) in (Shape.TASKS, Shape.SURVEY):
            last = end - 1
            code = "plain-bullet" if _BULLET.match(lines[last]) else "text-after-answers"
            place.error(first_line + last, code)
            return True
    return False


def _report_broken_run(lines: Sequence[str], index: int, shape: Shape, first_line: int, place: Place) -> None:
    """A line that cuts a run of answers in two: a plain bullet, or a wrapped line that lacks its indent."""
    if shape in (Shape.TASKS, Shape.SURVEY) and _BULLET.match(lines[index]) and shape_of(lines[index]) is None:
        place.error(first_line + index, "plain-bullet")
    elif index > 0 and lines[index - 1].strip() and shape_of(lines[index - 1]) is shape:
        place.error(first_line + index, "answer-not-indented")


def _answers(
    lines: Sequence[str], start: int, end: int, shape: Shape, first_line: int, place: Place
) -> tuple[Answer, ...]:
    """The answer lines with what is indented under each."""
    answers: list[Answer] = []
    continued: list[str] = []
    for index in range(start, end):
        line = lines[index]
        if "\t" in line[: len(line) - len(line.lstrip())] or re.match(r"[-*]\t|\d+[.)]\t", line):
            place.error(first_line + index, "tab-in-answers")
        if line.strip() and not line.startswith((" ", "\t")):
            if answers:
                answers[-1] = Answer(answers[-1].text, answers[-1].line, tuple(continued))
            answers.append(Answer(line, first_line + index, ()))
            continued = []
        else:
            continued.append(line)
    if answers:
        answers[-1] = Answer(answers[-1].text, answers[-1].line, tuple(continued))
    return tuple(answers)
