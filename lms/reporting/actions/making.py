"""A file, made: from the rows or the figures that an export asks for, page by page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from flask import current_app
from flask_babel import get_locale, gettext

from lms.accounts.queries import country_choices
from lms.reporting.actions.counted import figures, modules, steps
from lms.reporting.actions.spreadsheet import XlsxWriter
from lms.reporting.actions.writing import CsvWriter, JsonWriter, Said, Section, Writer
from lms.reporting.columns import CONTENTS, ENROLMENT, ENROLMENTS, MODULES, NAMED, STEPS, Column
from lms.reporting.dimensions import LABELS, MAY_BE_UNTOLD, NOT_TOLD, TITLES, Dimension
from lms.reporting.filters import Filters, read_filters
from lms.reporting.models import Export
from lms.reporting.queries.funnel import funnels
from lms.reporting.queries.naming import code_name, period_name, value_name
from lms.reporting.queries.rows import Rows, enrolment_pages
from lms.reporting.queries.scope import Scope, scope
from lms.reporting.queries.tables import statistics
from lms.web.formats import moment
from lms.web.locale import speaking

CSV, XLSX, JSONL = "csv", "xlsx", "jsonl"


@dataclass(frozen=True, slots=True)
class Order:
    """What a file is to hold: an export without the table that keeps it."""

    public_id: str
    content: str
    file_format: str
    language: str
    filters: Filters
    delimiter: str
    with_names: bool
    asked_at: datetime


def order_of(export: Export) -> Order:
    """What an export asks for."""
    filters = read_filters(export.options["filters"])
    assert filters is not None  # read before it was kept
    return Order(
        export.public_id, export.content, export.file_format, export.language, filters,
        export.options["delimiter"], export.options["with_names"], export.created_at,
    )  # fmt: skip


def make(order: Order, out: BinaryIO, at: datetime, progress: Callable[[int], None] = lambda _rows: None) -> int:
    """Write the file in its language; `progress` hears how many rows there are after each page. Return how many."""
    with speaking(order.language):
        seen = scope(order.language, current_app.config["LMS"].site_timezone, at)
        writer = _writer(order, out, _said(order, seen, at))
        count = 0
        for section in _sections(order, seen, at):
            writer.begin(section)
            for page in section.pages:
                writer.write(page)
                count += len(page)
                progress(count)
        writer.close()
    return count


def _writer(order: Order, out: BinaryIO, said: Said) -> Writer:
    if order.file_format == XLSX:
        return XlsxWriter(out, said)
    return JsonWriter(out, said) if order.file_format == JSONL else CsvWriter(out, said, order.delimiter)


def _sections(order: Order, seen: Scope, at: datetime) -> list[Section]:
    """What the file holds. A workbook of figures holds modules and steps as well: other formats, one kind of rows."""
    is_code = order.file_format == JSONL
    if order.content == ENROLMENTS:
        pages = enrolment_pages(
            order.filters, seen, _secret(order), with_names=order.with_names, until=order.asked_at
        )  # fmt: skip
        columns = (*NAMED, *ENROLMENT) if order.with_names else ENROLMENT
        return [_section(gettext(CONTENTS[ENROLMENTS]), columns, pages, seen)]
    ways = {MODULES: modules, STEPS: steps}
    if order.content in ways:
        return [_section(*ways[order.content](funnels(order.filters, seen), is_code), seen)]
    found = statistics(order.filters, seen, at)
    made = [_section(*figures(found, is_code), seen)]
    if order.file_format == XLSX:
        followed = found.funnels if found.funnel else funnels(order.filters, seen)
        made += [_section(*way(followed, is_code), seen) for way in ways.values()]
    return made


def _section(title: str, columns: tuple[Column, ...], pages: Iterable[Rows], seen: Scope) -> Section:
    names = {column.key: _names(column.codes, seen) for column in columns if column.codes is not None}
    return Section(title, columns, names, pages)


def _secret(order: Order) -> bytes:
    """The same for each try at one file, and known to nobody who has the file."""
    return hashlib.sha256(f"{current_app.config['SECRET_KEY']}:export:{order.public_id}".encode()).digest()


def _said(order: Order, seen: Scope, at: datetime) -> Said:
    filters = order.filters
    said = [(gettext("Counted on"), moment(at, seen.zone)), (gettext("Time zone"), seen.zone)]
    said += [(gettext("Period"), period_name(filters.period) if filters.period else gettext("Since the beginning"))]
    said += [(gettext(TITLES[key]), value_name(key, value, seen)) for key, value in filters.chosen.items()]
    return said


def _names(dimension: Dimension, seen: Scope) -> Mapping[Any, str]:
    """What the codes of a column are called; of languages and countries every one, for any may come."""
    if dimension is Dimension.COURSE:
        return {slug: seen.title(number) for slug, number in seen.course_ids.items()}
    if dimension is Dimension.COUNTRY:
        codes = [code for code, _name in country_choices(get_locale().language)]
    else:
        codes = list(LABELS[dimension])
    named: dict[Any, str] = {code: code_name(dimension, code) for code in codes}
    if dimension in MAY_BE_UNTOLD:
        named[None] = code_name(dimension, NOT_TOLD)
    return named
