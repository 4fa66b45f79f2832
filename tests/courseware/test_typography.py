"""French spaces are right whatever was typed; other languages stay as typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.courseware.rendering.typography import typeset


def shown(text: str) -> str:
    return text.replace("\u202f", "_").replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Qui ?", "Qui_?"),
        ("Qui?", "Qui_?"),
        ("Qui\u00a0? Quoi\u202f!", "Qui_? Quoi_!"),
        ("Quoi ?!", "Quoi_?!"),
        ("Quoi  !!", "Quoi_!!"),
        ("Prix : deux ; dix", "Prix_: deux_; dix"),
        ("Attention: danger", "Attention_: danger"),
        ("« Awa »", "«_Awa_»"),
        ("«Awa»", "«_Awa_»"),
        ("Elle dit : « Qui ? »", "Elle dit_: «_Qui_?_»"),
        ("à 12:30 ou 12h30", "à 12:30 ou 12h30"),
        ("https://example.org/?a=1", "https://example.org/?a=1"),
        ("(?) et (!)", "(?) et (!)"),
        (" ? ", "_? "),
        (" »", "_»"),
        ("« ", "«_"),
        ("1 234 567 personnes", "1_234_567 personnes"),
        ("en 2018 300 personnes", "en 2018 300 personnes"),
        ("12 % et 3 000 FCFA", "12~% et 3_000~FCFA"),
        ("50 millions d'enfants", "50~millions d’enfants"),
        ("12 hommes", "12 hommes"),
        ("M. Diop, n° 138, art. 3", "M.~Diop, n°~138, art.~3"),
        ("l'eau, aujourd'hui, qu'Awa, L'", "l’eau, aujourd’hui, qu’Awa, L’"),
        ("Entr'Alliance", "Entr’Alliance"),
        ("a ; b", "a_; b"),
        ("", ""),
    ],
)
def test_french_is_set(typed: str, expected: str) -> None:
    assert shown(typeset(typed, "fr")) == expected


@given(st.text(alphabet=" «»;:!?'a1%\u00a0\u202f()\n"))
def test_setting_twice_changes_nothing_more(text: str) -> None:
    once = typeset(text, "fr")
    assert typeset(once, "fr") == once


@given(st.text(alphabet=" «»;:!?'a1%\u00a0\u202f()\n"))
def test_only_spaces_and_apostrophes_change(text: str) -> None:
    def bare(words: str) -> str:
        return "".join(words.split()).replace("’", "'")

    assert bare(typeset(text, "fr")) == bare(text)


@given(st.text())
def test_english_stays_as_typed(text: str) -> None:
    assert typeset(text, "en") == text


def test_a_variety_of_french_is_french() -> None:
    assert typeset("Qui ?", "fr-SN") == "Qui\u202f?"
