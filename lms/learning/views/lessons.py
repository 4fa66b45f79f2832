"""The lesson, for anyone who has its address."""

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.learning.access import instead_of_lesson, is_open
from lms.learning.place import place_of
from lms.learning.views.blueprint import bp
from lms.publishing import queries
from lms.web.access import ANYONE, access
from lms.web.locale import current_language

# A wide table, which the script tells readers to swipe.
TABLE = '<div class="scroll"'


@bp.get("/courses/<slug>/lessons/<key>")
@access(ANYONE)
def lesson(slug: str, key: str) -> ResponseReturnValue:
    """A lesson as a page of its own: text, questions, notes, words and files."""
    page = queries.lesson(slug, key, current_language())
    if page is None or not is_open(page.outline):
        return instead_of_lesson(slug, page)
    return render_template(
        "learning/lesson.html",
        outline=page.outline,
        lesson=page.lesson,
        place=place_of(page.outline, key),
        has_script=any(part.question or TABLE in part.html for part in page.lesson.segments),
    )
