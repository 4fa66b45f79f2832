"""Settings, read: from a copy that each process keeps and looks after every few seconds, so that no page pays for them.

A change is seen at once by the process that made it, and by the others within `LOOKS_EVERY_S` seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from lms.config import Config, Site
from lms.db import db
from lms.settings.known import (
    GROUPS,
    LANGUAGES,
    SETTINGS,
    Kind,
    Known,
    as_fields,
    faults,
    fields_of,
    fingerprint,
    of_group,
    read_fields,
    typed,
)
from lms.settings.models import Setting
from lms.settings.prefilling import markdown_of

__all__ = [
    "GROUPS", "LANGUAGES", "LOOKS_EVERY_S", "SETTINGS", "Kind", "Known", "Words", "as_fields", "faults", "fields_of",
    "fingerprint", "forget", "markdown_of", "of_group", "page_html", "read_fields", "site", "site_name", "stored",
    "typed", "value", "values",
]  # fmt: skip

LOOKS_EVERY_S = 5.0
COPY = "settings"
# What tells one state of the table from another: how many rows, and when the last one changed.
_VERSION = select(func.count(), func.max(Setting.changed_at)).select_from(Setting)
_ALL = select(Setting.name, Setting.value, Setting.changed_at)


@dataclass(slots=True)
class _Copy:
    """What one application read last, and when."""

    values: Mapping[str, Any] = field(default_factory=dict)
    version: tuple[int, datetime | None] = (0, None)
    looked_at: float | None = None
    was_read: bool = False


@dataclass(frozen=True, slots=True)
class Words(Site):
    """What this site says of itself: as set by its administrators, else as its environment says."""

    name: str = "Palabre"
    has_terms: bool = False


def value(name: str) -> Any:
    """What a setting holds now: as somebody changed it, else its default. Raises KeyError for one that is not known."""
    default = SETTINGS[name].default
    return _copy().values.get(name, default)


def site_name() -> str:
    """What this site calls itself."""
    found: str = value("site.name")
    return found


def site() -> Words:
    """What pages and mails say of this site."""
    held = _copy().values
    config: Config = current_app.config["LMS"]
    return Words(
        name=held.get("site.name") or "Palabre",
        publisher=held.get("site.publisher") or config.site.publisher,
        contact=held.get("site.contact") or config.site.contact,
        source_url=config.site.source_url,
        has_terms=bool(held.get("legal.terms")),
    )


def page_html(name: str, language: str) -> str:
    """A legal text as it was rendered when it was set, sanitised; "" where nobody set it."""
    texts = value(name)
    return str(texts[language]["html"]) if texts else ""


def stored(group: str) -> dict[str, Any]:
    """What the settings of a group hold, asked of the database itself, for whoever is about to change them. 1 query."""
    names = [known.name for known in of_group(group)]
    rows = db.session.execute(select(Setting.name, Setting.value).where(Setting.name.in_(names)))
    found = {row.name: row.value for row in rows}
    return {name: found.get(name, SETTINGS[name].default) for name in names}


def values() -> Mapping[str, Any]:
    """Every setting that somebody changed."""
    return _copy().values


def forget() -> None:
    """Have this process look again the next time: something was changed."""
    _held().looked_at = None


def _held() -> _Copy:
    held: _Copy = current_app.extensions.setdefault(COPY, _Copy())
    return held


def _copy() -> _Copy:
    held = _held()
    moment = monotonic()
    if held.looked_at is None or moment - held.looked_at >= LOOKS_EVERY_S:
        held.looked_at = moment  # first: a database that is away is asked once in a while, not by every text of a page
        try:
            with db.session.no_autoflush:
                _refresh(held)
        except SQLAlchemyError:
            pass  # what was read last still holds: the page about the missing database shows it
    return held


def _refresh(held: _Copy) -> None:
    if held.was_read:
        count, changed_at = db.session.execute(_VERSION).one()
        if (count, changed_at) == held.version:
            return
    rows = db.session.execute(_ALL).all()
    held.values = {row.name: row.value for row in rows if row.name in SETTINGS}
    held.version = (len(rows), max((row.changed_at for row in rows), default=None))
    held.was_read = True
