"""The page of figures: exact, for administrators; whoever may see less is led to the quarters that were published."""

from datetime import date, timedelta
from typing import Any

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from lms.accounts.queries import country_choices
from lms.clock import now
from lms.reporting import queries
from lms.reporting.queries.funnel import total
from lms.reporting.queries.naming import code_name, period_name, value_name
from lms.reporting.queries.scope import Scope, scope
from lms.reporting.queries.tables import Statistics, statistics
from lms.reporting.views.blueprint import bp
from lms.web.access import ADMINISTRATOR, ANALYST, ROLES, access
from lms.web.locale import current_language

Choices = list[tuple[str, str]]


@bp.get("/administration/statistics")
@access(ANALYST)
def overview() -> ResponseReturnValue:
    """Show the figures that the address asks for."""
    if current_user.role not in ROLES[ADMINISTRATOR]:
        return redirect(url_for("reporting.quarters"))
    filters = queries.read_filters(request.args)
    if filters is None:
        abort(404)
    at = now()
    seen = scope(current_language(), current_app.config["LMS"].site_timezone, at)
    found = statistics(filters, seen, at)
    return render_template(
        "reporting/statistics.html",
        found=found,
        filters=filters,
        zone=seen.zone,
        first_day=filters.period.first if filters.period else seen.first_day,
        last_day=min(filters.period.next.first - timedelta(days=1), seen.today) if filters.period else seen.today,
        made_at=at,
        title=queries.TITLES,
        heading=queries.HEADINGS[filters.grouping],
        modules=total(found.funnels),
        choices=choices(seen),
        narrowed=[(queries.TITLES[key], value_name(key, value, seen)) for key, value in filters.chosen.items()],
        definitions=queries.DEFINITIONS,
        **_charts(found),
    )


def choices(seen: Scope) -> dict[str, Any]:
    """What each filter offers, as pairs of value and name."""
    found: dict[str, Any] = {
        "by": [(one.value, gettext(queries.TITLES[one])) for one in queries.Dimension],
        "period": _periods(seen.first_day, seen.today),
        "course": sorted(((slug, seen.title(number)) for slug, number in seen.course_ids.items()), key=_name),
        "institution": sorted(seen.institutions.items(), key=_name),
        "release": [
            (entry.name, value_name(queries.Dimension.RELEASE, entry.name, seen)) for entry in reversed(seen.releases)
        ],
        "country": list(country_choices(current_language())),
    }
    for dimension, labels in queries.LABELS.items():
        found[dimension.value] = [(code, gettext(label)) for code, label in labels.items()]
    for dimension in queries.MAY_BE_UNTOLD:
        found[dimension.value] = [*found[dimension.value], (queries.NOT_TOLD, code_name(dimension, None))]
    return found


def _name(choice: tuple[str, str]) -> str:
    return choice[1].casefold()


def _periods(first: date, last: date) -> list[tuple[str, Choices]]:
    """Years, quarters and months, the latest first, each kind under its name."""
    names = {queries.Span.YEAR: gettext("Years"), queries.Span.QUARTER: gettext("Quarters")}
    names[queries.Span.MONTH] = gettext("Months")
    return [
        (name, [(one.name, period_name(one)) for one in reversed(list(queries.periods(first, last, span)))])
        for span, name in names.items()
    ]


def _charts(found: Statistics) -> dict[str, Any]:
    """The way from enrolling to the certificate, and who was certified."""
    total = found.table.total
    way = [(gettext("Enrolments"), total.enrolled), (gettext("Started"), total.started)]
    if found.funnel is not None:
        way += [(step.title, step.number) for step in found.funnel.steps]
    way += [(gettext("Completed"), total.completed), (gettext("Certified"), total.certified)]
    shown = [(row.label, row.figures.certified_women, row.figures.certified_men) for row in found.table.rows]
    return {
        "way": way,
        "steps": queries.steps(way),
        "pairs": queries.pairs(queries.first_rows(shown, gettext("All others"))),
    }
