"""The page that a quiz or the exam is taken from: what it asks, what is left, and what came of earlier tries."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts.access import current_person, person_or_none
from lms.accounts.queries import read_name
from lms.assessment import queries as assessment
from lms.assessment.queries import (
    Answer,
    Attempt,
    NoTriesLeft,
    UnknownQuiz,
    allowance,
    grade,
    is_overdue,
    minutes_given,
    percent_down,
)
from lms.clock import now
from lms.courseware.compiled import CompiledQuiz
from lms.enrolment.models import Enrolment
from lms.errors import Refusal
from lms.idempotency.access import once
from lms.learning import actions
from lms.learning.access import closed_page, enrolment_here, in_the_other_language, is_open, reading_today
from lms.learning.views.blueprint import bp
from lms.publishing.queries import is_retired
from lms.publishing.queries.quizzes import QuizPage, quiz_page
from lms.web.access import ANYONE, SIGNED_IN, access
from lms.web.locale import current_language


@bp.get("/courses/<slug>/quizzes/<key>")
@access(ANYONE)
def quiz(slug: str, key: str) -> ResponseReturnValue:
    """A quiz before and after its tries: anyone may see what it asks, those who take the course start it here."""
    page = quiz_page(slug, current_language())
    if page is None:
        return in_the_other_language(slug)
    found = page.quiz(key) or abort(404)
    if "preview" in current_app.extensions:
        verdicts = {question.key: grade(question, Answer()) for question in found.questions}
        return render_template(
            "learning/quiz_preview.html", outline=page.outline, quiz=found, verdicts=verdicts, no_answer=Answer()
        )
    enrolment = enrolment_here(slug)
    if not is_open(page.outline, enrolment):
        if enrolment and assessment.tries(enrolment.id, key):
            return _front(page, found, enrolment), 403  # results stay, and what was answered can still be sent
        return closed_page(page.outline, enrolment)
    return _front(page, found, enrolment)


@bp.get("/courses/<slug>/quizzes/<key>/start")
@access(SIGNED_IN)
def start(slug: str, key: str) -> ResponseReturnValue:
    """Where a form that was shown again lies: a reload and the other language lead back to the quiz."""
    return redirect(url_for("learning.quiz", slug=slug, key=key))


@bp.post("/courses/<slug>/quizzes/<key>/start")
@access(SIGNED_IN)
@once
def start_attempt(slug: str, key: str) -> ResponseReturnValue:
    """Begin a try, or go on with the one that is open. The exam confirms the name on the certificate first."""
    page = quiz_page(slug, current_language())
    if page is None:
        return in_the_other_language(slug)
    found = page.quiz(key) or abort(404)
    enrolment = enrolment_here(slug)
    if enrolment is None:
        return redirect(url_for("learning.enrol", slug=slug))
    if not is_open(page.outline, enrolment):
        return closed_page(page.outline, enrolment)
    at = now()
    if _asks_name(page, key, enrolment):
        typed = request.form.get("name", "")
        try:
            name = read_name(typed)
        except Refusal as refusal:
            return _front(page, found, enrolment, name=typed, mend=refusal), 422
        actions.confirm_name(enrolment, name, at)
    try:
        attempt = actions.start_attempt(enrolment, current_person(), key, at)
    except NoTriesLeft:
        return _front(page, found, enrolment), 403
    except UnknownQuiz:
        abort(404)
    return redirect(_first_page(slug, attempt, at), 303)


def _front(
    page: QuizPage,
    found: CompiledQuiz,
    enrolment: Enrolment | None,
    name: str | None = None,
    mend: Refusal | None = None,
) -> str:
    at = now()
    tries = assessment.tries(enrolment.id, found.key) if enrolment else []
    settings = found.settings
    left = allowance(settings.attempts, settings.per_hours, [one.started_at for one in tries], at)
    present = tries[0] if tries and tries[0].closed_at is None else None
    person = person_or_none()
    limit = settings.time_limit_minutes
    return render_template(
        "learning/quiz.html",
        outline=page.outline,
        item=page.outline.item(found.key),
        quiz=found,
        enrolment=enrolment,
        state=reading_today(page.outline, enrolment),
        is_retired=bool(person) and not enrolment and is_retired(page.outline.slug),
        person=person,
        tries=[one for one in tries if one is not present],
        present=present,
        is_over=bool(present and is_overdue(present.deadline_at, None, at)),
        left=left,
        minutes=minutes_given(limit, enrolment.extra_time_percent if enrolment else 0) if limit else None,
        asks_name=_asks_name(page, found.key, enrolment),
        values={"name": _name(enrolment) if name is None else name},
        errors={"name": mend} if mend else {},
        refusal=_("There is no try left for the moment.") if request.method == "POST" and not mend else "",
    )


@bp.app_template_filter("percent_down")
def as_percent(share: Fraction | str) -> int:
    """A share, or a share as it is kept, as a whole percentage, rounded down."""
    return percent_down(Fraction(share))


def _name(enrolment: Enrolment | None) -> str:
    """The name to confirm: as it was confirmed before, else the account's."""
    person = person_or_none()
    return (enrolment.certificate_name if enrolment else None) or (person.name if person else "")


def _asks_name(page: QuizPage, key: str, enrolment: Enrolment | None) -> bool:
    """Whether starting confirms the name that the certificate will carry; one that is issued keeps its own."""
    item = page.outline.item(key)
    is_certified = enrolment is not None and enrolment.certified_at is not None
    return bool(item and item.kind == "exam" and page.outline.certificate_hours is not None and not is_certified)


def _first_page(slug: str, attempt: Attempt, at: datetime) -> str:
    """Where an attempt begins, or goes on: its first question without an answer, or all of them."""
    values: dict[str, Any] = {"slug": slug, "key": attempt.quiz_key, "attempt": attempt.public_id}
    if attempt.settings["page"] == "all":
        return url_for("learning.attempt", **values)
    # A try that begins now has no answers to look for.
    kept = {} if attempt.started_at == at else assessment.answers(attempt.id)
    left = (one["key"] for one in attempt.questions if one["key"] not in kept or not kept[one["key"]].fields)
    if (question := next(left, None)) is None:
        return url_for("learning.attempt", **values)
    return url_for("learning.attempt_question", question=question, **values)
