"""The PDF of a certificate: read by machines, by readers aloud and by cameras; the same for the same facts."""

import io
import random
import subprocess
import threading
from datetime import date
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from lms.certification import glyphs
from lms.certification.actions import words_in
from lms.certification.certificate import Facts
from lms.certification.glyphs import BOX, FONTS, covered, drawable
from lms.certification.number import mint, shown
from lms.certification.pdf import render
from tests.browser import not_run
from tests.certification.made import ENGLISH, FRENCH, NAME, facts

NUMBER = mint(bytes(range(17)))
A4_LANDSCAPE = pytest.approx((841.89, 595.28), abs=0.1)


@pytest.fixture(scope="module")
def make(sqlite_files, configure):
    """Renders facts with the words of the catalogue."""
    from lms.app import create_app

    app = create_app(configure(sqlite_files.copy()))

    def rendered(number: str = NUMBER, **given: object) -> bytes:
        stated: Facts = facts(**given)
        with app.app_context():
            return render(stated, number, {language: words_in(language) for language in stated.pages})

    return rendered


def texts(pdf: bytes) -> list[str]:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return [" ".join(page.extract_text().split()) for page in pages]


def pictures(pdf: bytes, folder: Path, *options: str) -> list[Image.Image]:
    """Its pages as poppler draws them."""
    path = folder / "certificate.pdf"
    path.write_bytes(pdf)
    try:
        subprocess.run(["pdftoppm", "-r", "150", "-png", *options, path, folder / "page"], check=True)
    except FileNotFoundError:
        not_run("poppler (pdftoppm)")
    drawn = []
    for page in sorted(folder.glob("page*.png")):
        with Image.open(page) as picture:
            drawn.append(picture.convert("L" if "-gray" in options else "RGB"))
    return drawn


def test_each_language_has_its_page_and_the_learners_comes_first(make) -> None:
    french, english = texts(make(language="fr"))
    for text in (
        NAME,
        FRENCH.replace("\u202f", " "),
        "École des achats du Golfe",
        "Abidjan, Côte d’Ivoire",
        "18 leçons",
    ):
        assert text in french.replace("\u202f", " ")
    for text in (
        NAME,
        ENGLISH,
        "Gulf School of Procurement",
        "Every lesson and 70% or more in the exam",
        "14 October 2026",
    ):
        assert text in english
    assert "has followed all the lessons and passed the exam." in english
    assert "not endorsed by the ILO" in english
    assert "Release 3" in english
    assert "Director of training" in english
    assert texts(make(language="en")) == [english, french]


def test_a_course_in_one_language_has_one_page(make) -> None:
    pdf = make(languages=("en",), titles={"en": ENGLISH}, institution={"en": "Gulf"}, place={}, language="fr")
    assert len(texts(pdf)) == 1


def test_it_says_its_number_and_where_to_check_it(make) -> None:
    for text in texts(make()):
        assert shown(NUMBER) in text
        assert "palabre.example/c" in text


def test_the_sheet_is_a4_on_its_side(make) -> None:
    for page in PdfReader(io.BytesIO(make())).pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == A4_LANDSCAPE


def test_it_is_tagged_and_says_so(make) -> None:
    reader = PdfReader(io.BytesIO(make()))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert reader.metadata.title == f"Certificat de réussite de {NAME}"


def _elements(node: object) -> list[dict]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [found for child in node for found in _elements(child)]
    if not isinstance(node, dict) or "/S" not in node:
        return []
    return [node, *_elements(node.get("/K", []))]


def test_every_drawing_that_says_something_has_its_words(make) -> None:
    root = PdfReader(io.BytesIO(make()))
    elements = _elements(root.trailer["/Root"]["/StructTreeRoot"]["/K"])
    drawings = [element for element in elements if element["/S"] == "/Figure"]
    assert len(drawings) == 6  # on each page: mark, seal, code
    assert all(str(drawing["/Alt"]) for drawing in drawings)
    assert [element["/S"] for element in elements].count("/H1") == 2
    assert {str(element["/Lang"]) for element in elements if "/Lang" in element} >= {"en"}


def test_the_same_facts_give_the_same_bytes_in_every_thread(make) -> None:
    made = [make()]
    threads = [threading.Thread(target=lambda: made.append(make())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 3
    assert len(set(made)) == 1
    assert make(name="Mariam Kouadio") != made[0]


NAMES = {
    "Latin": "Zoë Œuvrard d’Almeida Ŋɛmɛrɔ Ɓaa Ƙwarƙo Ṣàngó Nguyễn",
    "Arabic": "مريم بنت عبد الرحمن الفاسي",
    "Amharic": "አበበ በቀለ ወልደ ማርያም",
    "Greek and Cyrillic": "Ελένη Юлия",
    "N’Ko": "ߒߞߏ ߛߊߟߌ߫",
    "Tifinagh": "ⵎⴰⵙⵙ ⵉⴷⵉⵔ",
    "Adlam": "𞤀𞤤𞤭𞥅 𞤁𞤭𞤢𞤤𞤮",
    "Vai": "ꕙꔤ ꗋꕮ",
}


@pytest.mark.parametrize("script", NAMES)
def test_names_are_written_in_their_script(make, script: str) -> None:
    name = NAMES[script]
    assert drawable(name) == name
    pdf = make(name=name)
    assert len(pdf) <= 100_000
    if script not in {"Arabic", "N’Ko", "Adlam"}:  # pypdf gives these in the order of the pen
        assert name in texts(pdf)[0]


@pytest.mark.parametrize(
    "name",
    [
        "Awa 😀 Koné",
        "東 Awa",
        "Awa\u0000Koné",
        "\ud800",
        "a\u0301\u0301\u0301\u0489",
        "☃",
        "שרה",
        "#set text(red)",
        "*A* _b_ $x$",
    ],
)
def test_no_name_keeps_a_certificate_from_being_issued(make, name: str) -> None:
    pdf = make(name=name)
    assert len(texts(pdf)) == 2


def test_a_character_that_no_font_has_is_a_box(make) -> None:
    assert drawable("Awa 😀\u200b Koné") == f"Awa {BOX} Koné"
    assert f"Awa {BOX} Koné" in texts(make(name="Awa 😀\u200b Koné"))[0]


def test_characters_of_all_scripts_may_stand_together(make) -> None:
    points = sorted(covered())
    dice = random.Random(7)
    for _ in range(8):
        text = "".join(chr(dice.choice(points)) for _ in range(100))
        assert len(texts(make(name=text, titles={"fr": text, "en": text}))) == 2
        assert BOX not in drawable(text.replace(BOX, ""))


def test_what_cannot_be_drawn_after_all_costs_letters_and_not_the_certificate(make, monkeypatch) -> None:
    monkeypatch.setattr(glyphs, "covered", lambda: frozenset(range(0x20, 0x10000)))
    french, _ = texts(make(name="Zoë 東 Œuvrard"))
    assert f"Zoë {BOX} Œuvrard" in french


def test_markup_in_a_name_is_text(make) -> None:
    name = '#eval("1+1") *Awa* $x$ </text> \\ %s'
    assert name in texts(make(name=name))[0]


@pytest.mark.parametrize("length", [27, 28, 29, 40, 41, 120])
@pytest.mark.parametrize("name", ["Wanjiru " * 15, "W" * 120])
def test_a_long_name_stays_clear_of_the_seal(make, tmp_path: Path, name: str, length: int) -> None:
    page = pictures(make(name=name[:length].strip()), tmp_path, "-gray")[0]
    scale = page.width / 297
    gap = page.crop((round(231 * scale), round(50 * scale), round(232.5 * scale), round(110 * scale)))
    assert gap.getextrema() == (255, 255)


def test_what_the_names_need_is_shipped_with_its_licence() -> None:
    shipped = sum(path.stat().st_size for path in FONTS.iterdir())
    assert shipped < 3_000_000
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert {ord(letter) for letter in "éœ’ŋɛÉŒ«»–… \u202f\u00a0"} <= covered()


def test_it_weighs_little(make) -> None:
    longest = {"fr": FRENCH * 2, "en": ENGLISH * 2}
    assert len(make()) <= 60_000
    assert len(make(name=NAMES["Latin"], titles=longest, cloth=0, valid_until=date(2030, 1, 1))) <= 100_000


@pytest.mark.parametrize("cloth", [0, 1, 2, 3])
@pytest.mark.parametrize("colour", [(), ("-gray",)], ids=["in colour", "in grey"])
def test_a_camera_reads_the_code_from_the_page(make, tmp_path: Path, cloth: int, colour: tuple[str, ...]) -> None:
    pages = pictures(make(cloth=cloth), tmp_path, *colour)
    assert len(pages) == 2
    for page in pages:
        read = zxingcpp.read_barcodes(page)
        assert [found.text for found in read] == [f"https://palabre.example/c/{NUMBER}"]
