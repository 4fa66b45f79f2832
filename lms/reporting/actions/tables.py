"""Published tables in words, for the page and for files: made of what was stored, and of nothing else."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from flask_babel import gettext

from lms.errors import N_
from lms.reporting.definitions import BY_KEY
from lms.reporting.dimensions import HEADINGS, TITLES, Dimension
from lms.reporting.models import Snapshot
from lms.reporting.queries.naming import value_name
from lms.reporting.queries.scope import Scope
from lms.reporting.safe import OTHERS
from lms.web.cells import harmless

MIME = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson; charset=utf-8",
}
RULE = N_(
    "Counts are rounded to five, totals by themselves; what is under ten is hidden, and where it could be worked out, "
    "another with it. Small rows are put together as “All others”. What was published once is never counted again."
)
Cell = int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """One table: its name, its heading row, its rows with their label, and its totals. None: hidden."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    totals: tuple[Cell, ...]


def shown(found: Snapshot, seen: Scope) -> list[Shown]:
    """The tables of a quarter. Those of one dimension show all figures, those of two one figure each."""
    result = []
    for one in found.tables["tables"]:
        dimensions = [Dimension(name) for name in one["by"]]
        labels = [_label(dimensions[0], key, seen) for key in one["rows"]]
        name = gettext(HEADINGS[dimensions[0]])
        if len(dimensions) == 1:
            figures = one["figures"]
            rows = zip(*(figures[key]["cells"] for key in figures), strict=True)
            headings = (gettext(TITLES[dimensions[0]]), *(gettext(BY_KEY[key].term) for key in figures))
            totals = tuple(figures[key]["total"] for key in figures)
            result.append(Shown(name, headings, tuple(zip(labels, rows, strict=True)), totals))
            continue
        for key, figure in one["figures"].items():
            columns = [_label(dimensions[1], code, seen) for code in one["columns"]]
            cells = [(*row, total) for row, total in zip(figure["cells"], figure["rows"], strict=True)]
            result.append(
                Shown(
                    gettext(
                        "%(figure)s: %(rows)s and %(columns)s", figure=gettext(BY_KEY[key].term), rows=name,
                        columns=gettext(TITLES[dimensions[1]]).lower(),
                    ),
                    (gettext(TITLES[dimensions[0]]), *columns, gettext("Total")),
                    tuple(zip(labels, cells, strict=True)),
                    (*figure["columns"], figure["total"]),
                )
            )  # fmt: skip
    return result


def file_of(found: Snapshot, kind: str, seen: Scope, delimiter: str) -> bytes:
    """The tables of a quarter as a file, one under the other, with the rule by which they were made."""
    tables = shown(found, seen)
    if kind == "jsonl":
        lines: list[Any] = [
            {"quarter": found.quarter, "zone": seen.zone, "rule": gettext(RULE)},
            *found.tables["tables"],
        ]
        return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines).encode()
    if kind == "xlsx":
        return _workbook(found, tables)
    out = io.StringIO()
    rows = csv.writer(out, delimiter=delimiter)
    for one in tables:
        rows.writerow([harmless(one.name)])
        rows.writerow([harmless(text) for text in one.headings])
        rows.writerows([[harmless(label), *map(_text, cells)] for label, cells in one.rows])
        rows.writerow([harmless(gettext("Total")), *map(_text, one.totals)])
        rows.writerow([])
    rows.writerow([found.quarter, seen.zone, harmless(gettext(RULE))])
    return out.getvalue().encode("utf-8-sig")


def _workbook(found: Snapshot, tables: list[Shown]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for number, one in enumerate(tables, 1):
            sheet = book.add_worksheet(f"{found.quarter} {number}")
            sheet.set_column(0, 0, 40)
            sheet.write_string(0, 0, one.name, bold)
            for place, text in enumerate(one.headings):
                sheet.write_string(1, place, text, bold)
            for row, (label, cells) in enumerate([*one.rows, (gettext("Total"), one.totals)], 2):
                sheet.write_string(row, 0, label)
                for place, value in enumerate(cells, 1):
                    sheet.write(row, place, _text(value) if value is None else value)
            sheet.freeze_panes(2, 1)
        rule = book.add_worksheet(gettext("Definitions"))
        rule.set_column(0, 0, 100, book.add_format({"text_wrap": True}))
        rule.write_string(0, 0, gettext(RULE))
    return out.getvalue()


def _text(value: Cell) -> Any:
    return gettext("under 10 or hidden") if value is None else value


def _label(dimension: Dimension, key: str, seen: Scope) -> str:
    return gettext("All others") if key == OTHERS else value_name(dimension, key, seen)
