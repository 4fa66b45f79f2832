"""Numbers, sizes, times and dates as the reader's language writes them.

Every gap inside a figure is a no-break space, so that "12" never stays behind without its "KB".
Sizes count in thousands, as networks and prepaid data do.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any

import babel.dates
import babel.numbers
from babel import Locale
from flask import Flask
from flask_babel import get_locale, gettext, ngettext
from jinja2 import pass_context
from jinja2.runtime import Context

NO_BREAK = "\u00a0"
LONGEST_IN_TITLE = 60


def number(value: int | Decimal) -> str:
    """A number with the language's separators: 1 234,5 or 1,234.5."""
    return babel.numbers.format_decimal(value, locale=_locale())


def percent(value: int) -> str:
    """A whole percentage: 70 % in French, 70% in English."""
    return babel.numbers.format_percent(Decimal(value) / 100, locale=_locale())


def day(value: date | str) -> str:
    """A date, or the text of one such as 2026-11-03, in full and without the day of the week: 3 novembre 2026."""
    return babel.dates.format_date(
        date.fromisoformat(value) if isinstance(value, str) else value, format="long", locale=_locale()
    )


def file_size(size_bytes: int) -> str:
    """A size in KB below a megabyte, else in MB with one decimal; never less than 1 KB, rounded up."""
    kilobytes = max(1, -(-size_bytes // 1000))
    if kilobytes < 1000:
        return _unbroken(gettext("%(number)s KB", number=number(kilobytes)))
    megabytes = (Decimal(size_bytes) / 1_000_000).quantize(Decimal("0.1"), rounding=ROUND_CEILING)
    return _unbroken(gettext("%(number)s MB", number=number(megabytes)))


def kilobytes(size_kilobytes: int) -> str:
    """A size already counted in kilobytes."""
    return file_size(size_kilobytes * 1000)


def minutes(count: int) -> str:
    """A short reading time in full: 7 minutes."""
    return _unbroken(ngettext("%(num)s minute", "%(num)s minutes", count))


def reading(count: int) -> str:
    """How long the text of a lesson takes to read, its questions left aside: 7 minutes’ reading."""
    text: str = ngettext("%(num)s minute’s reading", "%(num)s minutes’ reading", count)
    return text.replace(" ", NO_BREAK, 1)


def short_minutes(count: int) -> str:
    """A short reading time for the end of a line: 7 min."""
    return _unbroken(gettext("%(number)s min", number=number(count)))


def duration(count: int) -> str:
    """The length of a course, in minutes up to an hour, else in hours and minutes rounded to five: 1 h 25."""
    if count < 60:
        return minutes(count)
    hours, rest = divmod(5 * round(count / 5), 60)
    if not rest:
        return _unbroken(ngettext("%(num)s hour", "%(num)s hours", hours))
    return _unbroken(gettext("%(hours)s h %(minutes)s min", hours=number(hours), minutes=f"{rest:02d}"))


def file_format(name: str) -> str:
    """What a file is, from its name, as people call it: PDF, Excel, MP3."""
    suffix = name.rpartition(".")[2].lower()
    return _FORMATS.get(suffix, suffix.upper())


def beginning(text: str) -> str:
    """A text short enough for a title: cut between two words, and what ends it is one ellipsis and nothing else."""
    if len(text) <= LONGEST_IN_TITLE:
        return text
    whole_words = text[: LONGEST_IN_TITLE + 1].rpartition(" ")[0] or text[:LONGEST_IN_TITLE]
    return re.sub(r"[\W_]+\Z", "", whole_words) + "…"


_FORMATS = {"xlsx": "Excel", "docx": "Word", "opus": "Opus", "jpg": "JPEG", "webp": "WebP"}


def _locale() -> Locale:
    """The language's own; English is written as in Africa and Europe: 3 November 2026."""
    locale = get_locale() or Locale("en")
    return Locale("en", "GB") if locale.language == "en" else locale


def _unbroken(text: str) -> str:
    return text.replace(" ", NO_BREAK)


def init_app(app: Flask) -> None:
    """Give templates these functions as filters, under their own names."""
    for function in (
        number, percent, day, file_size, kilobytes, minutes, reading, short_minutes, duration, file_format, beginning,
    ):  # fmt: skip
        app.jinja_env.filters[function.__name__] = _at_each_rendering(function)


def _at_each_rendering(function: Callable[..., str]) -> Callable[..., str]:
    """Keep Jinja from working out a filter over a constant once and for all, in the language that asked first."""

    @pass_context
    def filtered(_context: Context, value: Any) -> str:
        return function(value)

    return filtered
