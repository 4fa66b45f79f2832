"""The worksheets in the courses are what their one source makes, and the pages beside them say the same."""

import csv
import re
import zipfile
from io import BytesIO, StringIO
from pathlib import Path

import pytest

from worksheets.fundamentals import risk_grid, self_check
from worksheets.made import WORKSHEETS, files
from worksheets.model import LANGUAGES, Column, Words, Worksheet
from worksheets.table import table
from worksheets.workbook import FORM, workbook


def parts(content: bytes) -> dict[str, bytes]:
    """The files inside a workbook: another machine may press them differently."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def opened(path: str, content: bytes) -> object:
    return parts(content) if path.endswith(".xlsx") else content


def said(sheet: Worksheet, language: str) -> list[str]:
    """Whatever the form tells the person who fills it in: headings, choices in words, questions."""
    choices = [one for column in sheet.columns for one in column.choices if isinstance(one, Words)]
    kept = [cell for row in sheet.rows for cell in row if isinstance(cell, Words)] if sheet is self_check.SHEET else []
    titles = [row[0] for row in sheet.rows if isinstance(row[0], Words)]
    return [words.said(language) for words in [*(column.head for column in sheet.columns), *choices, *kept, *titles]]


def plain(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", re.sub(r"[*?]", "", text)).strip().casefold()


def unsaid(sheet: Worksheet, page: str, language: str) -> list[str]:
    """What the form says and its page does not."""
    heard = plain(page)
    return [text for text in said(sheet, language) if plain(text) not in heard]


def page_of(root: Path, sheet: Worksheet, language: str) -> str:
    """The lesson that offers this worksheet."""
    lessons = (root / "courses" / sheet.course).glob(f"*/*.{language}.md")
    texts = [path.read_text("utf-8") for path in lessons]
    [page] = [text for text in texts if f"media/{sheet.name}.xlsx" in text and f"media/{sheet.name}.csv" in text]
    return page


def test_made_again_they_are_the_files_of_the_courses(root: Path) -> None:
    for path, content in files().items():
        assert opened(path, (root / path).read_bytes()) == opened(path, content), f"{path}: python3 -m worksheets"


def test_no_file_of_a_worksheet_is_left_from_earlier(root: Path) -> None:
    kept = {str(path.relative_to(root)) for path in root.glob("courses/*/media/t[0-9][0-9]-*")}
    assert kept == set(files())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sheet", WORKSHEETS, ids=lambda sheet: sheet.name)
def test_the_page_says_what_the_form_says(root: Path, sheet: Worksheet, language: str) -> None:
    assert unsaid(sheet, page_of(root, sheet, language), language) == []


def test_a_field_that_its_page_forgets_is_found(root: Path) -> None:
    page = re.sub("first step", "next", page_of(root, risk_grid.SHEET, "en"), flags=re.I)
    assert "First step" in unsaid(risk_grid.SHEET, page, "en")


@pytest.mark.parametrize("sheet", WORKSHEETS, ids=lambda sheet: sheet.name)
def test_rows_fit_the_columns_and_hold_choices_of_the_list(sheet: Worksheet) -> None:
    assert len(sheet.notes) == 5
    for row in sheet.form + sheet.example:
        for column, cell in zip(sheet.columns, row, strict=True):
            assert cell is None or not column.choices or cell in column.choices, (sheet.name, column.head.en, cell)
            assert not (column.formula and cell is not None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sheet", WORKSHEETS, ids=lambda sheet: sheet.name)
def test_a_list_to_choose_from_survives_the_file(sheet: Worksheet, language: str) -> None:
    for column in sheet.columns:
        texts = [one.said(language) if isinstance(one, Words) else str(one) for one in column.choices]
        assert not any("," in text or '"' in text for text in texts)
        assert len(",".join(texts)) <= 255


def sheet_xml(sheet: Worksheet, number: int) -> str:
    return parts(workbook(sheet, "en"))[f"xl/worksheets/sheet{number}.xml"].decode()


@pytest.mark.parametrize("sheet", WORKSHEETS, ids=lambda sheet: sheet.name)
def test_a_form_is_protected_and_prints_on_one_page(sheet: Worksheet) -> None:
    form = sheet_xml(sheet, 1)
    assert "<sheetProtection" in form
    orientation = "portrait" if sheet.is_upright else "landscape"
    assert re.search(rf'<pageSetup [^>]*paperSize="9"[^>]*orientation="{orientation}"', form)
    assert "<pageSetUpPr fitToPage=" in form
    assert form.count("<dataValidation ") == sum(1 for column in sheet.columns if column.choices)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sheet", WORKSHEETS, ids=lambda sheet: sheet.name)
def test_printed_a_form_shows_what_its_lists_would_offer(sheet: Worksheet, language: str) -> None:
    written = parts(workbook(sheet, language))
    texts = re.findall(r"<si><t[^>]*>([^<]*)</t></si>", written["xl/sharedStrings.xml"].decode())
    form = written["xl/worksheets/sheet1.xml"].decode()
    shown = [texts[int(place)] for place in re.findall(r't="s"><v>(\d+)</v>', form)]
    for column in sheet.columns:
        if column.choices:
            [key] = [text for text in shown if text.startswith(f"{column.head.said(language)} – ")]
            assert all(one.said(language) in key for one in column.choices if isinstance(one, Words))


@pytest.mark.parametrize("sheet", WORKSHEETS, ids=lambda sheet: sheet.name)
def test_an_empty_form_prints_no_result_where_a_pen_will_write(sheet: Worksheet) -> None:
    results = re.findall(r"<f>.*?</f><v>(.*?)</v>", sheet_xml(sheet, 1))
    assert len(results) >= len(sheet.totals) > 0
    assert set(results) == {""}


def test_a_formula_carries_its_result_for_programs_that_do_not_compute() -> None:
    assert "<f>COUNTIF(D5:D10,3)</f><v>3</v>" in sheet_xml(risk_grid.SHEET, 2)
    counted = 'IF(COUNTIF(A5:F10,"?*")+COUNT(A5:F10)=0,"",COUNTIF(D5:D10,3))'
    assert f"<f>{counted}</f><v></v>" in sheet_xml(risk_grid.SHEET, 1)


def test_a_form_that_holds_questions_counts_only_what_is_written_beside_them() -> None:
    assert '<f>IF(COUNTIF(D5:F29,"?*")+COUNT(D5:F29)=0,"",' in sheet_xml(self_check.SHEET, 1)


def test_the_text_opens_in_a_spreadsheet_of_its_country() -> None:
    french = table(self_check.SHEET, "fr")
    assert french.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(french.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == [column.head.fr for column in self_check.SHEET.columns]
    assert [len(row) for row in rows] == [6] * 26
    assert next(csv.reader(StringIO(table(self_check.SHEET, "en").decode("utf-8-sig"))))[2] == "Question"


def test_what_looks_like_a_formula_is_written_as_text() -> None:
    words = Words("=1+1", "=1+1")
    columns = (Column(words, words, 10), Column(words, words, 10))
    hostile = Worksheet("x", "x", words, words, (), columns, words, ((words, words),), rows=((words, words),))
    written = parts(workbook(hostile, "en"))
    assert b"=1+1" in written["xl/sharedStrings.xml"]
    assert b"<f>" not in b"".join(written.values())


def test_no_line_of_a_french_cell_begins_with_a_semicolon() -> None:
    assert Words("« Oui » ; 80 000 salariés : qui ?", "").said("fr") == (
        "«\u202fOui\u202f»\u202f; 80\u202f000 salariés\u202f: qui\u202f?"
    )
    assert Words("", "Yes; who?").said("en") == "Yes; who?"


def test_the_form_comes_first() -> None:
    names = parts(workbook(risk_grid.SHEET, "fr"))["xl/workbook.xml"].decode()
    assert re.findall(r'<sheet name="([^"]+)"', names)[0] == FORM.fr
