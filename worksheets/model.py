"""What a worksheet is, whatever the language and the file it becomes."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

LANGUAGES = ("fr", "en")

# Where French sets a space that no line may break at: no page does it for a spreadsheet.
_NARROW = re.compile(r" (?=[;:!?»])|(?<=«) |(?<=\d) (?=\d{3}\b)")


def _french(text: str) -> str:
    return _NARROW.sub("\u202f", text)


class Words(NamedTuple):
    """The same thing said in French and in English."""

    fr: str
    en: str

    def said(self, language: str) -> str:
        """These words in one of the two languages."""
        return _french(self.fr) if language == "fr" else self.en


Cell = Words | int | None
"""What stands in a cell before anybody fills it in: words, a number, or nothing."""

Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Column:
    """One field: its heading, how to fill it in, and what it accepts."""

    head: Words
    about: Words
    width: int
    choices: tuple[Words | int, ...] = ()
    """What may be chosen; empty: any text."""

    formula: str = ""
    """Computed instead of typed; `{row}`, `{first}` and `{last}` are numbers of rows."""

    result: Callable[[Sequence[Row], Row], int] | None = None
    """What the formula gives for a row of the example: some programs show it without computing."""

    fixed: bool = False
    """Part of the form, such as the number of a question: nobody types here."""


@dataclass(frozen=True)
class Total:
    """A line under the table that counts something; `{first}`, `{last}` and the names of `words` are filled in."""

    label: Words
    formula: str
    result: Callable[[Sequence[Row]], int]
    words: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True)
class Worksheet:
    """A form that fits on a page, with an example filled in from the case of its module."""

    name: str
    course: str
    title: Words
    purpose: Words
    notes: tuple[Words, ...]
    columns: tuple[Column, ...]
    case: Words
    """Where the example comes from."""

    example: tuple[Row, ...]
    rows: tuple[Row, ...] = ()
    """Rows that the form already holds; what is None there is to be filled in."""

    blank: int = 0
    """Empty rows after them."""

    totals: tuple[Total, ...] = ()
    row_height: float = 15.0
    """In points, before the page is made to fit: room for a pen once it is printed."""

    is_upright: bool = False
    """Printed on a page that stands, for many rows of few fields."""

    @property
    def form(self) -> tuple[Row, ...]:
        """All rows of the form before anybody has written in it."""
        return self.rows + (tuple(None for _ in self.columns),) * self.blank
