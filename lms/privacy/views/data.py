"""Everything that is held about the person who asks, to read and to take along."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.accounts.access import current_person
from lms.clock import now
from lms.held import BASES, Holding, Row, plain
from lms.privacy import queries
from lms.privacy.views.blueprint import bp
from lms.privacy.views.shown import lines
from lms.web.access import SIGNED_IN, access

# Where what is held can be corrected.
CORRECTED = {
    "account": "accounts.account", "about": "accounts.about", "sign-ins": "accounts.sign_ins",
    "consents": "privacy.consent", "certificates": "catalog.dashboard", "enrolments": "catalog.dashboard",
    "attempts": "catalog.dashboard", "answers": "catalog.dashboard", "lessons": "catalog.dashboard",
    "erasures": "privacy.erase",
}  # fmt: skip


@bp.get("/account/data")
@access(SIGNED_IN)
def data() -> ResponseReturnValue:
    """What is held, kind by kind, and what one may do about it."""
    person = current_person()
    counts = queries.counts(queries.subject_of(person))
    present = [holding for holding in queries.holdings() if counts[holding.key]]
    absent = [holding for holding in queries.holdings() if not counts[holding.key]]
    return render_template("privacy/data.html", present=present, absent=absent, counts=counts, person=person)


@bp.get("/account/data/held/<kind>")
@access(SIGNED_IN)
def held(kind: str) -> ResponseReturnValue:
    """All that is held of one kind, in pages; with why, how long, and who else sees it."""
    holding = queries.holding(kind) or abort(404)
    subject = queries.subject_of(current_person())
    pages = max(1, -(-queries.count_of(holding, subject) // queries.ROWS_OF_A_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    rows = [lines(holding, row) for row in queries.page_of(holding, subject, page)]
    return render_template(
        "privacy/held.html", holding=holding, basis=BASES[holding.basis], rows=rows, page=page, pages=pages,
        corrected=CORRECTED.get(holding.key),
    )  # fmt: skip


@bp.get("/account/data/file.json")
@access(SIGNED_IN)
def json_file() -> ResponseReturnValue:
    """Everything in a file that programs read: keys in English, texts in the language of the page."""
    at = now()
    kinds = {holding.key: _as_json(holding, rows) for holding, rows in _everything()}
    content = {"site": current_app.config["LMS"].public_url, "made_at": plain(at), "held": kinds}
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    return _attached(text, "application/json", "json", at)


@bp.get("/account/data/file.html")
@access(SIGNED_IN)
def html_file() -> ResponseReturnValue:
    """The same in a file that people read: one page, without anything that it would have to load."""
    at = now()
    sections = [(holding, [lines(holding, row) for row in rows]) for holding, rows in _everything()]
    text = render_template("privacy/file.html", sections=sections, bases=BASES, at=at, person=current_person())
    return _attached(text, "text/html", "html", at)


def _everything() -> Iterable[tuple[Holding, list[Row]]]:
    subject = queries.subject_of(current_person())
    return ((holding, queries.all_of(holding, subject)) for holding in queries.holdings())


def _as_json(holding: Holding, rows: list[Row]) -> dict[str, Any]:
    return {
        "title": gettext(holding.title),
        "purpose": gettext(holding.purpose),
        "basis": gettext(BASES[holding.basis]),
        "kept": gettext(holding.kept),
        "rows": [plain(row) for row in rows],
    }


def _attached(text: str, kind: str, suffix: str, at: datetime) -> Response:
    response = Response(text, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="palabre-{at:%Y-%m-%d}.{suffix}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
