"""Quarters, published: the tables of a quarter that is over are made once, stored, and never made again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app

from lms.audit import actions as audit
from lms.db import db, insertion
from lms.errors import N_, Refusal
from lms.reporting.dimensions import LABELS, Dimension
from lms.reporting.filters import Filters
from lms.reporting.models import Snapshot
from lms.reporting.periods import Period, Span
from lms.reporting.queries import quarters
from lms.reporting.queries.counting import by_pairs
from lms.reporting.queries.naming import address_value
from lms.reporting.queries.scope import Scope, scope
from lms.reporting.safe import Line, grid, in_order, line, merged, summed

# So long after a quarter it is published by itself: most who enrolled in its last days have had their time.
AFTER = timedelta(days=30)
LINES = (
    Dimension.COURSE, Dimension.COUNTRY, Dimension.SEX, Dimension.AGE, Dimension.SECTOR, Dimension.KIND,
    Dimension.LANGUAGE,
)  # fmt: skip
GRIDS = (
    (Dimension.COURSE, Dimension.SEX), (Dimension.COUNTRY, Dimension.SEX), (Dimension.AGE, Dimension.SEX),
)  # fmt: skip
FIGURES = ("enrolled", "completed", "certified")
Counts = Mapping[tuple[str, str], tuple[int, ...]]


def publish(quarter: Period, at: datetime, actor: str) -> None:
    """Make and store the tables of a quarter, unless that was done: what was published first stays."""
    zone: str = current_app.config["LMS"].site_timezone
    if quarter.span is not Span.QUARTER or quarter.ends_at(zone) > at:
        raise Refusal(N_("Only a quarter that is over can be published."))
    if quarters.snapshot(quarter.name) is not None:
        return
    seen = scope("en", zone, at)
    row = {"quarter": quarter.name, "made_at": at, "tables": {"tables": _tables(quarter, seen)}}
    made = db.session.execute(
        insertion(Snapshot).values(row).on_conflict_do_nothing().returning(Snapshot.quarter)
    ).scalar()
    if made is not None:
        audit.record(actor, "statistics.publish", "statistics", quarter.name, "", {}, at)
    db.session.flush()


def sweep(at: datetime) -> None:
    """Publish one quarter that has been over for a while, if there is one."""
    zone: str = current_app.config["LMS"].site_timezone
    day = (at - AFTER).astimezone(ZoneInfo(zone)).date()
    for quarter in quarters.missing(quarters.published(), day, zone)[:1]:
        publish(quarter, at, "site")


def _tables(quarter: Period, seen: Scope) -> list[dict[str, Any]]:
    rows_of: dict[Dimension, dict[str, str]] = {}
    lines: dict[Dimension, dict[str, Line]] = {}
    found = []
    for dimension in LINES:
        counted = _counted((dimension, None), quarter, seen)
        row_of = rows_of[dimension] = merged({key: counts[0] for (key, _), counts in counted.items()})
        order = in_order(row_of, list(LABELS.get(dimension, {})))
        lines[dimension] = {name: line(_in_rows(counted, row_of, order, place)) for place, name in enumerate(FIGURES)}
        found.append({"by": [dimension.value], "rows": order, "figures": {
            name: {"cells": list(one.counts), "total": one.total} for name, one in lines[dimension].items()
        }})  # fmt: skip
    for first, second in GRIDS:
        counted = _counted((first, second), quarter, seen)
        figures = {}
        for place, name in enumerate(FIGURES):
            counts = summed(
                {key: values[place] for key, values in counted.items()}, rows_of[first], rows_of[second]
            )  # fmt: skip
            rows, columns = lines[first][name], lines[second][name]
            figures[name] = {
                "cells": [list(cells) for cells in grid(counts, rows, columns)],
                "rows": list(rows.counts), "columns": list(columns.counts), "total": rows.total,
            }  # fmt: skip
        keys = [list(lines[one][FIGURES[0]].keys) for one in (first, second)]
        found.append({"by": [first.value, second.value], "rows": keys[0], "columns": keys[1], "figures": figures})
    return found


def _counted(columns: tuple[Dimension, Dimension | None], quarter: Period, seen: Scope) -> Counts:
    """Counts by what addresses call the values; these are codes, so that either language can name them."""
    first, second = columns
    return {
        (address_value(first, one, seen), address_value(second, other, seen) if second else ""): tuple(counts)
        for one, other, *counts in by_pairs(columns, Filters(period=quarter), seen)
    }


def _in_rows(counted: Counts, row_of: Mapping[str, str], order: list[str], place: int) -> dict[str, int]:
    found = dict.fromkeys(order, 0)
    for (key, _), counts in counted.items():
        found[row_of[key]] += counts[place]
    return found
