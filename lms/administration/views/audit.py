"""The audit log: filtered by what stands in the address, page after page, and as a file."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.administration.queries.audit import Entry, Filters, all_entries, entries
from lms.administration.views.blueprint import bp
from lms.administration.views.details import details_in_words
from lms.audit.queries import ACTS, KINDS
from lms.clock import now
from lms.web.access import ADMINISTRATOR, access
from lms.web.cells import harmless
from lms.web.formats import current_zone

BOM = "\ufeff"  # without it, spreadsheets read UTF-8 as something else
LONGEST = 254


@bp.get("/administration/audit-log")
@access(ADMINISTRATOR)
def audit_log() -> ResponseReturnValue:
    """What was done with special powers, the latest first."""
    asked = {name: value for name in ASKED if (value := _asked(name))}
    before = request.args.get("before", "")
    page = entries(_filters(), int(before) if before.isascii() and before.isdigit() and len(before) < 16 else 0)
    return render_template(
        "administration/audit_log.html",
        page=page,
        asked=asked,
        before=before,
        acts=ACTS,
        kinds=KINDS,
        zone=current_zone(),
    )


@bp.get("/administration/audit-log.csv")
@access(ADMINISTRATOR)
def audit_file() -> ResponseReturnValue:
    """The same as a file: people by number, for the file outlives the page; no name, no address of anybody."""
    filters, name = _filters(), f"palabre-audit-{now():%Y-%m-%d}.csv"
    headings = [gettext("Moment (UTC)"), gettext("Who"), gettext("Act"), gettext("Code of the act"),
                gettext("Kind of thing"), gettext("Thing"), gettext("Reason"), gettext("Details"),
                gettext("Codes of the details")]  # fmt: skip
    response = Response(stream_with_context(_lines(headings, filters)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _lines(headings: list[str], filters: Filters) -> Iterator[str]:
    yield BOM + _line(headings)
    for one in all_entries(filters):
        yield _line(_cells(one))


def _cells(one: Entry) -> list[str]:
    entry = one.entry
    return [
        f"{entry.at:%Y-%m-%d %H:%M:%S}",
        entry.actor,
        gettext(ACTS.get(entry.action, entry.action)),
        entry.action,
        gettext(KINDS.get(entry.object_kind, entry.object_kind)),
        entry.object,
        entry.reason,
        " · ".join(gettext("%(name)s: %(value)s", name=name, value=value) for name, value in details_in_words(entry)),
        json.dumps(entry.details, ensure_ascii=False, sort_keys=True) if entry.details else "",
    ]


def _line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";" if request.args.get("separator") == "semicolon" else ",").writerow(
        [harmless(cell) for cell in cells]
    )
    return text.getvalue()


ASKED = ("actor", "act", "kind", "about", "since", "until")


def _asked(name: str) -> str:
    return request.args.get(name, "").strip()[:LONGEST]


def _filters() -> Filters:
    """What the address asks for; what it says amiss filters nothing."""
    act, kind = _asked("act"), _asked("kind")
    return Filters(
        actor=_asked("actor"),
        act=act if act in ACTS else "",
        kind=kind if kind in KINDS else "",
        about=_asked("about"),
        since=_midnight(_asked("since")),
        until=_midnight(_asked("until"), later=timedelta(days=1)),
    )


def _midnight(text: str, later: timedelta = timedelta()) -> datetime | None:
    """When a day begins where the reader lives, or the one after it."""
    try:
        day = date.fromisoformat(text) + later
    except (ValueError, OverflowError):
        return None
    return datetime.combine(day, time(), ZoneInfo(current_zone())) if day.year < 9999 else None
