"""What a form may say of a setting."""

import pytest

from lms.errors import Refusal
from lms.settings.known import SETTINGS, read_fields


def read(name: str, **fields: str):
    errors: dict[str, Refusal] = {}
    given = {name if not field else f"{name}.{field}": value for field, value in fields.items()}
    return read_fields(SETTINGS[name], given, errors), {field: str(refusal) for field, refusal in errors.items()}


def field(name: str, value: str):
    errors: dict[str, Refusal] = {}
    return read_fields(SETTINGS[name], {name: value}, errors), {key: str(refusal) for key, refusal in errors.items()}


def test_a_number_keeps_to_its_limits() -> None:
    assert field("retention.export_days", " 30 ") == (30, {})
    for wrong in ("0", "61", "-3", "seven", "", "1e1", "٣"):
        assert "from 1 to 60" in field("retention.export_days", wrong)[1]["retention.export_days"]


def test_a_name_is_one_line_without_what_nobody_sees() -> None:
    assert field("site.name", "  Karité\r\nformation\u202e ") == ("Karité formation", {})
    assert field("site.name", "   ")[1] == {"site.name": "Write something here."}
    assert "40 at most" in field("site.name", "x" * 41)[1]["site.name"]


@pytest.mark.parametrize("wrong", ["nobody", "http://a.example", "javascript:alert(1)", "a@b"])
def test_a_contact_is_an_address(wrong: str) -> None:
    assert "site.contact" in field("site.contact", wrong)[1]
    assert field("site.contact", "a@b.example")[1] == {}


def test_a_text_is_in_both_languages_or_in_neither() -> None:
    assert read("legal.terms", fr="Bonjour", en="Hello") == ({"fr": "Bonjour", "en": "Hello"}, {})
    assert read("legal.terms", fr="", en="")[1] == {}
    assert read("legal.terms", fr="Bonjour", en=" ")[1] == {
        "legal.terms.en": "Write it in both languages, or in neither."
    }


def test_a_language_is_one_of_two() -> None:
    assert field("site.language", "en") == ("en", {})
    assert "site.language" in field("site.language", "pt")[1]
