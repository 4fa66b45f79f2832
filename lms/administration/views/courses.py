"""Courses, looked after: what readers see of each, released anew, rolled back, retired, opened and closed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.administration import wording
from lms.administration.access import acting
from lms.administration.queries.actors import actors_in_words
from lms.administration.views.asking import asked_number, asked_text
from lms.administration.views.blueprint import bp
from lms.audit.queries import entries_about
from lms.clock import now, site_day
from lms.db import db
from lms.enrolment.queries import Counts, counts_of
from lms.errors import N_, Refusal
from lms.idempotency.access import once
from lms.learning.access import reading_today
from lms.publishing.actions import BrokenCourse, administering, folders_to_release, prepare_from_folder
from lms.publishing.queries import administered
from lms.web.access import ADMINISTRATOR, access
from lms.web.locale import current_language

_ACT = "<any(retire,reopen,dates,rollback):act>"


@bp.get("/administration/courses")
@access(ADMINISTRATOR)
def courses() -> ResponseReturnValue:
    """All courses, and the folders of which none was released yet."""
    lines, has_more = administered.courses_listed(asked_text("after"))
    return render_template(
        "administration/courses.html",
        lines=lines,
        has_more=has_more,
        counts=counts_of([line.course_id for line in lines]),
        nobody=Counts(),
        shown=_shown,
        reading=reading_today,
        folders=folders_to_release(_courses_dir()),
    )


@bp.get("/administration/courses/<slug>")
@access(ADMINISTRATOR)
def course(slug: str) -> ResponseReturnValue:
    """One course: its state, its releases, and what may be done with it."""
    return _course_page(slug)


@bp.get("/administration/courses/<slug>/releases/<int:release>")
@access(ADMINISTRATOR)
def release(slug: str, release: int) -> ResponseReturnValue:
    """What a release changed, and what going back to it would change now."""
    return _release_page(slug, release)


@bp.post("/administration/courses/<slug>/release")
@access(ADMINISTRATOR)
def release_course(slug: str) -> ResponseReturnValue:
    """Release a course from its folder, or say what is wrong with it."""
    actor = acting()
    # Reading and compiling take long: nobody else's writing waits for it, so this transaction ends before.
    db.session.commit()
    try:
        prepared = prepare_from_folder(_courses_dir(), slug)
    except BrokenCourse as refusal:
        return render_template("administration/broken.html", slug=slug, lines=_lines(refusal), refusal=refusal), 422
    except Refusal as refusal:
        return _course_page(slug, refusal=refusal)
    return _store(slug, prepared, actor)


@once
def _store(slug: str, prepared: Any, actor: str) -> ResponseReturnValue:
    seen = request.form.get("seen") or None
    try:
        made = administering.release(prepared, seen, actor=actor, at=now())
    except Refusal as refusal:
        return _course_page(slug, refusal=refusal)
    return redirect(url_for(".course", slug=slug, done="release" if made else "same"), 303)


@bp.post(f"/administration/courses/<slug>/{_ACT}")
@access(ADMINISTRATOR)
@once
def act_on_course(slug: str, act: str) -> ResponseReturnValue:
    """Retire a course, list it again, set its dates, or show readers another release of it."""
    acts: dict[str, Callable[[str, dict[str, Any]], None]] = {
        "retire": lambda seen, known: administering.retire(slug, seen, **known),
        "reopen": lambda seen, known: administering.reopen(slug, seen, **known),
        "dates": lambda seen, known: _set_dates(slug, seen, known),
        "rollback": lambda seen, known: administering.roll_back(slug, _wanted_release(), seen, **known),
    }
    known = {"reason": request.form.get("reason", "").strip()[:1000], "actor": acting(), "at": now()}
    show = _course_page if act != "rollback" else lambda slug, **told: _release_page(slug, _wanted_release(), **told)
    try:
        acts[act](request.form.get("seen", ""), known)
    except administering.NoReason as refusal:
        return show(slug, errors={f"{act}-reason": refusal})
    except administering.BadDates as refusal:
        return show(slug, errors={"closes_on": refusal})
    except _NoDay as refusal:
        return show(slug, errors={refusal.field: refusal})
    except Refusal as refusal:
        return show(slug, refusal=refusal)
    return redirect(url_for(".course", slug=slug, done=act), 303)


class _NoDay(Refusal):
    """What was typed is no day."""

    def __init__(self, field: str) -> None:
        super().__init__(N_("Type a day like 2027-03-31, or leave it empty."))
        self.field = field


def _wanted_release() -> int:
    text = request.form.get("number", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else abort(400)


def _set_dates(slug: str, seen: str, known: dict[str, Any]) -> None:
    administering.set_dates(slug, _day("opens_on"), _day("closes_on"), seen, **known)


def _day(field: str) -> date | None:
    text = request.form.get(field, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _NoDay(field) from None


def _course_page(
    slug: str, *, errors: dict[str, Refusal] | None = None, refusal: Refusal | None = None
) -> ResponseReturnValue:
    facts = administered.course_facts(slug)
    if facts is None:
        if refusal is not None:
            return render_template("administration/broken.html", slug=slug, lines=[], refusal=refusal), 409
        abort(404)
    history = entries_about("course", slug)
    act = (request.view_args or {}).get("act")
    page = render_template(
        "administration/course.html",
        facts=facts,
        outline=_shown(facts),
        state=reading_today(facts.original),
        counts=counts_of([facts.course_id]).get(facts.course_id, Counts()),
        history=history,
        actors=actors_in_words(entry.actor for entry in history),
        acts=wording.ACTS,
        errors=errors or {},
        refusal=refusal,
        values={
            "opens_on": facts.opens_on.isoformat() if facts.opens_on else "",
            "closes_on": facts.closes_on.isoformat() if facts.closes_on else "",
            **request.form.to_dict(),
            f"{act}-reason": request.form.get("reason", ""),
        },
        has_folder=slug in {path.name for path in _folders(slug)},
        today=site_day(now()),
        done=asked_text("done"),
    )
    return page, 422 if errors else 409 if refusal else 200


def _release_page(
    slug: str, number: int, *, errors: dict[str, Refusal] | None = None, refusal: Refusal | None = None
) -> ResponseReturnValue:
    facts = administered.course_facts(slug) or abort(404)
    against = asked_number("from") or (number - 1 if number == facts.number else facts.number)
    changes = administered.changes_between(slug, against or None, number) or abort(404)
    page = render_template(
        "administration/release.html",
        facts=facts,
        outline=_shown(facts),
        number=number,
        against=against,
        made=next((one for one in facts.releases if one.number == number), None),
        lines=list(administered.change_lines(changes, gettext)),
        errors=errors or {},
        refusal=refusal,
        values={"rollback-reason": request.form.get("reason", "")},
    )
    return page, 422 if errors else 409 if refusal else 200


def _shown(course: administered.CourseLine | administered.CourseFacts) -> Any:
    """The course in the page's language, else in its own."""
    return course.outlines.get(current_language()) or next(iter(course.outlines.values()))


def _lines(refusal: BrokenCourse) -> list[tuple[str, int, str, bool]]:
    """The checker's report: file, line, what is wrong, whether it is an error."""
    return [
        (problem.path, problem.line, administered.sentence(problem, gettext), problem.severity.value == "error")
        for problem in refusal.problems
    ]


def _courses_dir() -> Path:
    folder: Path = current_app.config["LMS"].courses_dir
    return folder


def _folders(slug: str) -> list[Path]:
    return [path for path in (_courses_dir() / slug,) if (path / "course.yml").is_file()]
