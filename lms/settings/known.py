"""The closed list of settings: what each may hold, and what holds as long as nobody changed it."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lms.errors import N_, Refusal

LANGUAGES = ("fr", "en")
_CONTACT = re.compile(r"[^\s@/<>]+@[^\s@/<>]+\.[^\s@/<>]+|https://[^\s<>]+")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class Kind(StrEnum):
    """What a setting holds."""

    TEXT = "text"  # one line
    TEXTS = "texts"  # one line in each language: {"fr": …, "en": …}
    PAGES = "pages"  # Markdown in each language, with what it was rendered to: see `lms.settings.actions`
    NUMBER = "number"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Known:
    """A setting: its name, what it holds, what holds at first, and its limits (of a text: its length)."""

    name: str
    group: str
    kind: Kind
    default: Any
    least: int = 0
    most: int = 200


def _blank() -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, "")


SETTINGS: Mapping[str, Known] = {
    known.name: known
    for known in (
        Known("site.name", "site", Kind.TEXT, "Palabre", 1, 40),
        # Which language somebody reads whose browser asks for neither; both are always offered.
        Known("site.language", "site", Kind.LANGUAGE, "fr"),
        # Empty: what the environment says (LMS_PUBLISHER, LMS_CONTACT).
        Known("site.publisher", "site", Kind.TEXT, "", 0, 120),
        Known("site.contact", "site", Kind.TEXT, "", 0, 200),
        # Empty: what the course says of its institution.
        Known("certificates.institution", "certificates", Kind.TEXTS, _blank(), 0, 120),
        Known("certificates.signatory_name", "certificates", Kind.TEXT, "", 0, 80),
        Known("certificates.signatory_title", "certificates", Kind.TEXTS, _blank(), 0, 120),
        # Empty: the text that comes with the software, if there is one.
        Known("legal.notice", "notice", Kind.PAGES, {}, 0, 20_000),
        Known("legal.privacy", "privacy", Kind.PAGES, {}, 0, 20_000),
        Known("legal.terms", "terms", Kind.PAGES, {}, 0, 20_000),
        # Months without a sign of life before somebody is warned; days from the warning to the erasure.
        Known("retention.inactive_months", "retention", Kind.NUMBER, 36, 6, 120),
        Known("retention.warning_days", "retention", Kind.NUMBER, 30, 14, 180),
        Known("retention.export_days", "retention", Kind.NUMBER, 7, 1, 60),
    )
}
GROUPS = ("site", "certificates", "notice", "privacy", "terms", "retention")


def of_group(group: str) -> tuple[Known, ...]:
    """The settings that are changed together."""
    return tuple(known for known in SETTINGS.values() if known.group == group)


def fields_of(known: Known) -> tuple[str, ...]:
    """The names of the fields of a form by which a setting is changed: one, or one for each language."""
    if known.kind in (Kind.TEXTS, Kind.PAGES):
        return tuple(f"{known.name}.{language}" for language in LANGUAGES)
    return (known.name,)


def read_fields(known: Known, fields: Mapping[str, str], errors: dict[str, Refusal]) -> Any:
    """What a form says of a setting; what is to be mended goes to `errors`, by the name of the field."""
    if known.kind in (Kind.TEXTS, Kind.PAGES):
        values = {}
        for language, field in zip(LANGUAGES, fields_of(known), strict=True):
            values[language] = _text(known, field, fields.get(field, ""), errors)
        missing = [language for language in LANGUAGES if not values[language]]
        if len(missing) == 1:
            field = f"{known.name}.{missing[0]}"
            errors.setdefault(field, Refusal(N_("Write it in both languages, or in neither.")))
        return values
    text = fields.get(known.name, "")
    if known.kind is Kind.NUMBER:
        return _number(known, text, errors)
    if known.kind is Kind.LANGUAGE:
        if text not in LANGUAGES:
            errors[known.name] = Refusal(N_("Choose one of the two languages."))
        return text
    return _text(known, known.name, text, errors)


def _text(known: Known, field: str, given: str, errors: dict[str, Refusal]) -> str:
    if known.kind is Kind.PAGES:
        text = given.replace("\r\n", "\n").strip()
    else:
        text = " ".join(_UNSEEN.sub(" ", given).split())
    if len(text) > known.most:
        errors[field] = Refusal(
            N_("Shorten it: %(count)s characters, and %(most)s at most."), count=len(text), most=known.most
        )
    elif len(text) < known.least:
        errors[field] = Refusal(N_("Write something here."))
    elif known.name == "site.contact" and text and not _CONTACT.fullmatch(text):
        errors[field] = Refusal(N_("Give an e-mail address, or an address that begins with https://."))
    return text


def _number(known: Known, given: str, errors: dict[str, Refusal]) -> int:
    text = given.strip()
    value = int(text) if re.fullmatch(r"[0-9]{1,6}", text) else -1
    if not known.least <= value <= known.most:
        errors[known.name] = Refusal(
            N_("Give a whole number from %(least)s to %(most)s."), least=known.least, most=known.most
        )
    return value


def typed(name: str, value: Any) -> Any:
    """A value as people typed it: of a legal text, what they wrote in each language."""
    if SETTINGS[name].kind is not Kind.PAGES:
        return value
    texts = {language: value.get(language, "") if value else "" for language in LANGUAGES}
    return {language: text if isinstance(text, str) else text["text"] for language, text in texts.items()}


def as_fields(name: str, value: Any) -> dict[str, str]:
    """A value as the fields of a form hold it."""
    plain, fields = typed(name, value), fields_of(SETTINGS[name])
    if len(fields) == 1:
        return {fields[0]: str(plain)}
    return {field: plain[language] for field, language in zip(fields, LANGUAGES, strict=True)}


def fingerprint(values: Mapping[str, Any]) -> str:
    """What tells one state of some settings from another: a form says by it what its reader had before them."""
    plain = {name: typed(name, value) for name, value in values.items()}
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def faults(values: Mapping[str, Any]) -> dict[str, Refusal]:
    """What settings that are changed together have against each other, by the field to mend."""
    name, titles = values.get("certificates.signatory_name"), values.get("certificates.signatory_title")
    if titles is None:
        return {}
    if name and not all(titles.values()):
        return {"certificates.signatory_title.fr": Refusal(N_("Say in both languages what makes this person sign."))}
    if not name and any(titles.values()):
        return {"certificates.signatory_name": Refusal(N_("Say who signs."))}
    return {}
