"""The types of the fields that course files have at their head, each with the error it gives in our terms."""

import datetime
import difflib
import re
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

LANGUAGES = ("fr", "en")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")  # the other forms of ISO 8601 do not sort as texts
KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")


def fail(code: str, **values: object) -> PydanticCustomError:
    """An error of ours, carried through pydantic with its code and values."""
    return PydanticCustomError(code, "{code}", {"code": code, **values})


def nearest(word: object, words: tuple[str, ...]) -> str:
    """The word that was probably meant, or ""."""
    return next(iter(difflib.get_close_matches(str(word).lower(), words, 1, 0.6)), "")


def one_of(*words: str, **others: str) -> BeforeValidator:
    """A closed set of words. `others`: what else an author may call one of them, though it is no word of the set."""

    def check(value: object) -> object:
        if value not in words:
            meant = others.get(str(value)) or nearest(value, words)
            code = "unknown-value-meant" if meant else "unknown-value"
            raise fail(code, value=shown(value), allowed=", ".join(words), **({"meant": meant} if meant else {}))
        return value

    return BeforeValidator(check)


def _text(value: object) -> object:
    if not isinstance(value, str):
        raise fail("expects-text", value=shown(value))
    if not value.strip():
        raise fail("expects-some-text")
    return " ".join(value.split()) if "\n" not in value.strip() else value.strip()


def shown(value: object) -> str:
    """A value as its author may recognise it, cut to a line."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return ", ".join(f"{name}: {shown(item)}" for name, item in value.items())[:60]
    if isinstance(value, list):
        return f"[{', '.join(map(shown, value))}]"[:60]
    return str(value)[:60].replace("\n", " ")


def _key(value: str) -> str:
    if not KEY.fullmatch(value):
        raise fail("bad-key", key=shown(value))
    return value


def _https(value: str) -> str:
    if not re.fullmatch(r"https://[^\s<>\"]+", value):
        raise fail("expects-https", value=shown(value))
    return value


def _date(value: str) -> str:
    try:
        if not _DAY.fullmatch(value):
            raise ValueError
        datetime.date.fromisoformat(value)
    except ValueError:
        raise fail("expects-date", value=shown(value)) from None
    return value


def whole(low: int, high: int) -> BeforeValidator:
    """A whole number from `low` to `high`."""

    def check(value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise fail("expects-whole-number", value=shown(value), low=low, high=high)
        return value

    return BeforeValidator(check)


def hours(value: object) -> object:
    """A number of hours above 0."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not 0 < value <= 1000:
        raise fail("expects-hours", value=shown(value))
    return Decimal(value)


def unlimited_or(low: int, high: int) -> BeforeValidator:
    """A number, or `unlimited` (None)."""

    def check(value: object) -> object:
        if value == "unlimited" or value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise fail("expects-number-or-unlimited", value=shown(value))
        return value

    return BeforeValidator(check)


def drawn(value: object) -> object:
    """How many questions to draw: a number, a number for each pool, or all (None)."""

    def is_count(count: object) -> bool:
        return isinstance(count, int) and not isinstance(count, bool) and 1 <= count <= 500

    if value in (None, "all"):
        return None
    if is_count(value) or (isinstance(value, dict) and value and all(map(is_count, value.values()))):
        return value
    raise fail("expects-draw", value=shown(value))


Text = Annotated[str, BeforeValidator(_text)]
Key = Annotated[str, BeforeValidator(_text), AfterValidator(_key)]
Https = Annotated[str, BeforeValidator(_text), AfterValidator(_https)]
Date = Annotated[str, BeforeValidator(_text), AfterValidator(_date)]
Texts = tuple[Text, ...]
Keys = tuple[Key, ...]


def listed(value: object) -> object:
    """Lists of YAML as tuples; anything else is told to be a list."""
    if not isinstance(value, list):
        raise fail("expects-list", value=shown(value))
    return tuple(value)


ListOfTexts = Annotated[Texts, BeforeValidator(listed)]
ListOfKeys = Annotated[Keys, BeforeValidator(listed)]


def certificate(value: object) -> object:
    """`none` for no certificate."""
    return None if value == "none" else value


def languages(value: object) -> object:
    """One or more different languages."""
    words = listed(value)
    if not words or len(set(words)) != len(words):  # type: ignore[call-overload,arg-type]
        raise fail("expects-languages", value=shown(value))
    return words


def labels(value: object) -> object:
    """A mapping from a file to its label."""
    if not isinstance(value, dict):
        raise fail("expects-mapping", value=shown(value))
    return value


def points(value: object) -> object:
    """A number of points above 0."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not 0 < value <= 1000:
        raise fail("expects-points", value=shown(value))
    return Decimal(value)


def switch(value: object) -> object:
    """True or false."""
    if not isinstance(value, bool):
        raise fail("expects-true-or-false", value=shown(value))
    return value
