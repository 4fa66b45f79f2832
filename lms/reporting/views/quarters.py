"""What analysts see: fixed tables of quarters that are over, in which nobody can be found."""

from typing import Any

from flask import Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import current_person
from lms.clock import now, site_day
from lms.errors import Refusal
from lms.idempotency.access import once
from lms.reporting import queries
from lms.reporting.actions import publishing, tables
from lms.reporting.models import Snapshot
from lms.reporting.queries import quarters as found_quarters
from lms.reporting.queries.naming import period_name
from lms.reporting.queries.scope import Scope, scope
from lms.reporting.views.blueprint import bp
from lms.web.access import ADMINISTRATOR, ANALYST, ROLES, access
from lms.web.forms import worded
from lms.web.locale import current_language


@bp.get("/administration/statistics/quarters")
@access(ANALYST)
def quarters() -> ResponseReturnValue:
    """Show a quarter as it was published: the one asked for, else the last one."""
    return _page()


@bp.post("/administration/statistics/quarters")
@access(ADMINISTRATOR)
@once
def publish_quarter() -> ResponseReturnValue:
    """Publish a quarter that is over."""
    quarter = queries.read_period(request.form.get("quarter", ""))
    if quarter is None:
        abort(400)
    try:
        publishing.publish(quarter, now(), f"person:{current_person().id}")
    except Refusal as refusal:
        return _page(worded(refusal)), 422
    return redirect(url_for("reporting.quarters", quarter=quarter.name), 303)


@bp.get("/administration/statistics/quarters/file")
@access(ANALYST)
def quarter_file() -> ResponseReturnValue:
    """The tables of a quarter as a file: just what the page shows."""
    done, kind = found_quarters.published(), request.args.get("format", "csv")
    if not done:
        return redirect(url_for("reporting.quarters"))  # which says that none has been published
    found = _asked(done)
    if found is None or kind not in tables.MIME:
        abort(404)
    content = tables.file_of(found, kind, _scope(), "," if request.args.get("delimiter") == "," else ";")
    name = f"palabre-{found.quarter}.{kind}"
    headers = {"Content-Disposition": f"attachment; filename={name}", "Cache-Control": "private, no-store"}
    return Response(content, mimetype=tables.MIME[kind], headers=headers)


def _scope() -> Scope:
    return scope(current_language(), current_app.config["LMS"].site_timezone, now())


def _asked(done: Any) -> Snapshot | None:
    name = request.args.get("quarter") or next(iter(done), None)
    return found_quarters.snapshot(name) if name else None


def _page(refusal: str = "") -> str:
    done, seen = found_quarters.published(), _scope()
    found = _asked(done)
    if found is None and request.args.get("quarter"):
        abort(404)
    may_publish = current_user.role in ROLES[ADMINISTRATOR]
    missing = found_quarters.missing(done, site_day(now()), seen.zone) if may_publish else []
    return render_template(
        "reporting/quarters.html",
        found=found,
        name=_quarter_name(found.quarter) if found else "",
        done=[(name, _quarter_name(name)) for name in done],
        missing=[(one.name, period_name(one)) for one in reversed(missing)],
        tables=tables.shown(found, seen) if found else [],
        zone=seen.zone,
        refusal=refusal,
        may_publish=may_publish,
        definitions=[one for one in queries.DEFINITIONS if one.key in publishing.FIGURES or one.key == "not_told"],
    )


def _quarter_name(name: str) -> str:
    period = queries.read_period(name)
    return period_name(period) if period else name
