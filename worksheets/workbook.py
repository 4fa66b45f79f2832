"""A worksheet as a workbook: the form, its example and how to use it, each on one printed page.

The form is filled in on a screen or, printed as it is, with a pen: nothing stands where somebody will write.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet as Page

from worksheets.model import Cell, Column, Row, Words, Worksheet

FORM = Words("À remplir", "To fill in")
EXAMPLE = Words("Exemple", "Example")
GUIDE = Words("Mode d’emploi", "How to use it")
INVENTED = Words("Exemple inventé", "Invented example")
FIELD = Words("Champ", "Field")
WHAT = Words("Ce qu’on y met", "What goes in it")
MEETING = Words("Lieu, date, avec qui : ", "Place, date, with whom: ")
FROM_THE_LIST = Words("À choisir dans la liste :", "Choose from the list:")
CHOOSE = Words("Choisissez dans la liste : ", "Choose from the list: ")
LICENCE = Words(
    "&L&9Palabre · CC BY 4.0 · Formation indépendante, ne remplace pas un conseil juridique.&R&9&P/&N",
    "&L&9Palabre · CC BY 4.0 · Independent training, not legal advice.&R&9&P/&N",
)
MADE = datetime(2026, 11, 28, tzinfo=UTC).replace(tzinfo=None)
"""Stands in every file, so that making one again gives the same file."""

A4 = 9
HEAD = 3
"""The row of the headings, counted from 0: title, purpose and a thin row come first."""

INDENT = 2
"""What `indent` takes from a cell, in characters."""

FONT = {"font_name": "Calibri", "font_size": 11, "valign": "vcenter", "text_wrap": True}
LINE = {"border": 1, "border_color": "#43454F"}
CENTRE = {"align": "center"}
LEFT = {"align": "left", "indent": 1}
STYLES: Mapping[str, Mapping[str, object]] = {
    "title": {**FONT, "font_size": 18, "bold": True, "font_color": "#1B1D30", "text_wrap": False},
    "purpose": {**FONT, "font_size": 12, "font_color": "#43454F"},
    "meeting": {**FONT, "font_size": 12, "locked": False},
    "head": {**FONT, **LINE, **LEFT, "bold": True, "bg_color": "#1B1D30", "font_color": "#FFFFFF"},
    "mark": {**FONT, **LINE, **CENTRE, "bold": True, "bg_color": "#1B1D30", "font_color": "#FFFFFF"},
    "typed": {**FONT, **LINE, **LEFT, "locked": False},
    "fixed": {**FONT, **LINE, **LEFT, "bg_color": "#ECE8DE"},
    "number": {**FONT, **LINE, **CENTRE, "bg_color": "#ECE8DE"},
    "chosen": {**FONT, **LINE, **CENTRE, "locked": False},
    "counted": {**FONT, **LINE, **CENTRE, "bold": True, "bg_color": "#ECE8DE"},
    "label": {**FONT, "align": "right", "indent": 1},
    "total": {**FONT, **LINE, **CENTRE, "bold": True, "bg_color": "#ECE8DE"},
    "key": {**FONT},
    "note": {**FONT, "font_size": 12},
}


def workbook(sheet: Worksheet, language: str) -> bytes:
    """The file, the same to the byte each time."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": sheet.title.said(language), "author": "Palabre", "created": MADE})
    _Writer(book, sheet, language).write()
    book.close()
    return buffer.getvalue()


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, sheet: Worksheet, language: str) -> None:
        self.book, self.sheet, self.language = book, sheet, language
        self.styles: dict[str, Format] = {name: book.add_format(dict(style)) for name, style in STYLES.items()}

    def write(self) -> None:
        """The three pages; the form comes first."""
        self._table(FORM, self.sheet.purpose.said(self.language), self.sheet.form, is_form=True)
        case = f"{INVENTED.said(self.language)} – {self.sheet.case.said(self.language)}"
        self._table(EXAMPLE, case, self.sheet.example, is_form=False)
        self._guide()

    def _page(self, name: Words, widths: Sequence[int], below_title: str, *, is_upright: bool = False) -> Page:
        page = self.book.add_worksheet(name.said(self.language))
        for number, width in enumerate(widths):
            page.set_column(number, number, width)
        if not is_upright:
            page.set_landscape()
        page.set_paper(A4)
        page.set_margins(left=0.4, right=0.4, top=0.45, bottom=0.6)
        page.center_horizontally()
        page.fit_to_pages(1, 1)
        page.set_footer(LICENCE.said(self.language))
        page.hide_gridlines(2)
        last = len(widths) - 1
        page.merge_range(0, 0, 0, last, self.sheet.title.said(self.language), self.styles["title"])
        page.merge_range(1, 0, 1, last, below_title, self.styles["purpose"])
        page.set_row(0, 27)
        page.set_row(1, 17.0 * _lines(below_title, sum(widths)))
        page.set_row(2, 6)
        return page

    def _table(self, name: Words, below_title: str, rows: Sequence[Row], *, is_form: bool) -> None:
        columns = self.sheet.columns
        widths = [column.width for column in columns]
        page = self._page(name, widths, below_title, is_upright=self.sheet.is_upright)
        for number, column in enumerate(columns):
            style = self.styles["head" if self._style(column, None) in ("typed", "fixed") else "mark"]
            page.write_string(HEAD, number, column.head.said(self.language), style)
        lines = max(_lines(column.head.said(self.language), column.width - INDENT) for column in columns)
        page.set_row(HEAD, 15.5 * lines + 5)
        first, last = HEAD + 2, HEAD + 1 + len(rows)
        for number, row in enumerate(rows, start=HEAD + 1):
            self._row(page, number, row, rows, (first, last))
        for number, column in enumerate(columns):
            if column.choices:
                self._choices(page, number, column, last)
        self._totals(page, rows, (first, last), is_form=is_form)
        below = last + len(self.sheet.totals)
        if is_form:
            page.merge_range(2, 0, 2, len(columns) - 1, MEETING.said(self.language), self.styles["meeting"])
            page.set_row(2, 26)
            below = self._keys(page, below)
            page.protect("", {"format_rows": True, "format_columns": True, "format_cells": True, "sort": True})
        page.freeze_panes(HEAD + 1, 0)
        page.print_area(0, 0, below - 1, len(columns) - 1)

    def _row(self, page: Page, number: int, row: Row, rows: Sequence[Row], span: tuple[int, int]) -> None:
        height = self.sheet.row_height
        for place, (column, cell) in enumerate(zip(self.sheet.columns, row, strict=True)):
            if column.formula:
                formula = "=" + column.formula.format(row=number + 1, first=span[0], last=span[1])
                value = column.result(rows, row) if column.result and any(one is not None for one in row) else ""
                page.write_formula(number, place, formula, self.styles["counted"], value)
                continue
            style = self.styles[self._style(column, cell)]
            text = self._text(cell)
            if text is None:
                page.write_blank(number, place, None, style)
            elif isinstance(text, int):
                page.write_number(number, place, text, style)
            else:  # said to be text: an equals sign at its beginning makes no formula
                page.write_string(number, place, text, style)
            height = max(height, 15.0 * _lines(str(text or ""), column.width - INDENT) + 3)
        page.set_row(number, height)

    def _style(self, column: Column, cell: Cell) -> str:
        """Words stand at the left; what is chosen, counted or numbered, in the middle of a narrow column."""
        if column.formula:
            return "counted"
        if column.fixed:
            return "number" if isinstance(cell, int) else "fixed"
        return "chosen" if column.choices else "typed"

    def _text(self, cell: Cell) -> str | int | None:
        return cell.said(self.language) if isinstance(cell, Words) else cell

    def _choices(self, page: Page, place: int, column: Column, last: int) -> None:
        allowed = [self._text(choice) for choice in column.choices]
        page.data_validation(
            HEAD + 1, place, last - 1, place,
            {
                "validate": "list", "source": allowed, "ignore_blank": True,
                "error_title": column.head.said(self.language)[:32],
                "error_message": (CHOOSE.said(self.language) + " · ".join(str(one) for one in allowed))[:255],
            },
        )  # fmt: skip

    def _totals(self, page: Page, rows: Sequence[Row], span: tuple[int, int], *, is_form: bool) -> None:
        last = len(self.sheet.columns) - 1
        for number, total in enumerate(self.sheet.totals, start=span[1]):
            words = {name: one.said(self.language) for name, one in total.words}
            label = total.label.said(self.language)
            page.merge_range(number, 0, number, last - 1, label, self.styles["label"])
            formula = total.formula.format(first=span[0], last=span[1], **words)
            if is_form:
                formula = f'IF({self._written()}=0,"",{formula})'
            value = "" if is_form else total.result(rows)
            page.write_formula(number, last, "=" + formula, self.styles["total"], value)
            page.set_row(number, 20)

    def _written(self) -> str:
        """How many of the form's empty cells somebody has filled in: before that, a total is a place for a pen."""
        empty = [
            (number, place)
            for number, row in enumerate(self.sheet.form, start=HEAD + 1)
            for place, (column, cell) in enumerate(zip(self.sheet.columns, row, strict=True))
            if cell is None and not column.formula
        ]
        rows, places = zip(*empty, strict=True)
        cells = xl_range(min(rows), min(places), max(rows), max(places))
        return f'COUNTIF({cells},"?*")+COUNT({cells})'

    def _keys(self, page: Page, number: int) -> int:
        """Under the form, what may be written where a list is closed: paper shows no list; the next free row."""
        last = len(self.sheet.columns) - 1
        for column in self.sheet.columns:
            if column.choices:
                text = f"{column.head.said(self.language)} – {self._about(column)}"
                page.merge_range(number, 0, number, last, text, self.styles["key"])
                page.set_row(number, 15.5 * _lines(text, sum(one.width for one in self.sheet.columns)))
                number += 1
        return number

    def _about(self, column: Column) -> str:
        """How to fill in a field, with the words of its list."""
        about = column.about.said(self.language)
        if not any(isinstance(choice, Words) for choice in column.choices):
            return about
        choices = " · ".join(str(self._text(choice)) for choice in column.choices)
        return f"{about} {FROM_THE_LIST.said(self.language)} {choices}."

    def _guide(self) -> None:
        page = self._page(GUIDE, (34, 96), self.sheet.purpose.said(self.language))
        number = HEAD
        for count, note in enumerate(self.sheet.notes, start=1):
            text = f"{count}. {note.said(self.language)}"
            page.merge_range(number, 0, number, 1, text, self.styles["note"])
            page.set_row(number, 17.0 * _lines(text, 120))
            number += 1
        number += 1
        page.write_string(number, 0, FIELD.said(self.language), self.styles["head"])
        page.write_string(number, 1, WHAT.said(self.language), self.styles["head"])
        page.set_row(number, 20)
        first = number + 1
        for number, column in enumerate(self.sheet.columns, start=first):
            about = self._about(column)
            page.write_string(number, 0, column.head.said(self.language), self.styles["fixed"])
            page.write_string(number, 1, about, self.styles["fixed"])
            page.set_row(number, 15.5 * _lines(about, 96) + 5)
        page.print_area(0, 0, number, 1)
        page.protect()


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column."""
    return max(1, math.ceil(len(text) / width))
