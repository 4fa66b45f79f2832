"""The page that says what learners know after a course that they did not know before."""

from typing import Any

from flask import abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from lms.clock import now
from lms.publishing.queries.quizzes import quizzes
from lms.reporting import queries
from lms.reporting.queries.gains import gained
from lms.reporting.queries.naming import value_name
from lms.reporting.queries.scope import Scope, scope
from lms.reporting.views.blueprint import bp
from lms.reporting.views.statistics import choices
from lms.web.access import ADMINISTRATOR, access
from lms.web.locale import current_language

# A measure is of one course: what else tells courses apart is no filter here.
FILTERED = ("release", "country", "sex", "age", "sector", "kind", "language")


@bp.get("/administration/statistics/gain/<slug>/<key>")
@access(ADMINISTRATOR)
def knowledge_gain(slug: str, key: str) -> ResponseReturnValue:
    """What those gained who took a test before the lessons and the one after them."""
    seen = scope(current_language(), current_app.config["LMS"].site_timezone, now())
    course_id = seen.course_ids.get(slug)
    outline = seen.outlines.get(course_id) if course_id else None
    if course_id is None or outline is None:
        abort(404)
    release_id = next(entry.id for entry in seen.releases if entry.course_id == course_id and entry.is_current)
    known = quizzes(release_id).in_language(current_language())
    measure = known.get(key)
    after = known.get(measure.settings.measures_before or "") if measure else None
    if measure is None or after is None:
        abort(404)
    asked = {name: value for name, value in request.args.items() if name in (*FILTERED, "period")}
    filters = queries.read_filters(asked)
    if filters is None:
        abort(404)
    found = gained(course_id, key, after.key, filters, seen)
    return render_template(
        "reporting/gain.html",
        outline=outline,
        measure=measure,
        after=after,
        found=found,
        filters=filters,
        choices=_choices(seen, slug),
        title=queries.TITLES,
        narrowed=[(queries.TITLES[name], value_name(name, value, seen)) for name, value in filters.chosen.items()],
        medium=queries.MEDIUM_FROM,
        high=queries.HIGH_FROM,
        definitions=queries.OF_GAIN,
    )


def _choices(seen: Scope, slug: str) -> dict[str, Any]:
    """What the filters offer: of releases, those of this course."""
    found = choices(seen)
    found["release"] = [(name, text) for name, text in found["release"] if name.rpartition(".")[0] == slug]
    return found
