"""Published tables: rounded, hidden, stored for ever; what is hidden cannot be worked out from what is shown."""

import random
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from lms.accounts.models import Role, Sex
from lms.audit.models import AuditEntry
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.errors import Refusal
from lms.reporting.actions.publishing import publish, sweep
from lms.reporting.models import Snapshot
from lms.reporting.periods import read_period
from lms.reporting.safe import LEAST, OTHERS, Line, grid, line, merged, rounded
from tests.forms import send
from tests.people import staff
from tests.reporting.conftest import asking

HTTPS = "https://localhost"
PAGE = "/en/administration/statistics/quarters"
AFTER = datetime(2026, 4, 1, 0, 0, 1, tzinfo=UTC)


def test_counts_are_rounded_to_the_nearest_five() -> None:
    assert [rounded(count) for count in (10, 12, 13, 17, 18)] == [10, 10, 15, 15, 20]


def test_under_ten_is_hidden_and_never_alone() -> None:
    assert line({"a": 40, "b": 9, "c": 12}) == Line(("a", "b", "c"), (40, None, None), 60)
    assert line({"a": 3}).total is None


def test_small_rows_are_one_row_of_at_least_ten() -> None:
    assert merged({"a": 50, "b": 4, "c": 5, "d": 30}) == {"a": "a", "b": OTHERS, "c": OTHERS, "d": OTHERS}
    assert merged({"a": 50, "b": 4, "c": 6}) == {"a": "a", "b": OTHERS, "c": OTHERS}


def bounds(shown: int | None) -> tuple[int, int]:
    return (0, 10**6) if shown is None else (shown - 2, shown + 2)


def attacked(sums: list[tuple[list[str], str]], shown: dict[str, int | None]) -> dict[str, tuple[int, int]]:
    """The least and the most that each number may be, by whoever subtracts whatever can be subtracted."""
    known = {name: bounds(value) for name, value in shown.items()}
    is_better = True
    while is_better:
        is_better = False
        for parts, total in sums:
            lows, highs = (sum(known[part][end] for part in parts) for end in (0, 1))
            told = {total: (lows, highs)}
            for part in parts:
                told[part] = (
                    known[total][0] - (highs - known[part][1]),
                    known[total][1] - (lows - known[part][0]),
                )
            for name, (low, high) in told.items():
                closer = (max(low, known[name][0], 0), min(high, known[name][1]))
                is_better = is_better or closer != known[name]
                known[name] = closer
    return known


def test_whoever_subtracts_finds_no_hidden_person() -> None:
    """All cells, totals of rows and columns, and the total of all are set against one another, as tightly as can be."""
    dice = random.Random(7)
    tried = 0
    for _ in range(400):
        rows, columns = ([f"{kind}{place}" for place in range(dice.randint(2, 5))] for kind in "rc")
        counts = {(row, column): int(dice.expovariate(0.03)) for row in rows for column in columns}
        row_counts = {row: sum(counts[row, column] for column in columns) for row in rows}
        column_counts = {column: sum(counts[row, column] for row in rows) for column in columns}
        by_row, by_column = line(row_counts), line(column_counts)
        cells = grid(counts, by_row, by_column)
        shown: dict[str, int | None] = {"all": by_row.total}
        shown |= dict(zip(rows, by_row.counts, strict=True)) | dict(zip(columns, by_column.counts, strict=True))
        shown |= {f"{rows[at]}/{columns[to]}": cells[at][to] for at in range(len(rows)) for to in range(len(columns))}
        sums = [([f"{row}/{column}" for column in columns], row) for row in rows]
        sums += [([f"{row}/{column}" for row in rows], column) for column in columns]
        sums += [(rows, "all"), (columns, "all")]
        truth = {f"{row}/{column}": count for (row, column), count in counts.items()} | row_counts | column_counts
        for name, (low, high) in attacked(sums, shown).items():
            if name != "all" and shown[name] is None and 0 < truth[name] < LEAST:
                tried += 1
                assert low <= truth[name] <= high
                assert high > low, (name, truth[name], shown)
    assert tried > 500


def test_with_hidden_cells_alone_the_attack_would_succeed() -> None:
    """What the attack finds where totals are exact and nothing is hidden beside what is small."""
    sums = [(["a", "b"], "all")]
    assert attacked(sums, {"a": None, "b": 40, "all": 45})["a"] == (1, 9)
    exact = {"b": (40, 40), "all": (43, 43)}
    assert exact["all"][0] - exact["b"][1] == 3


def test_a_quarter_is_published_once_and_never_counted_again(courses_app: Flask, enrol) -> None:
    for number in range(14):
        enrol(country="CI" if number < 12 else "SN", sex=Sex.FEMALE)
    quarter = read_period("2026-Q1")
    assert quarter is not None
    with asking(courses_app):
        with pytest.raises(Refusal):
            publish(quarter, datetime(2026, 3, 31, 23, 59, tzinfo=UTC), "person:1")
        publish(quarter, AFTER, "person:1")
        db.session.commit()
        first = db.session.get_one(Snapshot, "2026-Q1").tables
        by_country = next(table for table in first["tables"] if table["by"] == ["country"])
        assert by_country["rows"] == [OTHERS]  # two of fourteen cannot stand alone, nor twelve beside them
        assert by_country["figures"]["enrolled"] == {"cells": [15], "total": 15}
        db.session.execute(update(Enrolment).values(country="TG"))
        publish(quarter, AFTER, "person:1")
        db.session.commit()
        db.session.expire_all()
        assert db.session.get_one(Snapshot, "2026-Q1").tables == first


def test_a_quarter_publishes_itself_a_month_after_its_end(courses_app: Flask, enrol) -> None:
    enrol()
    with courses_app.app_context():
        sweep(datetime(2026, 4, 20, tzinfo=UTC))
        assert db.session.scalar(select(func.count()).select_from(Snapshot)) == 0
        sweep(datetime(2026, 5, 2, tzinfo=UTC))
        assert db.session.scalars(select(Snapshot.quarter)).all() == ["2026-Q1"]


def test_an_analyst_sees_published_quarters_and_nothing_else(courses_app: Flask, enrol) -> None:
    enrol(person={"name": "Mariam Kouadio"})
    analyst = staff(courses_app, Role.ANALYST)
    reply = analyst.get("/en/administration/statistics", base_url=HTTPS)
    assert reply.location == PAGE
    assert "No quarter has been published yet" in analyst.get(PAGE, base_url=HTTPS).text
    for address in ("/exports", "/exports/x", "/exports/x/file"):
        assert analyst.get(f"/en/administration/statistics{address}", base_url=HTTPS).status_code == 404
    with asking(courses_app):
        quarter = read_period("2026-Q1")
        assert quarter is not None
        publish(quarter, AFTER, "person:1")
        db.session.commit()
    page = analyst.get(PAGE, base_url=HTTPS).text
    assert "Published figures: Q1\u00a02026" in page
    assert "Mariam" not in page and "Publish for ever" not in page
    for kind, beginning in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("jsonl", b"{")):
        file = analyst.get(f"{PAGE}/file?format={kind}", base_url=HTTPS)
        assert file.data.startswith(beginning)
    assert analyst.get(f"{PAGE}?quarter=2025-Q1", base_url=HTTPS).status_code == 404


def test_an_administrator_publishes_a_quarter_and_it_is_written_down(courses_app: Flask, enrol) -> None:
    enrol()
    chief = staff(courses_app, Role.ADMINISTRATOR)
    page = chief.get(PAGE, base_url=HTTPS).text
    assert send(chief, PAGE, page, quarter="2026-Q1").status_code == 303
    with courses_app.app_context():
        entry = db.session.scalars(select(AuditEntry)).one()
        assert (entry.action, entry.object) == ("statistics.publish", "2026-Q1")
        assert entry.actor.startswith("person:")
