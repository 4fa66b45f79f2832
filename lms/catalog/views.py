"""Home, catalogue, course, glossary, search and the pages about the platform itself."""

from fractions import Fraction

from flask import Blueprint, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from lms.accounts.access import current_person, person_or_none
from lms.assessment.queries import quiz_results
from lms.catalog import filters
from lms.catalog.alphabet import in_order
from lms.catalog.invitation import Invitation, invitation
from lms.catalog.queries import taken_courses
from lms.catalog.totals import totals
from lms.certification.queries import certificate_of_enrolment, certificates_of
from lms.clock import now, site_day
from lms.courseware.compiled import Outline
from lms.enrolment.queries import completed_courses
from lms.learning.access import enrolment_here, in_the_other_language, is_open, reading_today
from lms.learning.queries import completion, lessons_done, progress
from lms.publishing import queries
from lms.publishing.queries.news import news_since
from lms.web.access import ANYONE, SIGNED_IN, access
from lms.web.locale import current_language

COURSES_PER_PAGE = 20

bp = Blueprint("catalog", __name__)


@bp.get("/")
@access(ANYONE)
def home() -> ResponseReturnValue:
    """What Palabre is, a first question to answer, and the courses."""
    courses = queries.outlines(current_language())
    readable = [course for course in courses if is_open(course)]
    first = next((one for one in readable if one.language == current_language() and one.lessons), None)
    return render_template(
        "catalog/home.html",
        courses=courses[:COURSES_PER_PAGE],
        count=len(courses),
        first=first,
        invitation=_invitation(first) if first else None,
        totals=totals(readable),
        reading=reading_today,
    )


def _invitation(course: Outline) -> Invitation | None:
    page = queries.lesson(course.slug, course.lessons[0].key, course.language)
    return invitation(page.lesson) if page else None


@bp.get("/courses")
@access(ANYONE)
def catalogue() -> ResponseReturnValue:
    """Every course, narrowed by what the address asks for."""
    courses = queries.outlines(current_language())
    offered = filters.choices(courses, current_language())
    asked = filters.wanted(request.args, offered)
    found = filters.matching(courses, asked)
    pages = max(1, -(-len(found) // COURSES_PER_PAGE))
    page = _page_number(pages)
    start = (page - 1) * COURSES_PER_PAGE
    return render_template(
        "catalog/catalogue.html",
        courses=found[start : start + COURSES_PER_PAGE],
        start=start,
        count=len(found),
        total=len(courses),
        all_open=all(map(is_open, courses)),
        reading=reading_today,
        offered=offered,
        asked=asked,
        page=page,
        pages=pages,
    )


@bp.get("/courses/<slug>")
@access(ANYONE)
def course(slug: str) -> ResponseReturnValue:
    """What a course is for, what it holds and what it asks."""
    outline = queries.outline(slug, current_language())
    if outline is None:
        return in_the_other_language(slug)
    person = person_or_none()
    enrolment = enrolment_here(slug)
    done = lessons_done(enrolment.id) if enrolment else {}
    passed = [key for key, result in quiz_results(enrolment.id).items() if result.is_done] if enrolment else []
    # Most courses ask for no other: then the others are not read.
    others = queries.outlines(current_language()) if outline.required or outline.advised else ()
    courses = {other.slug: other for other in others}
    completed_by = enrolment.completed_release_id if enrolment else None
    # What comes before is no matter any more to who has completed this one.
    first = (*outline.required, *outline.advised) if courses and completed_by is None else ()
    before = completed_courses(person.id, first) if person and first else frozenset()
    hours = Fraction(outline.certificate_hours or 0)
    return render_template(
        "catalog/course.html",
        outline=outline,
        state=reading_today(outline, enrolment),
        enrolment=enrolment,
        certificate=certificate_of_enrolment(enrolment.id) if enrolment and enrolment.completed_at else None,
        progress=progress(outline, done, passed) if enrolment else None,
        completion=completion(outline, done, passed),
        is_retired=not enrolment and queries.is_retired(slug),
        required=[courses[name] for name in outline.required if name in courses],
        advised=[courses[name] for name in outline.advised if name in courses],
        completed=before,
        certificate_minutes=int(hours * 60),
        news=news_since({completed_by: outline}).get(completed_by) if completed_by else None,
    )


@bp.get("/my-courses")
@access(SIGNED_IN)
def dashboard() -> ResponseReturnValue:
    """Where the learner is, what comes next, results and certificates."""
    person = current_person()
    taken = taken_courses(person.id, current_language())
    begun = (one for one in taken if not one.enrolment.completed_at and is_open(one.outline, one.enrolment))
    return render_template(
        "catalog/dashboard.html",
        person=person,
        taken=taken,
        current=next(begun, None),
        reading=reading_today,
        certificates=certificates_of(person.id, site_day(now())),
    )


@bp.get("/courses/<slug>/glossary")
@access(ANYONE)
def glossary(slug: str) -> ResponseReturnValue:
    """The words of a course and what they mean."""
    outline = queries.outline(slug, current_language())
    if outline is None:
        return in_the_other_language(slug)
    if not outline.terms:
        abort(404)
    return render_template("catalog/glossary.html", outline=outline, terms=in_order(outline.terms))


@bp.get("/search")
@access(ANYONE)
def search() -> ResponseReturnValue:
    """Lessons of the page's language that speak of what was typed."""
    text = " ".join(request.args.get("q", "").split())
    # A lesson that may not be read is not searched either: which words find it would tell what stands in it.
    courses = queries.outlines(current_language()) if text else ()
    readable = [course.slug for course in courses if is_open(course)]
    results = queries.search(text, current_language(), _page_number(), readable) if text else None
    return render_template("catalog/search.html", text=text, results=results)


@bp.get("/help", endpoint="help")
@access(ANYONE)
def help_page() -> ResponseReturnValue:
    """How to read, answer, find and print."""
    return render_template("catalog/help.html")


@bp.get("/accessibility")
@access(ANYONE)
def accessibility() -> ResponseReturnValue:
    """What was done so that everyone can read, how it was checked, and what is not done."""
    return render_template("catalog/accessibility.html")


@bp.get("/legal")
@access(ANYONE)
def legal() -> ResponseReturnValue:
    """Who publishes, under which licences, and what is kept about readers."""
    return render_template("catalog/legal.html", address=current_app.config["LMS"].public_url)


def _page_number(last: int | None = None) -> int:
    """The page the address asks for: the first where it asks for nonsense, the last where it asks for too much."""
    text = request.args.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    return max(1, min(number, last) if last else number)
