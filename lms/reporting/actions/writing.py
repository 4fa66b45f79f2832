"""Files of rows, written as the rows come: text for spreadsheets (CSV) and lines for machines (JSON)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, BinaryIO, Protocol

from flask_babel import gettext

from lms.reporting.columns import Column
from lms.reporting.definitions import DEFINITIONS
from lms.web.cells import Value, as_text, harmless

Said = Sequence[tuple[str, str]]  # what a file says of itself: words and what they hold (filters, zone, moment)


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one kind, in pages, with their columns. Only a workbook holds several of them, each on its sheet."""

    title: str
    columns: Sequence[Column]
    names: Mapping[str, Mapping[Any, str]]  # by the key of a column: what its codes are called
    pages: Iterable[Sequence[tuple[Value, ...]]]


class Writer(Protocol):
    """Takes the rows of a section in pages, and is closed once; what it writes lies in the file that it was given."""

    def begin(self, section: Section) -> None:
        """Say what the rows are that follow."""

    def write(self, rows: Sequence[tuple[Value, ...]]) -> None:
        """Add rows."""

    def close(self) -> None:
        """Add what stands at the end."""


class CsvWriter:
    """UTF-8 with a mark that spreadsheets look for; definitions and filters stand below the rows, after a blank."""

    def __init__(self, out: BinaryIO, said: Said, delimiter: str) -> None:
        self._text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=False)
        self._rows = csv.writer(self._text, delimiter=delimiter)
        self._said = said
        self._shown: tuple[Callable[[Value], str], ...] = ()

    def begin(self, section: Section) -> None:
        """Write the headings."""
        self._shown = tuple(_shown(section.names.get(column.key)) for column in section.columns)
        self._rows.writerow([harmless(gettext(column.heading)) for column in section.columns])

    def write(self, rows: Sequence[tuple[Value, ...]]) -> None:
        """Add rows."""
        shown = self._shown
        self._rows.writerows([show(value) for show, value in zip(shown, row, strict=True)] for row in rows)

    def close(self) -> None:
        """Add what the figures mean and what was asked for."""
        self._rows.writerow([])
        for name, value in self._said:
            self._rows.writerow([harmless(name), harmless(value)])
        self._rows.writerow([])
        for definition in DEFINITIONS:
            self._rows.writerow([harmless(gettext(definition.term)), harmless(gettext(definition.text))])
        self._text.flush()
        self._text.detach()


class JsonWriter:
    """One object a line; the first says what the others are."""

    def __init__(self, out: BinaryIO, said: Said) -> None:
        self._out = out
        self._said = said
        self._keys: list[str] = []

    def begin(self, section: Section) -> None:
        """Write the first line."""
        self._keys = [column.key for column in section.columns]
        head = {
            "title": section.title,
            "about": dict(self._said),
            "columns": {column.key: gettext(column.heading) for column in section.columns},
            "definitions": {one.key: gettext(one.text) for one in DEFINITIONS},
        }
        self._line(head)

    def write(self, rows: Sequence[tuple[Value, ...]]) -> None:
        """Add rows."""
        for row in rows:
            self._line(dict(zip(self._keys, row, strict=True)))

    def _line(self, value: dict[str, Any]) -> None:
        text = json.dumps(value, ensure_ascii=False, default=_plain)
        self._out.write(text.encode() + b"\n")

    def close(self) -> None:
        """Nothing is left to say."""


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    assert isinstance(value, Fraction)
    return int(value) if value.denominator == 1 else round(float(value), 4)


def _shown(names: Mapping[Any, str] | None) -> Callable[[Value], str]:
    """How the values of a column are written: codes by the name that they have."""
    if names is None:
        return as_text
    safe = {code: harmless(name) for code, name in names.items()}
    return lambda code: safe[code] if code in safe else as_text(code)
