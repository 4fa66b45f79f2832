"""Reading ease after Flesch and after Kandel and Moles."""

import pytest

from lms.courseware.plaintext import Line
from lms.courseware.readability import readability, syllables


@pytest.mark.parametrize(
    ("word", "language", "count"),
    [
        ("entreprise", "fr", 3),
        ("responsabilité", "fr", 6),
        ("européenne", "fr", 4),
        ("travaillent", "fr", 2),
        ("moment", "fr", 2),
        ("journée", "fr", 2),
        ("quatre", "fr", 1),
        ("l’eau", "fr", 1),
        ("aujourd’hui", "fr", 3),
        ("PME", "fr", 1),
        ("enterprise", "en", 3),
        ("people", "en", 2),
        ("worked", "en", 1),
        ("needed", "en", 2),
        ("prices", "en", 2),
        ("rules", "en", 1),
        ("don’t", "en", 1),
        ("due-diligence", "en", 4),
    ],
)
def test_syllables_are_those_that_are_heard(word: str, language: str, count: int) -> None:
    assert syllables(word, language) == count


def test_ease_is_what_the_formulas_make_of_two_means() -> None:
    found = readability([Line(1, "The cat sat. It ran.", "prose")], "en")
    assert (found.words, found.sentences, found.syllables, found.words_a_sentence) == (5, 2, 5, 2.5)
    assert found.ease == pytest.approx(206.835 - 1.015 * 2.5 - 84.6)
    found = readability([Line(1, "Le chat dort. Il ronfle.", "item")], "fr")
    assert found.ease == pytest.approx(207 - 1.015 * 2.5 - 73.6)


def test_long_sentences_of_long_words_are_harder() -> None:
    easy = "On paie ce que l’on doit. Puis on note les heures."
    hard = (
        "L’établissement méthodique d’une comptabilisation individualisée des prestations supplémentaires "
        "conditionne ultérieurement l’indemnisation proportionnelle des collaborateurs."
    )
    ease = [readability([Line(1, text, "prose")], "fr").ease for text in (easy, hard)]
    assert ease[0] > 90 > 20 > ease[1]


def test_an_abbreviation_or_a_number_ends_no_sentence() -> None:
    text = "Voir l’art. L. 145 et No. 87 (1948). Puis 27.6 pour cent ! « Vraiment ? » dit-elle."
    assert readability([Line(1, text, "prose")], "fr").sentences == 4


def test_tables_headings_notes_and_questions_are_not_measured() -> None:
    lines = [Line(1, "Un deux trois.", kind) for kind in ("row", "heading", "note", "question", "head")]
    assert readability(lines, "fr") == readability([], "fr")
