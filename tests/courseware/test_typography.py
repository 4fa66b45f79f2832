"""French spaces are right whatever was typed; references stay on one line; other languages stay as typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.courseware.rendering.typography import typeset


def shown(text: str) -> str:
    return text.replace("\u202f", "_").replace("\u00a0", "~").replace("\u2011", "=")


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
        ("600 F CFA l'heure, en F CFA", "600~F~CFA l’heure, en F~CFA"),
        ("50 millions d'enfants", "50~millions d’enfants"),
        ("12 hommes", "12 hommes"),
        ("M. Diop, n° 138, art. 3", "M.~Diop, n°~138, art.~3"),
        ("code du travail, art. L. 145, p. 12", "code du travail, art.~L.~145, p.~12"),
        ("l’article L. 225-102-1", "l’article L.~225=102=1"),
        ("l’article L.225-102-1, R. 4121-1", "l’article L.225=102=1, R.~4121=1"),
        ("la loi n° 2017-399 du 27 mars", "la loi n°~2017=399 du 27 mars"),
        ("les conventions n°\n87 et no 98", "les conventions n°~87 et no~98"),
        ("un plan (2020-2030).", "un plan (2020=2030)."),
        ("Ville. L. Diop", "Ville. L. Diop"),
        ("l'eau, aujourd'hui, qu'Awa, L'", "l’eau, aujourd’hui, qu’Awa, L’"),
        ("Entr'Alliance", "Entr’Alliance"),
        ("a ; b", "a_; b"),
        ("", ""),
    ],
)
def test_french_is_set(typed: str, expected: str) -> None:
    assert shown(typeset(typed, "fr")) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Conventions No. 87 and No. 98", "Conventions No.~87 and No.~98"),
        ("Orders Nos. 3748 to 3751", "Orders Nos.~3748 to 3751"),
        ("Labour Code, Art. L. 145, p. 3", "Labour Code, Art.~L.~145, p.~3"),
        ("Act No. 2017-399, Article L. 225-102-1", "Act No.~2017=399, Article L.~225=102=1"),
        ("from 2020-2021: two years", "from 2020=2021: two years"),
        ("No. It is not.", "No. It is not."),
        ("Who? Me: yes; «no»!", "Who? Me: yes; «no»!"),
    ],
)
def test_english_references_stay_on_one_line(typed: str, expected: str) -> None:
    assert shown(typeset(typed, "en")) == expected


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/2020-2021",
        "https://example.org/a,2020-2021",
        "www.example.org/?y=2020-2021",
        "rapport-2020-2021.pdf",
        "2020-2021.pdf",
        "2020-2021@example.org",
        "doi:10.1787/2020-2021",
        "77-123-45-67",
        "+221-33-12",
        "plate-forme, GB-12, 12-b, là-bas",
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_addresses_names_of_files_and_words_keep_their_hyphens(text: str, language: str) -> None:
    assert typeset(text, language) == text


@given(st.text(alphabet=" «»;:!?'a1%\u00a0\u202f()\n-.Ln°"))
def test_setting_twice_changes_nothing_more(text: str) -> None:
    once = typeset(text, "fr")
    assert typeset(once, "fr") == once


@given(st.text(alphabet=" «»;:!?'a1%\u00a0\u202f()\n-.Ln°"))
def test_only_spaces_apostrophes_and_hyphens_change(text: str) -> None:
    def bare(words: str) -> str:
        return "".join(words.split()).replace("’", "'").replace("\u2011", "-")

    assert bare(typeset(text, "fr")) == bare(text)


@given(st.text())
def test_other_languages_stay_as_typed(text: str) -> None:
    assert typeset(text, "wo") == text


@given(st.text(alphabet=" ;:!?'aN1.L\u00a0-/o"))
def test_english_changes_only_spaces_and_hyphens(text: str) -> None:
    once = typeset(text, "en")
    assert once.replace("\u2011", "-").replace("\u00a0", " ") == text.replace("\u00a0", " ")
    assert typeset(once, "en") == once


def test_a_variety_of_french_is_french() -> None:
    assert typeset("Qui ?", "fr-SN") == "Qui\u202f?"
