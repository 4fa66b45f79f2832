"""A worksheet as plain text with separators, for whoever has no spreadsheet or wants to feed another program."""

import csv
from io import StringIO

from worksheets.model import Cell, Words, Worksheet


def table(sheet: Worksheet, language: str) -> bytes:
    """The form's rows, or the example where the form is empty.

    With the mark and the separator by which spreadsheets recognise it: a semicolon where the comma is a decimal sign.
    """
    text = StringIO()
    writer = csv.writer(text, delimiter=";" if language == "fr" else ",", lineterminator="\r\n")
    writer.writerow([column.head.said(language) for column in sheet.columns])
    rows = sheet.rows or sheet.example
    for row in rows:
        cells = [
            column.result(rows, row) if column.result else _plain(cell, language)
            for column, cell in zip(sheet.columns, row, strict=True)
        ]
        writer.writerow(cells)
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: Cell, language: str) -> str | int:
    return cell.said(language) if isinstance(cell, Words) else "" if cell is None else cell
