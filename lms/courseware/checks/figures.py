"""Figures from a source: a share or millions with a footnote need a year, in the text or in the note."""

import re
from collections.abc import Iterator, Sequence

from lms.courseware.parsing.text import masked
from lms.courseware.problems import Place

_FIGURE = re.compile(
    r"(?<![\w.,])\d[\d.,]{0,12}[ \u00a0\u202f]?"
    r"(?:%|(?:pour cent|per cent|percent|millions?|milliards?|billions?|trillions?)(?!\w))"
)
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_NOTE = re.compile(r"\[\^([^\]\s]{1,60})\](?!:)")
_DEFINITION = re.compile(r" {0,3}\[\^([^\]\s]{1,60})\]:")


def check_figures(body: Sequence[str], first_line: int, place: Place) -> None:
    """Warn of each paragraph with a figure and its footnote where neither says which year is meant.

    A figure without a source is left alone: it may be an example, a sum or a pass mark.
    """
    clear = masked(body)
    runs = list(_runs(clear))
    notes = {match.group(1): "\n".join(run) for _, run in runs if (match := _DEFINITION.match(run[0]))}
    for start, run in runs:
        text = "\n".join(run)
        named = [notes.get(match.group(1), "") for match in _NOTE.finditer(text)]
        if _DEFINITION.match(run[0]) or not named or any(map(_YEAR.search, (text, *named))):
            continue
        for number, line in enumerate(run, first_line + start):
            if figure := _FIGURE.search(line):
                place.warn(number, "figure-without-year", figure=figure.group())
                break


def _runs(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Lines that stand together, with the index of the first; each footnote's definition is one of its own."""
    run: list[str] = []
    for index, line in enumerate([*lines, ""]):
        if run and (not line.strip() or line.startswith("///") or _DEFINITION.match(line)):
            yield index - len(run), run
            run = []
        if line.strip() and not line.startswith("///"):
            run.append(line)
