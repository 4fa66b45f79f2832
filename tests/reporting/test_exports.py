"""Files of figures: who may have them, why, what stands in them, and what a killed process leaves."""

import csv
import io
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from lms.accounts.models import Person, Role, Sex
from lms.audit.models import AuditEntry
from lms.clock import now
from lms.config import ROOT, Config
from lms.db import db, read_only
from lms.enrolment.models import Enrolment
from lms.jobs.cli import run_due
from lms.learning.models import LessonDone
from lms.mail.models import Mail
from lms.publishing.queries import outline
from lms.reporting.actions import exporting
from lms.reporting.models import Export
from tests.forms import HTTPS, hidden
from tests.people import make_person, sign_in, staff
from tests.reporting.conftest import AT

PAGE = "/en/administration/statistics/exports"
REASON = "Yearly report to the ministry"


@pytest.fixture
def administrator(courses_app: Flask) -> FlaskClient:
    return staff(courses_app, Role.ADMINISTRATOR)


def ask(client: FlaskClient, page: str = PAGE, **fields: str) -> str:
    """Ask for a file; return the address of its page."""
    typed = {"content": "enrolments", "format": "csv", "delimiter": ";", "reason": REASON, **fields}
    reply = client.post(page, base_url=HTTPS, data={**hidden(client.get(page, base_url=HTTPS).text), **typed})
    assert reply.status_code == 303, reply.text
    return str(reply.location)


def fetch(client: FlaskClient, address: str) -> bytes:
    """The file of an export, read and closed."""
    with client.get(f"{address}/file", base_url=HTTPS) as reply:
        assert reply.status_code == 200
        return bytes(reply.data)


def rows_of(content: bytes, delimiter: str = ";") -> list[dict[str, str]]:
    """The rows of a CSV file, up to the blank line before what is said about them."""
    text = content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1 : lines.index([])]]


def test_rows_hold_no_name_unless_it_is_asked_for(courses_app: Flask, enrol, administrator: FlaskClient) -> None:
    enrol(
        person={"name": "Mariam Kouadio-Traoré", "sex": Sex.FEMALE}, country="CI", completed_at=AT + timedelta(days=3)
    )
    reply = administrator.get(f"{ask(administrator)}/file", base_url=HTTPS)
    assert reply.data.startswith(b"\xef\xbb\xbf")
    assert "Mariam" not in reply.text and "example.org" not in reply.text
    [row] = rows_of(reply.data)
    assert (row["Country"], row["Days to complete"], row["Enrolled on"]) == (
        "Côte d’Ivoire",
        "3",
        "2026-03-10 12:00:00",
    )
    [row] = rows_of(administrator.get(f"{ask(administrator, names='1')}/file", base_url=HTTPS).data)
    assert row["Name"] == "Mariam Kouadio-Traoré"
    with courses_app.app_context():
        entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        assert [(one.action, one.reason, one.details["names"]) for one in entries] == [
            ("export.make", REASON, False), ("export.make", REASON, True),
        ]  # fmt: skip


def test_a_person_has_another_number_in_each_file(enrol, administrator: FlaskClient) -> None:
    enrol()
    column = "Person (a number of this file)"
    numbers = {
        rows_of(administrator.get(f"{address}/file", base_url=HTTPS).data)[0][column]
        for address in (ask(administrator), ask(administrator))
    }
    assert len(numbers) == 2


@pytest.mark.parametrize("fields", [{"reason": ""}, {"reason": "why"}, {"content": "all"}, {"format": "exe"}])
def test_without_a_reason_there_are_no_rows_about_people(
    courses_app: Flask, administrator: FlaskClient, fields: dict[str, str]
) -> None:
    typed = {"content": "enrolments", "format": "csv", "reason": REASON, **fields}
    form = hidden(administrator.get(PAGE, base_url=HTTPS).text)
    reply = administrator.post(PAGE, base_url=HTTPS, data={**form, **typed})
    assert reply.status_code == 422 and "There is 1 point to mend" in reply.text
    with courses_app.app_context():
        assert db.session.scalars(select(Export)).all() == []
        assert db.session.scalars(select(AuditEntry)).all() == []


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\ufeff=1", "\uff1d1", "'=1", "\u2212 1"])
def test_a_name_is_no_formula(courses_app: Flask, enrol, administrator: FlaskClient, name: str) -> None:
    enrol(person={"name": name})
    reply = administrator.get(f"{ask(administrator, names='1')}/file", base_url=HTTPS)
    assert rows_of(reply.data)[0]["Name"] == f"'{name}"
    reply = administrator.get(f"{ask(administrator, names='1', format='xlsx')}/file", base_url=HTTPS)
    cell = openpyxl.load_workbook(io.BytesIO(reply.data)).worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == (name, "s")


def test_a_workbook_has_types_a_header_filters_and_what_it_means(enrol, administrator: FlaskClient) -> None:
    enrol(country="SN", completed_at=AT + timedelta(days=3), exam_percent=85, passed_first_try=True)
    page = f"/fr{PAGE[3:]}?country=SN"
    reply = administrator.get(f"{ask(administrator, page, format='xlsx')}/file", base_url=HTTPS)
    book = openpyxl.load_workbook(io.BytesIO(reply.data))
    assert book.sheetnames == ["Inscriptions", "Définitions", "Filtres"]
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:T2"
    found = {str(head.value): cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert found["Date d’inscription"].value == AT.replace(tzinfo=None)
    best = found["Meilleur résultat à l’examen"]
    assert (best.value, best.number_format) == (0.85, "0%")
    assert found["Réussi au premier essai"].value is True
    assert found["Pays"].value == "Sénégal"
    assert ("Pays", "Sénégal") in [(row[0].value, row[1].value) for row in book["Filtres"]]
    assert book["Définitions"]["A1"].value == "Comptes ouverts"


def test_the_figures_are_those_of_the_page_and_need_no_reason(enrol, administrator: FlaskClient) -> None:
    for country in ("CI", "CI", "SN"):
        enrol(country=country)
    address = ask(administrator, content="aggregates", reason="", delimiter=",")
    reply = administrator.get(f"{address}/file", base_url=HTTPS)
    rows = rows_of(reply.data, ",")
    assert {row["Country"]: row["Enrolments"] for row in rows if row["Enrolments"] != "0"} == {
        "Côte d’Ivoire": "2", "Senegal": "1", "Total": "3",
    }  # fmt: skip
    assert "Completed divided by enrolled" in reply.text
    lines = administrator.get(f"{ask(administrator, content='aggregates', format='jsonl')}/file", base_url=HTTPS).text
    head, *others = map(json.loads, lines.splitlines())
    assert head["about"]["Time zone"] and head["definitions"]["completed"]
    assert {one["country"]: one["enrolled"] for one in others if one["enrolled"]} == {"CI": 2, "SN": 1, "total": 3}


def finish(app: Flask, enrolment_id: int, count: int, course: str = "fundamentals") -> None:
    """Have somebody finish the first lessons of a course."""
    with app.app_context():
        found = outline(course, "en")
        assert found is not None
        for lesson in found.lessons[:count]:
            row = db.session.get_one(Enrolment, enrolment_id)
            db.session.add(
                LessonDone(enrolment_id=row.id, lesson_key=lesson.key, release_id=row.release_id, language="en",
                           done_at=AT)
            )  # fmt: skip
        db.session.commit()


def test_modules_and_steps_are_files_of_their_own(courses_app: Flask, enrol, administrator: FlaskClient) -> None:
    for count, country in ((1, "CI"), (5, "CI"), (5, "SN")):
        finish(courses_app, enrol(country=country), count)
    finish(courses_app, enrol("welcome", country="CI"), 3, "welcome")
    address = ask(administrator, f"{PAGE}?by=module&country=CI", content="modules", reason="")
    rows = rows_of(fetch(administrator, address))
    started = [row for row in rows if row["Module begun"] != "0"]
    assert [(row["Course"].partition(":")[0], row["Module begun"], row["Module finished"]) for row in started] == [
        ("Fundamentals", "2", "1"), ("Fundamentals", "1", "0"), ("Welcome", "1", "1"), ("Total", "4", "2"),
    ]  # fmt: skip
    assert len(rows) == 5 + 1 + 1
    lines = fetch(administrator, ask(administrator, f"{PAGE}?course=welcome", content="steps", format="jsonl"))
    head, enrolled, *others = map(json.loads, lines.decode().splitlines())
    assert head["title"] == "Steps" and "finished the lesson" in head["definitions"]["step"]
    assert enrolled == {"course": "welcome", "kind": "enrolled", "step": None, "count": 1, "share": 1}
    assert [(one["kind"], one["count"]) for one in others] == [("lesson", 1)] * 3 + [("quiz", 0), ("exam", 0)]


def test_a_workbook_of_figures_holds_modules_and_steps(courses_app: Flask, enrol, administrator: FlaskClient) -> None:
    finish(courses_app, enrol(), 4)
    page = f"/fr{PAGE[3:]}?course=fundamentals&by=sex"
    content = fetch(administrator, ask(administrator, page, content="aggregates", format="xlsx", reason=""))
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Chiffres", "Modules", "Étapes", "Définitions", "Filtres"]
    modules, steps = (list(book[name].iter_rows(values_only=True)) for name in ("Modules", "Étapes"))
    assert modules[1][2:] == (1, 1, 0)
    assert modules[-1] == ("Total", None, 1, 1, 0)
    assert book["Modules"].freeze_panes == "A2" and book["Modules"].auto_filter.ref == "A1:E7"
    assert steps[1][1:] == ("Inscriptions", None, 1, 1)
    assert steps[2][1] == "Leçon" and steps[2][3:] == (1, 1)
    assert len(steps) == 2 + 20 + 5 + 1


def test_a_file_is_its_owners_while_they_hold_the_role(courses_app: Flask, enrol) -> None:
    enrol()
    owner_id = make_person(courses_app, role=Role.ADMINISTRATOR)
    owner = sign_in(courses_app.test_client(), owner_id, has_second_factor=True)
    address = ask(owner)
    other = staff(courses_app, Role.ADMINISTRATOR)
    for path in (address, f"{address}/file"):
        assert other.get(path, base_url=HTTPS).status_code == 404
        assert owner.get(path, base_url=HTTPS).status_code == 200
    with courses_app.app_context():
        db.session.execute(update(Person).where(Person.id == owner_id).values(role=Role.ANALYST))
        db.session.commit()
    assert owner.get(f"{address}/file", base_url=HTTPS).status_code == 404


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 2)


def test_a_long_file_is_made_by_a_job_and_announced(
    courses_app: Flask, enrol, administrator: FlaskClient, large: None
) -> None:
    for _ in range(5):
        enrol()
    address = ask(administrator, format="xlsx")
    page = administrator.get(address, base_url=HTTPS).text
    assert "The file is being made" in page and "0 of 5 rows" in page
    assert administrator.get(f"{address}/file", base_url=HTTPS).status_code == 404
    with courses_app.app_context():
        run_due()
        [mail] = db.session.scalars(select(Mail))
        assert address.partition("/administration")[2] in mail.body
        [export] = db.session.scalars(select(Export))
        path = exporting.path_of(export)
        assert path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o777 == 0o700
    assert "The file is ready" in administrator.get(address, base_url=HTTPS).text
    assert openpyxl.load_workbook(io.BytesIO(fetch(administrator, address))).worksheets[0].max_row == 6
    with courses_app.app_context():
        exporting.sweep(now() + exporting.kept() + timedelta(minutes=1))
        db.session.commit()
        assert not path.exists() and db.session.scalars(select(Export)).all() == []
    assert administrator.get(address, base_url=HTTPS).status_code == 404


def test_who_lost_the_role_meanwhile_gets_no_file(courses_app: Flask, enrol, large: None) -> None:
    for _ in range(5):
        enrol()
    owner_id = make_person(courses_app, role=Role.ADMINISTRATOR)
    ask(sign_in(courses_app.test_client(), owner_id, has_second_factor=True))
    with courses_app.app_context():
        db.session.execute(update(Person).where(Person.id == owner_id).values(role=None))
        db.session.commit()
        run_due()
        [export] = db.session.scalars(select(Export))
        assert export.failed_at is not None and not exporting.path_of(export).exists()
        assert db.session.scalars(select(Mail)).all() == []


KILLED = """
import os, sys
from lms.app import create_app
from lms.db import read_only
from lms.jobs.cli import run_due
from lms.reporting.actions import exporting
from lms.reporting.queries import rows
rows.PAGE, exporting.PROGRESS_EVERY = 10, 10
note = exporting._note_progress
def die(number, count):
    note(number, count)
    if count >= 30:
        os._exit(9)
exporting._note_progress = die
with create_app().app_context():
    run_due()
"""


def test_a_process_killed_in_the_middle_leaves_a_job_that_another_finishes(
    courses_app: Flask, enrol, administrator: FlaskClient, large: None
) -> None:
    for _ in range(60):
        enrol()
    address = ask(administrator)
    config: Config = courses_app.config["LMS"]
    environ = {
        **os.environ, "LMS_INSTANCE_DIR": str(config.instance_dir), "LMS_DATABASE_URL": config.database_url,
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, env=environ, check=False)
    assert done.returncode == 9
    assert "30 of 60 rows" in administrator.get(address, base_url=HTTPS).text
    assert administrator.get(f"{address}/file", base_url=HTTPS).status_code == 404
    with courses_app.app_context():
        run_due()  # its lease is not over
        assert db.session.scalars(select(Export.finished_at)).all() == [None]
        run_due(at=lambda: now() + timedelta(minutes=6))
        folder: Path = exporting.folder()
        export = db.session.scalars(select(Export)).one()
        exporting.sweep(now())
        assert len(rows_of(exporting.path_of(export).read_bytes())) == 60
        left = [path for path in folder.iterdir() if path.name.startswith(".")]
        for path in left:  # of the one who died: swept after some days
            os.utime(path, (0, 0))
        exporting.sweep(now())
        db.session.commit()
        assert [path.name for path in folder.iterdir()] == [exporting.path_of(export).name]
    assert len(rows_of(fetch(administrator, address))) == 60


def test_a_get_writes_nothing(courses_app: Flask, enrol, administrator: FlaskClient) -> None:
    enrol()
    assert administrator.get(f"{PAGE}?content=enrolments&format=csv&reason={REASON}", base_url=HTTPS).status_code == 200
    with courses_app.app_context():
        assert db.session.scalars(select(Export)).all() == []
    assert read_only.get() is None
