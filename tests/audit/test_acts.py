"""Every act that may be written down has its words, and no other is."""

from datetime import UTC, datetime

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from lms.audit.actions import record
from lms.audit.acts import ACTS, DETAILS, KINDS
from lms.audit.models import AuditEntry
from lms.catalogues import TRANSLATIONS

AT = datetime(2026, 10, 14, 9, 14, tzinfo=UTC)


def unworded(texts: dict[str, str]) -> list[str]:
    """The names whose sentence is empty, or has no French."""
    with (TRANSLATIONS / "fr" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        french = read_po(file)
    return [name for name, text in texts.items() if not text or not (french.get(text) and french.get(text).string)]


def test_every_act_and_every_kind_of_thing_has_words_in_both_languages() -> None:
    assert unworded({**ACTS, **KINDS}) == []
    assert [(act, missing) for act, names in DETAILS.items() if (missing := unworded(names))] == []
    assert DETAILS.keys() <= ACTS.keys()


def test_an_act_without_words_is_found() -> None:
    assert unworded({"person.tickle": "Somebody was tickled", "person.hush": ""}) == ["person.tickle", "person.hush"]


def test_an_act_is_about_a_kind_of_thing_and_names_do_not_outgrow_their_columns() -> None:
    longest = {name: AuditEntry.__table__.c[name].type.length for name in ("action", "object_kind")}
    assert max(map(len, ACTS)) <= longest["action"]
    assert max(map(len, KINDS)) <= longest["object_kind"]


def test_a_detail_that_is_not_in_the_list_of_its_act_is_refused(fresh_app: Flask) -> None:
    with fresh_app.app_context(), pytest.raises(ValueError, match=r"details of certificate\.revoke: colour"):
        record("console:awa", "certificate.revoke", "certificate", "A", "Twice", {"cause": "x", "colour": "red"}, AT)


@pytest.mark.parametrize(("action", "kind"), [("certificate.frame", "certificate"), ("certificate.revoke", "paper")])
def test_an_act_that_is_not_in_the_list_is_refused(fresh_app: Flask, action: str, kind: str) -> None:
    with fresh_app.app_context(), pytest.raises(ValueError, match="not in the list"):
        record("console:awa", action, kind, "A", "Twice", {}, AT)
