"""What is held, as its owner reads it: values in words, moments in their zone."""

from datetime import date, datetime
from typing import Any

from babel import Locale
from flask_babel import gettext

from lms.held import Holding, Row, plain
from lms.web import formats
from lms.web.locale import current_language


def in_words(holding: Holding, name: str, value: Any) -> str:
    """One value; "" where nothing is held."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(gettext("Yes") if value else gettext("No"))
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.day(value)
    if name == "country":
        territory: str = Locale(current_language()).territories.get(value, value)
        return territory
    text = str(plain(value))
    return gettext(holding.words[text]) if text in holding.words else text


def lines(holding: Holding, row: Row) -> list[tuple[str, str]]:
    """A row, line by line: what each value is called, and the value."""
    return [(gettext(label), in_words(holding, name, row[name])) for name, label in holding.fields.items() if label]
