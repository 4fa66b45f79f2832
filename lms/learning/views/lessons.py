"""The lesson, for anyone who has its address."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from lms.learning.access import Reading, reading_today
from lms.learning.place import place_of
from lms.learning.views.blueprint import bp
from lms.publishing import queries
from lms.web.access import ANYONE, access
from lms.web.locale import current_language, other_language

# A wide table, which the script tells readers to swipe.
TABLE = '<div class="scroll"'


@bp.get("/courses/<slug>/lessons/<key>")
@access(ANYONE)
def lesson(slug: str, key: str) -> ResponseReturnValue:
    """A lesson as a page of its own: text, questions, notes, words and files."""
    page = queries.lesson(slug, key, current_language())
    if page is None:
        return _in_the_other_language(slug)
    state = reading_today(page.outline)
    if state is not Reading.OPEN:
        return render_template("learning/closed.html", outline=page.outline, state=state), 403
    return render_template(
        "learning/lesson.html",
        outline=page.outline,
        lesson=page.lesson,
        place=place_of(page.outline, key),
        has_script=any(part.question or TABLE in part.html for part in page.lesson.segments),
    )


def _in_the_other_language(slug: str) -> ResponseReturnValue:
    """Say that the course is only there in the other language, if it is."""
    outline = queries.outline(slug, other_language())
    if outline is None or current_language() in outline.languages:
        abort(404)
    return render_template("catalog/one_language.html", outline=outline), 404
