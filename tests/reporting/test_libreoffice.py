"""Files of figures as LibreOffice opens them: accents, dates, numbers, and texts that stay texts."""

import csv
import io
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from flask import Flask

from lms.accounts.models import Role
from tests.browser import not_run
from tests.people import staff
from tests.reporting.conftest import AT
from tests.reporting.test_exports import PAGE, ask, fetch

NAME = '=HYPERLINK("https://example.org";"Œuvré à N’Djaména")'
WITH_SEMICOLONS = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true"


def opened(content: bytes, kind: str, wanted: str, folder: Path, *options: str) -> Path:
    """A file that LibreOffice read and wrote again as another kind."""
    office = shutil.which("soffice")
    if office is None:
        not_run("LibreOffice")
    source = folder / f"figures.{kind}"
    source.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(office), profile, "--headless", *options, "--convert-to", wanted, "--outdir", str(folder / "out")]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=300)
    return folder / "out" / f"figures.{wanted.partition(':')[0]}"


@pytest.mark.slow
def test_a_workbook_keeps_its_types_and_accents(courses_app: Flask, enrol, tmp_path: Path) -> None:
    enrol(
        person={"name": NAME}, country="CI", completed_at=AT + timedelta(days=3), exam_percent=85, passed_first_try=True
    )
    administrator = staff(courses_app, Role.ADMINISTRATOR)
    content = fetch(administrator, ask(administrator, f"/fr{PAGE[3:]}", names="1", format="xlsx"))
    text = opened(content, "xlsx", WITH_SEMICOLONS, tmp_path).read_text(encoding="utf-8")
    head, row, *_others = csv.reader(io.StringIO(text), delimiter=";")
    found = dict(zip(head, row, strict=True))
    assert found["Nom"] == NAME
    assert found["Pays"] == "Côte d’Ivoire"
    assert found["Date d’inscription"].startswith("2026-03-10 12:00")
    assert found["Meilleur résultat à l’examen"].replace("\u202f", "").replace(" ", "") == "85%"


@pytest.mark.slow
def test_a_text_file_opens_with_dates_numbers_and_harmless_names(courses_app: Flask, enrol, tmp_path: Path) -> None:
    enrol(person={"name": NAME}, country="CI", exam_percent=85)
    administrator = staff(courses_app, Role.ADMINISTRATOR)
    content = fetch(administrator, ask(administrator, f"/fr{PAGE[3:]}", names="1"))
    # Semicolons, quotes, UTF-8, from the first line on; dates and numbers looked for as a person who opens it has it.
    reads = "--infilter=Text - txt - csv (StarCalc):59,34,76,1,,0,false,true"
    sheet = openpyxl.load_workbook(opened(content, "csv", "xlsx", tmp_path, reads)).worksheets[0]
    found = {str(head.value): cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert found["Nom"].data_type == "s"
    assert str(found["Nom"].value).lstrip("'") == NAME
    assert found["Pays"].value == "Côte d’Ivoire"
    assert found["Date d’inscription"].is_date
    assert found["Meilleur résultat à l’examen"].value == 85
