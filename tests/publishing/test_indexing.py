"""The search's words: what readers type finds what authors wrote."""

import pytest

from lms.publishing import indexing
from lms.publishing.indexing import EXCERPT_CHARACTERS, Query, excerpt, indexed, read_query


def finds(question: str, text: str, language: str = "fr") -> bool:
    query = read_query(question, language)
    assert query is not None
    words = indexed(text, language).split()
    begins = any(word.startswith(query.beginning) for word in words)
    return set(query.words) <= set(words) and (query.stem in words or begins)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("securite", "La sécurité des personnes"),
        ("SÉCURITÉ", "la securite"),
        ("entreprise", "dans l’entreprise"),
        ("l'entreprise", "Les entreprises"),
        ("d’œuvre", "la main d'oeuvre"),
        ("main d’oeuvre", "la main-d’œuvre"),
        ("sous-traitance", "Sous traitance"),
        ("sous‑traitants", "un sous-traitant"),
        ("responsabili", "La responsabilité"),
        ("entre", "l’entreprise"),
        ("e\u0301quite\u0301", "équité"),
        ("les droits de l’homme", "Droits de l'Homme"),
        ("2024", "en 2024"),
    ],
)
def test_what_is_typed_in_french_finds_what_was_written(question: str, text: str) -> None:
    assert finds(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [("companies", "a company"), ("what is due diligence", "Due diligence"), ("buyer's", "the buyer’s")],
)
def test_what_is_typed_in_english_finds_what_was_written(question: str, text: str) -> None:
    assert finds(question, text, "en")


def test_every_word_of_a_question_must_be_there() -> None:
    assert not finds("risque fournisseur", "Le risque")


def test_only_the_last_word_may_be_unfinished() -> None:
    assert finds("risque fourni", "Le fournisseur et le risque")
    assert not finds("fourni risque", "Le fournisseur et le risque")


@pytest.mark.parametrize("text", ["", "   ", "?!…", "'\"*()^:-", "\ue000"])
def test_a_question_without_a_word_asks_nothing(text: str) -> None:
    assert read_query(text, "fr") is None


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "NEAR(a b)",
        "title_words: x",
        "a* OR b",
        "-risk ^risk",
        "a & b | !c <-> d:*",
        "' ; DROP TABLE course",
        "ሰላም",
    ],
)
def test_words_are_letters_and_digits_whatever_is_typed(text: str) -> None:
    query = read_query(text, "en")
    assert query is None or all(
        word.isascii() and word.isalnum() for word in (*query.words, query.stem, query.beginning)
    )


def test_a_question_is_bounded() -> None:
    query = read_query("mot1 " * 10_000 + "x" * 100_000, "fr")
    assert query is not None
    assert len(query.words) < 10
    many = read_query(" ".join(f"m{n}" for n in range(100)), "fr")
    assert many is not None
    assert len(many.words) < 10


def test_an_excerpt_keeps_headings_and_cells_apart_from_what_follows() -> None:
    query = read_query("risques", "fr")
    assert query is not None
    pieces = excerpt("Une phrase.\nDes risques\nUne\u202f: autre", query, "fr")
    assert "".join(text for text, _ in pieces) == "Une phrase. Des risques · Une\u202f: autre"


def test_an_excerpt_marks_the_words_sought() -> None:
    query = read_query("risques", "fr")
    assert query is not None
    assert excerpt("Un Risque, puis  des risques.", query, "fr") == (
        ("Un ", False),
        ("Risque", True),
        (", puis des ", False),
        ("risques", True),
        (".", False),
    )


def test_an_excerpt_begins_shortly_before_its_first_match() -> None:
    query = Query((), "sxylophon", "wxylophone")
    text = "mot " * 500 + "xylophone " + "mot " * 500
    pieces = excerpt(text, query, "fr")
    whole = "".join(text for text, _ in pieces)
    assert whole.startswith("… mot")
    assert whole.endswith("mot …")
    assert len(whole) <= EXCERPT_CHARACTERS + 4
    assert ("xylophone", True) in pieces


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("Le risque. " + "mot " * 50_000, 100),  # only what is shown is looked at
        ("mot " * 3_000 + "risque " + "mot " * 50_000, 3_100),
        ("mot " * 50_000 + "risque", 5_000),  # beyond what is searched
    ],
)
def test_an_excerpt_of_a_long_text_looks_at_few_words(monkeypatch: pytest.MonkeyPatch, text: str, most: int) -> None:
    query = read_query("risque", "fr")
    assert query is not None
    looked_at: list[str] = []
    monkeypatch.setattr(indexing, "_folded", lambda word: looked_at.append(word) or word.casefold())
    assert excerpt(text, query, "fr")
    assert len(looked_at) <= most


@pytest.mark.parametrize("text", ["", "x" * 5_000, "x" * 300 + " risque", "é" * 500])
def test_an_excerpt_of_anything_is_short(text: str) -> None:
    query = read_query("risque", "fr")
    assert query is not None
    assert sum(len(piece) for piece, _ in excerpt(text, query, "fr")) <= EXCERPT_CHARACTERS + 50
