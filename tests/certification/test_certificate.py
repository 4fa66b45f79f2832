"""What a certificate states survives its storage, and what it is worth on a day."""

import hashlib
import json
from datetime import date

import pytest

from lms.certification.certificate import Facts, State, digest, initials, state_on
from tests.certification.made import facts


def test_facts_come_back_from_json_as_they_went() -> None:
    given = facts(valid_until=date(2028, 10, 14))
    assert Facts.from_json(json.loads(json.dumps(given.to_json()))) == given


def test_facts_with_less_in_them_come_back_too() -> None:
    given = facts(signatory=None, place={}, score=None, score_percent=None, exam_pass_percent=None)
    assert Facts.from_json(given.to_json()) == given


def test_a_certificate_of_a_later_version_is_read_without_what_we_do_not_know() -> None:
    assert Facts.from_json({**facts().to_json(), "learned_later": 1}) == facts()


def test_the_digest_is_of_what_is_stated_and_not_of_its_order() -> None:
    values = facts().to_json()
    assert digest(values) == digest(dict(reversed(values.items())))
    assert digest(values) != digest(facts(name="Mariam Kouadio").to_json())
    assert digest({"a": "é"}) == hashlib.sha256('{"a":"é"}'.encode()).hexdigest()


def test_the_learners_language_comes_first() -> None:
    assert facts(language="en").pages == ("en", "fr")
    assert facts(languages=("fr",), titles={"fr": "Titre"}, language="en").pages == ("fr",)


def test_a_title_that_the_course_lacks_is_given_in_the_one_it_has() -> None:
    assert facts(languages=("fr",), titles={"fr": "Titre"}, language="en").title("en") == ("Titre", "fr")


@pytest.mark.parametrize(
    ("events", "valid_until", "state"),
    [
        ([], None, State.VALID),
        ([], date(2026, 10, 14), State.VALID),
        ([], date(2026, 10, 13), State.EXPIRED),
        (["expired"], None, State.EXPIRED),
        (["replaced"], date(2026, 10, 13), State.REPLACED),
        (["expired", "revoked"], None, State.REVOKED),
    ],
)
def test_what_a_certificate_is_worth(events: list[str], valid_until: date | None, state: State) -> None:
    assert state_on(date(2026, 10, 14), events, valid_until) is state


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Mariam Kouadio-Traoré", "M. K.-T."),
        ("Élodie œuvrard", "É."),
        ("awa koné", "A. K."),
        ("Jean de la Fontaine", "J. F."),
        ("N’Golo Kanté", "N. K."),
        ("Ŋɛmɛrɔ Sy", "Ŋ. S."),
        ("E\u0301lodie", "É."),
        ("مريم بنت عبد الرحمن", "م. ب. ع. ا."),
        ("አበበ በቀለ", "አ. በ."),
        ("  Awa   (dite) Koné 2 ", "A. K."),
        ("O'Brien", "O."),
        ("王小明", "王."),
        ("42 !", ""),
    ],
)
def test_initials_in_any_script(name: str, letters: str) -> None:
    assert initials(name) == letters
