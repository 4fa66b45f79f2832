"""Files of rows for spreadsheets (XLSX): typed cells, a header that stays, filters; definitions on a sheet.

Row by row, in constant memory. A text is written as a text: nothing in it is a formula, a link or a number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, BinaryIO

import xlsxwriter
from flask_babel import gettext

from lms.reporting.actions.writing import Said, Section
from lms.reporting.columns import Column, Kind
from lms.reporting.definitions import DEFINITIONS
from lms.web.cells import Value

MOST_ROWS = 1_000_000  # of a sheet; the format's own limit is 1,048,576
_WIDTHS = {Kind.TEXT: 22, Kind.MOMENT: 17, Kind.NUMBER: 12, Kind.PERCENT: 12, Kind.SHARE: 12, Kind.FLAG: 12}
_OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd hh:mm",
}  # fmt: skip
_Write = Callable[[int, int, Any], object]


class XlsxWriter:
    """A workbook: each section on a sheet, or on several where it has more rows than a sheet can hold."""

    def __init__(self, out: BinaryIO, said: Said) -> None:
        self._said = said
        self._book = xlsxwriter.Workbook(out, _OPTIONS)
        self._bold = self._book.add_format({"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1})
        self._wrapped = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._percent = self._book.add_format({"num_format": "0%"})
        self._number = self._book.add_format({"num_format": "#,##0.##"})
        self._section: Section | None = None

    def begin(self, section: Section) -> None:
        """Open a sheet for what follows."""
        self._close_sheet()
        self._section, self._sheets = section, 0
        self._open_sheet(section)

    def _open_sheet(self, section: Section) -> None:
        self._sheets += 1
        name = section.title[:25]
        sheet = self._sheet = self._book.add_worksheet(name if self._sheets == 1 else f"{name} {self._sheets}")
        for place, column in enumerate(section.columns):
            sheet.set_column(place, place, _WIDTHS[column.kind])
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(section.columns):
            sheet.write_string(0, place, gettext(column.heading), self._bold)
        self._cells = tuple(self._cell(column, section.names.get(column.key)) for column in section.columns)
        self._row = 0

    def _cell(self, column: Column, names: Mapping[Any, str] | None) -> _Write:
        """How the values of a column are written."""
        sheet = self._sheet
        if names is not None:
            return lambda row, place, code: sheet.write_string(row, place, names.get(code, code or ""))
        if column.kind is Kind.MOMENT:
            return lambda row, place, value: sheet.write_datetime(row, place, value, self._moment)
        if column.kind is Kind.PERCENT:
            return lambda row, place, value: sheet.write_number(row, place, value / 100, self._percent)
        if column.kind is Kind.SHARE:
            return lambda row, place, value: sheet.write_number(row, place, float(value), self._percent)
        if column.kind is Kind.FLAG:
            return lambda row, place, value: sheet.write_boolean(row, place, value)
        if column.kind is Kind.NUMBER:
            return lambda row, place, value: sheet.write_number(row, place, float(value))
        return lambda row, place, value: sheet.write_string(row, place, value)

    def write(self, rows: Sequence[tuple[Value, ...]]) -> None:
        """Add rows."""
        section = self._section
        assert section is not None  # a sheet was begun
        for row in rows:
            if self._row == MOST_ROWS:
                self._close_sheet()
                self._open_sheet(section)
            self._row += 1
            for place, (write, value) in enumerate(zip(self._cells, row, strict=True)):
                if value is not None or section.columns[place].codes is not None:
                    write(self._row, place, value)

    def _close_sheet(self) -> None:
        if self._section is not None:
            self._sheet.autofilter(0, 0, self._row, len(self._section.columns) - 1)

    def close(self) -> None:
        """Add what the figures mean and what was asked for, each on a sheet of its own."""
        self._close_sheet()
        self._pairs(gettext("Definitions"), [(gettext(one.term), gettext(one.text)) for one in DEFINITIONS])
        self._pairs(gettext("Filters"), self._said)
        self._book.close()

    def _pairs(self, name: str, pairs: Sequence[tuple[str, str]]) -> None:
        sheet = self._book.add_worksheet(name)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 90)
        for row, (word, text) in enumerate(pairs):
            sheet.write_string(row, 0, word, self._wrapped)
            sheet.write_string(row, 1, text, self._wrapped)
