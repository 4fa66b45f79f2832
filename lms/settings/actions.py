"""Changing settings: each change is kept with what held before, and by whom."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.local import LocalProxy

from lms.audit import actions as audit
from lms.clock import site_day
from lms.db import db
from lms.errors import N_, Refusal
from lms.settings import queries
from lms.settings.known import LANGUAGES, SETTINGS, Kind, typed
from lms.settings.models import Setting
from lms.web.locale import DEFAULT_LANGUAGE_SETTING, current_language

_CHANGED = "settings were changed"


class ChangedMeanwhile(Refusal):
    """Somebody else changed one of these settings after the form was shown: `names` says which."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(N_("Somebody changed these settings while you had them before you."))
        self.names = names


def change(wanted: Mapping[str, Any], seen: Mapping[str, Any], *, actor: str, at: datetime) -> list[str]:
    """Have these settings hold these values; return the names of those that changed.

    `wanted` holds values as `known.read_fields` reads them, `seen` what the person who changes them was shown:
    ChangedMeanwhile if that is not what is stored any more.
    """
    rows = {
        row.name: row
        for row in db.session.scalars(select(Setting).where(Setting.name.in_(list(wanted))).with_for_update())
    }
    held = {name: rows[name].value if name in rows else SETTINGS[name].default for name in wanted}
    moved = tuple(name for name in wanted if name in seen and typed(name, held[name]) != typed(name, seen[name]))
    if moved:
        raise ChangedMeanwhile(moved)
    changed = [name for name, new in wanted.items() if typed(name, new) != typed(name, held[name])]
    stamp = _after_all_others(at)
    try:
        with db.session.begin_nested():
            for name in changed:
                _set(rows.get(name), name, wanted[name], held[name], actor, at, stamp)
            db.session.flush()
    except IntegrityError:  # there was no row to lock: another transaction has just added it
        raise ChangedMeanwhile(tuple(changed)) from None
    if changed:
        db.session().info[_CHANGED] = True
    return changed


def rendered(text: str, language: str) -> str:
    """A legal text as pages show it: through the pipeline of lessons, whose last wall lets no script pass."""
    # Loaded by those who change a text, not by every process that serves.
    from lms.settings.rendering import page_of

    return page_of(text, language)


def _set(row: Setting | None, name: str, new: Any, held: Any, actor: str, at: datetime, stamp: datetime) -> None:
    is_page = SETTINGS[name].kind is Kind.PAGES
    if is_page:
        new = _page(new, held, at)
    if new == SETTINGS[name].default:
        if row is not None:
            db.session.delete(row)
    elif row is None:
        db.session.add(Setting(name=name, value=new, changed_at=stamp))
    else:
        row.value, row.changed_at = new, stamp
    details = {"before": typed(name, held), "after": typed(name, new)}
    audit.record(actor, "setting.change", "setting", name, "", details, at)


def _after_all_others(at: datetime) -> datetime:
    """When a change is said to have been made: after every other, whatever the clock, so that all processes notice."""
    last = db.session.scalar(select(func.max(Setting.changed_at)))
    return at if last is None or last < at else last + timedelta(microseconds=1)


def _page(texts: Mapping[str, str], held: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """What is kept of a legal text: as typed, as rendered, and the version by which people say what they agreed to."""
    if not any(texts.values()):
        return {}
    kept: dict[str, Any] = {
        language: {"text": texts[language], "html": rendered(texts[language], language)} for language in LANGUAGES
    }
    return {**kept, "version": _version_after(held.get("version", ""), at)}


def _version_after(last: str, at: datetime) -> str:
    """The day of the change; of several on one day, each has its number."""
    day = site_day(at).isoformat()
    if last.partition(" / ")[0] != day:
        return day
    number = last.partition(" / ")[2]
    return f"{day} / {int(number or 1) + 1}"


@event.listens_for(db.session, "after_commit")
def _look_again(session: Session) -> None:
    if session.info.pop(_CHANGED, False):
        queries.forget()


@event.listens_for(db.session, "after_rollback")
def _look_again_at_what_stayed(session: Session) -> None:
    _look_again(session)


def init_app(app: Flask) -> None:
    """Give templates `site` and `legal_html`, and pages without a language in their address the one that was set."""
    app.jinja_env.globals["site"] = LocalProxy(queries.site)
    app.jinja_env.globals["legal_html"] = lambda name: queries.page_html(name, current_language())
    app.extensions[DEFAULT_LANGUAGE_SETTING] = lambda: queries.value("site.language")
