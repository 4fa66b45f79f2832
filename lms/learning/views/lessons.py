"""The lesson, for anyone who has its address, and the button by which those who take the course finish it."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.access import current_person
from lms.clock import now
from lms.courseware.compiled import Outline, OutlineItem
from lms.idempotency.access import once
from lms.learning import actions
from lms.learning.access import closed_page, enrolment_here, instead_of_lesson, is_open
from lms.learning.place import following, place_of
from lms.learning.progress import progress
from lms.learning.queries import Done, done_in
from lms.learning.views.blueprint import bp
from lms.publishing import queries
from lms.publishing.queries import LessonPage, PartCache
from lms.web.access import ANYONE, SIGNED_IN, access
from lms.web.locale import current_language

# The text of a lesson is the same for everybody, and most of the work of its page: it is rendered once.
BODIES = PartCache(8 * 1024 * 1024)
# A wide table, which the script tells readers to swipe.
TABLE = '<div class="scroll"'


@bp.get("/courses/<slug>/lessons/<key>")
@access(ANYONE)
def lesson(slug: str, key: str) -> ResponseReturnValue:
    """A lesson as a page of its own: text, questions, notes, words and files."""
    page = queries.lesson(slug, key, current_language())
    enrolment = enrolment_here(slug)
    if page is None or not is_open(page.outline, enrolment):
        return instead_of_lesson(slug, page, enrolment)
    done = done_in(enrolment.id) if enrolment else Done({}, frozenset())
    return render_template(
        "learning/lesson.html",
        outline=page.outline,
        lesson=page.lesson,
        place=place_of(page.outline, key),
        following=following(page.outline, key),
        enrolment=enrolment,
        done=done.lessons,
        progress=progress(page.outline, done.lessons, done.quizzes) if enrolment else None,
        body=_rendered("lesson_body", page),
        after=_rendered("lesson_after", page),
        has_script=any(part.question or TABLE in part.html for part in page.lesson.segments),
    )


def _rendered(template: str, page: LessonPage) -> str:
    """What the lesson alone decides, as HTML in the language of this page: its text and questions, or its notes."""
    slug, language = page.outline.slug, current_language()
    name = f"{template}/{page.digest}/{slug}/{language}"  # a part may be two courses': its links lead to either
    found: str | None = BODIES.get(name)
    if found is None:
        found = render_template(f"learning/{template}.html", slug=slug, lesson=page.lesson)
        BODIES.put(name, found, len(found))
    return found


@bp.post("/courses/<slug>/lessons/<key>/done")
@access(SIGNED_IN)
@once
def finish(slug: str, key: str) -> ResponseReturnValue:
    """Note that the lesson is finished, and lead to what comes next."""
    page = queries.lesson(slug, key, current_language())
    enrolment = enrolment_here(slug)
    if page is None:
        return instead_of_lesson(slug, page)
    if enrolment is None:
        return redirect(url_for("learning.enrol", slug=slug, lesson=key))
    if not is_open(page.outline, enrolment):
        return closed_page(page.outline, enrolment)
    actions.finish_lesson(enrolment, current_person(), key, current_language(), now())
    return redirect(item_address(page.outline, following(page.outline, key)), 303)


def item_address(outline: Outline, item: OutlineItem | None) -> str:
    """The page of a line of a course's contents; the course's own after the last one."""
    if item is None:
        return url_for("catalog.course", slug=outline.slug)
    endpoint = "learning.lesson" if item.kind == "lesson" else "learning.quiz"
    return url_for(endpoint, slug=outline.slug, key=item.key)


bp.add_app_template_global(item_address)
