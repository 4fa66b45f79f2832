"""Numbers, sizes, times and dates as the reader's language writes them.

Every gap inside a figure is a no-break space, so that "12" never stays behind without its "KB".
Sizes count in thousands, as networks and prepaid data do.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Any
from zoneinfo import ZoneInfo

import babel.dates
import babel.numbers
from babel import Locale
from flask import Flask, current_app, has_request_context
from flask_babel import get_locale, gettext, ngettext
from flask_login import current_user
from jinja2 import pass_context
from jinja2.runtime import Context

from lms.web.access import has_session

NO_BREAK = "\u00a0"
LONGEST_IN_TITLE = 60


def number(value: int | Decimal, decimals: int | None = None) -> str:
    """A number with the language's separators: 1 234,5 or 1,234.5; with just so many decimals if they are said."""
    pattern = None if decimals is None else "#,##0." + "0" * decimals
    return babel.numbers.format_decimal(value, format=pattern, locale=_locale())


def percent(value: int) -> str:
    """A whole percentage: 70 % in French, 70% in English."""
    return babel.numbers.format_percent(Decimal(value) / 100, locale=_locale())


def day(value: date | str) -> str:
    """A date, or the text of one such as 2026-11-03, in full and without the day of the week: 3 novembre 2026.

    Of a moment, the day it was where the signed-in reader lives, else at the site: as `moment` says it.
    """
    if isinstance(value, str):
        value = date.fromisoformat(value)
    elif isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(current_zone())).date()
    return _long_date(value)


def moment(value: datetime, zone: str | None = None) -> str:
    """A date and a time in a zone that is named: 3 November 2026 at 14:05 (Kinshasa, UTC+1).

    The zone is the one given, else the signed-in reader's, else the site's.
    """
    zone = zone or current_zone()
    local = value.astimezone(ZoneInfo(zone))
    shown = {
        "day": _long_date(local.date()),
        "time": babel.dates.format_time(local, format="HH:mm", locale=_locale()),
        "place": zone_name(zone),
        "offset": _offset(local),
    }
    text: str = gettext("%(day)s at %(time)s (%(place)s, %(offset)s)", **shown)
    return text


def _long_date(value: date) -> str:
    """A date in full; the day never stays behind without its month."""
    return babel.dates.format_date(value, format="long", locale=_locale()).replace(" ", NO_BREAK, 1)


def zone_name(zone: str) -> str:
    """The city a time zone is called after, in the reader's language: Le Caire, Cairo."""
    return babel.dates.get_timezone_location(zone, locale=_locale(), return_city=True)


def current_zone() -> str:
    """The zone in which times are shown here."""
    found = current_user.timezone if has_request_context() and has_session() and current_user.is_authenticated else None
    usual: str = current_app.config["LMS"].site_timezone
    return found or usual


def _offset(local: datetime) -> str:
    seconds = int((local.utcoffset() or timedelta()).total_seconds())
    hours, rest = divmod(abs(seconds) // 60, 60)
    return "UTC" + (f"{'-' if seconds < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "") if seconds else "")


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


def in_unit(figure: str, unit: str) -> str:
    """A figure with its unit, if it has one: 138 millions; and 70 % in French, 70% in English."""
    gap = "" if unit == "%" and _locale().language == "en" else NO_BREAK
    return f"{figure}{gap}{unit}" if unit else figure


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
        in_unit, moment, zone_name,
    ):  # fmt: skip
        app.jinja_env.filters[function.__name__] = _at_each_rendering(function)


def _at_each_rendering(function: Callable[..., str]) -> Callable[..., str]:
    """Keep Jinja from working out a filter over a constant once and for all, in the language that asked first."""

    @pass_context
    def filtered(_context: Context, value: Any, *more: Any) -> str:
        return function(value, *more)

    return filtered
