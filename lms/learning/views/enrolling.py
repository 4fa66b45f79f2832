"""Enrolling in a course and leaving it; the name that its certificate will carry."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.access import current_person
from lms.accounts.queries import read_name
from lms.clock import now, site_day
from lms.courseware.compiled import Outline
from lms.enrolment.models import Enrolment
from lms.enrolment.queries import completed_courses
from lms.errors import Refusal
from lms.idempotency.access import once
from lms.learning import actions
from lms.learning.access import enrolment_here, in_the_other_language
from lms.learning.views.blueprint import bp
from lms.publishing import queries
from lms.web.access import SIGNED_IN, access
from lms.web.forms import worded
from lms.web.locale import current_language


@bp.get("/courses/<slug>/enrol")
@access(SIGNED_IN)
def enrol(slug: str) -> ResponseReturnValue:
    """Ask whether to enrol, or say what stands in the way; from a lesson, lead back to it."""
    outline = queries.outline(slug, current_language())
    if outline is None:
        return in_the_other_language(slug)
    if enrolment_here(slug):
        return redirect(_after_enrolling(outline))
    try:
        actions.release_to_begin(current_person(), outline, site_day(now()))
    except actions.EnrolmentRefused as refusal:
        return _refused(outline, refusal)
    return render_template(
        "learning/enrol.html", outline=outline, lesson=_lesson(outline), refusal="", missing=(), useful=_useful(outline)
    )


@bp.post("/courses/<slug>/enrol")
@access(SIGNED_IN)
@once
def do_enrol(slug: str) -> ResponseReturnValue:
    """Enrol, or say what stands in the way."""
    outline = queries.outline(slug, current_language())
    if outline is None:
        return in_the_other_language(slug)
    at = now()
    try:
        actions.enrol(current_person(), outline, current_language(), today=site_day(at), at=at)
    except actions.EnrolmentRefused as refusal:
        return _refused(outline, refusal)
    return redirect(_after_enrolling(outline), 303)


def _refused(outline: Outline, refusal: actions.EnrolmentRefused) -> ResponseReturnValue:
    page = render_template(
        "learning/enrol.html",
        outline=outline,
        lesson=_lesson(outline),
        refusal=worded(refusal),
        missing=_titles(refusal.slugs) if isinstance(refusal, actions.PrerequisiteMissing) else (),
    )
    return page, 403


@bp.get("/courses/<slug>/leave")
@access(SIGNED_IN)
def leave(slug: str) -> ResponseReturnValue:
    """Ask whether to leave, and say what is kept."""
    outline, enrolment = _taken(slug)
    return render_template("learning/leave.html", outline=outline, enrolment=enrolment)


@bp.post("/courses/<slug>/leave")
@access(SIGNED_IN)
@once
def do_leave(slug: str) -> ResponseReturnValue:
    """Leave the course."""
    _outline, enrolment = _taken(slug)
    actions.leave(enrolment, now())
    return redirect(url_for("catalog.dashboard"), 303)


@bp.get("/courses/<slug>/certificate-name")
@access(SIGNED_IN)
def certificate_name(slug: str) -> ResponseReturnValue:
    """Ask for the name that the certificate of a completed course will carry."""
    outline, enrolment = _taken(slug)
    return _name_page(outline, enrolment, enrolment.certificate_name or current_person().name)


def _name_page(outline: Outline, enrolment: Enrolment, name: str, refusal: Refusal | None = None) -> str:
    return render_template(
        "learning/certificate_name.html",
        outline=outline,
        enrolment=enrolment,
        values={"name": name},
        errors={"name": refusal} if refusal else {},
    )


@bp.post("/courses/<slug>/certificate-name")
@access(SIGNED_IN)
@once
def do_certificate_name(slug: str) -> ResponseReturnValue:
    """Take the name; if the course is completed, its certificate is issued at once."""
    outline, enrolment = _taken(slug)
    typed = request.form.get("name", "")
    try:
        name = read_name(typed)
    except Refusal as refusal:
        return _name_page(outline, enrolment, typed, refusal), 422
    at = now()
    actions.confirm_name(enrolment, name, at)
    actions.settle(enrolment, at)
    return redirect(url_for("catalog.course", slug=slug), 303)


def _taken(slug: str) -> tuple[Outline, Enrolment]:
    """The course and the person's enrolment in it; nothing is here for those who do not take it."""
    outline = queries.outline(slug, current_language())
    enrolment = enrolment_here(slug)
    if outline is None or enrolment is None:
        abort(404)
    return outline, enrolment


def _lesson(outline: Outline) -> str:
    """The key of the lesson that enrolling leads back to, if it was asked for from one."""
    key = request.values.get("lesson", "")
    return key if any(item.key == key for item in outline.lessons) else ""


def _after_enrolling(outline: Outline) -> str:
    key = _lesson(outline)
    if key:
        # Whoever could read the lesson enrols below it, where they stopped: there they find the button that says so.
        end = "finish" if outline.access == "open" else None
        return url_for("learning.lesson", slug=outline.slug, key=key, _anchor=end)
    return url_for("catalog.course", slug=outline.slug)


def _useful(outline: Outline) -> list[Outline]:
    """The courses advised before this one that the person has not completed."""
    if not outline.advised:
        return []
    completed = completed_courses(current_person().id, outline.advised)
    return _titles(tuple(slug for slug in outline.advised if slug not in completed))


def _titles(slugs: tuple[str, ...]) -> list[Outline]:
    """The courses that come first, as far as they are here."""
    return [outline for outline in queries.outlines(current_language()) if outline.slug in slugs]
