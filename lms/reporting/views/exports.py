"""Files of figures: asked for, waited for, fetched."""

from flask import abort, current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.access import current_person
from lms.clock import now
from lms.errors import Refusal
from lms.idempotency.access import once
from lms.reporting import forms, queries
from lms.reporting.actions import exporting
from lms.reporting.actions.making import XLSX
from lms.reporting.models import Export
from lms.reporting.queries.counting import count_enrolments
from lms.reporting.queries.exports import export_of, exports_of, is_expired
from lms.reporting.queries.naming import period_name, value_name
from lms.reporting.queries.scope import scope
from lms.reporting.views.blueprint import bp
from lms.web.access import ADMINISTRATOR, access
from lms.web.locale import current_language

MIME = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson; charset=utf-8",
}


@bp.get("/administration/statistics/exports")
@access(ADMINISTRATOR)
def exports() -> ResponseReturnValue:
    """Ask what the file shall hold, for the filters of the address, and show the files asked for before."""
    content = queries.MODULES if request.args.get("by") == queries.Dimension.MODULE else queries.AGGREGATES
    return _form(request.args, {"content": content, "format": XLSX, "delimiter": ";"}, {})


@bp.post("/administration/statistics/exports")
@access(ADMINISTRATOR)
@once
def ask_for_export() -> ResponseReturnValue:
    """Note what is asked for, and lead to where it is fetched."""
    filters = queries.read_filters(request.form)
    if filters is None:
        abort(400)
    asked, errors = forms.read_asked(request.form)
    if asked is None:
        return _form(request.form, request.form, errors), 422
    at = now()
    export = exporting.ask(
        current_person(),
        filters,
        scope(current_language(), current_app.config["LMS"].site_timezone, at),
        content=asked.content,
        file_format=asked.file_format,
        delimiter=asked.delimiter,
        with_names=asked.with_names,
        reason=asked.reason,
        language=current_language(),
        at=at,
    )
    return redirect(url_for("reporting.export_page", export=export.public_id), 303)


@bp.get("/administration/statistics/exports/<export>")
@access(ADMINISTRATOR)
def export_page(export: str) -> ResponseReturnValue:
    """Say how far a file is, and hand it over."""
    found = _own(export)
    filters = queries.read_filters(found.options["filters"])
    return render_template("reporting/export.html", export=found, back=filters.as_query() if filters else {})


@bp.get("/administration/statistics/exports/<export>/file")
@access(ADMINISTRATOR)
def export_file(export: str) -> ResponseReturnValue:
    """The file itself, for whoever asked for it and still has the role."""
    found = _own(export)
    if found.finished_at is None:
        abort(404)
    path = exporting.path_of(found)
    if found.size_bytes is not None and not path.exists():
        abort(404)
    response = send_file(
        path if found.size_bytes is not None else exporting.small_file(found, now()),
        mimetype=MIME[found.file_format],
        as_attachment=True,
        download_name=f"palabre-{found.content}-{found.created_at:%Y-%m-%d}.{found.file_format}",
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _own(public_id: str) -> Export:
    found = export_of(current_person().id, public_id)
    if found is None or is_expired(found, now()):
        abort(404)
    return found


def _form(words: queries.Words, values: queries.Words, errors: dict[str, Refusal]) -> str:
    filters = queries.read_filters(words)
    if filters is None:
        abort(404)
    at = now()
    seen = scope(current_language(), current_app.config["LMS"].site_timezone, at)
    chosen = [(queries.TITLES[key], value_name(key, value, seen)) for key, value in filters.chosen.items()]
    return render_template(
        "reporting/exports.html",
        filters=filters,
        period=period_name(filters.period) if filters.period else None,
        narrowed=chosen,
        heading=queries.HEADINGS[filters.grouping],
        count=count_enrolments(filters, seen),
        at_once=exporting.AT_ONCE,
        kept_days=exporting.kept().days,
        titles=queries.CONTENTS,
        values=values,
        errors=errors,
        exports=[one for one in exports_of(current_person().id) if not is_expired(one, at)],
    )
