"""Checking answers before they are sent, sending them, and the result with every explanation."""

from __future__ import annotations

from fractions import Fraction

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from lms.accounts.access import current_person
from lms.assessment import queries as assessment
from lms.assessment.queries import Outcome, allowance, percent_down, score
from lms.certification.queries import certificate_of_enrolment
from lms.idempotency.access import once
from lms.learning import actions
from lms.learning.place import following
from lms.learning.taking import lessons_around, modules_around
from lms.learning.views.answering import PATH, all_questions
from lms.learning.views.attempts import Taking, closed_course, taking
from lms.learning.views.blueprint import bp
from lms.web.access import SIGNED_IN, access

MISSED = (Outcome.PARTLY, Outcome.NOT_YET, Outcome.UNANSWERED)


@bp.get(PATH)
@access(SIGNED_IN)
def attempt(slug: str, key: str, attempt: str) -> ResponseReturnValue:
    """Check your answers; where a quiz shows all its questions on one page, those first."""
    found = taking(slug, key, attempt)
    if not isinstance(found, Taking):
        return found
    if found.is_closed:
        return redirect(found.address("attempt_result"))
    if stop := closed_course(found):
        return stop
    if found.attempt.settings["page"] == "all" and "check" not in request.args:
        return all_questions(found)
    return render_template("learning/attempt.html", taking=found, unanswered={one.key for one in found.unanswered})


@bp.post(f"{PATH}/submit")
@access(SIGNED_IN)
@once
def submit_attempt(slug: str, key: str, attempt: str) -> ResponseReturnValue:
    """Send the answers; sent before, the same result. What was saved counts even if the course has closed since."""
    found = taking(slug, key, attempt)
    if not isinstance(found, Taking):
        return found
    actions.submit_attempt(found.enrolment, current_person(), found.attempt, found.at)
    return redirect(found.address("attempt_result"), 303)


@bp.get(f"{PATH}/submit")
@access(SIGNED_IN)
def submit(slug: str, key: str, attempt: str) -> ResponseReturnValue:
    """Where a form that was stopped lies: a reload and the other language lead to the answers."""
    found = taking(slug, key, attempt)
    return redirect(found.address("attempt")) if isinstance(found, Taking) else found


@bp.get(f"{PATH}/result")
@access(SIGNED_IN)
def attempt_result(slug: str, key: str, attempt: str) -> ResponseReturnValue:
    """What an attempt came to: as it was asked, by the release it was asked from, in either language."""
    found = taking(slug, key, attempt)
    if not isinstance(found, Taking):
        return found
    if not found.is_closed:
        return redirect(found.address("attempt"))
    verdicts = {asked.key: found.verdict(asked) for asked in found.asked}
    result = score(verdicts.values(), found.attempt.settings["pass_percent"])
    tries = assessment.tries(found.enrolment.id, key)
    present = found.page.quiz(key)
    settings = present.settings if present else found.quiz.settings
    missed = [asked for asked in found.asked if verdicts[asked.key].outcome in MISSED]
    quizzes_missed = sorted({asked.quiz.key for asked in missed})
    has_passed = bool(result.has_passed) or any(one.has_passed for one in tries)
    return render_template(
        "learning/attempt_result.html",
        taking=found,
        verdicts=verdicts,
        result=result,
        percent=percent_down(result.share),
        before=_percent_before(found, key),
        has_passed_ever=has_passed,
        is_explained=found.attempt.settings["feedback"] != "passed" or has_passed,
        left=allowance(settings.attempts, settings.per_hours, [one.started_at for one in tries], found.at),
        settings=settings,
        is_there=present is not None,
        next=following(found.outline, key),
        certificate=certificate_of_enrolment(found.enrolment.id) if found.enrolment.completed_at else None,
        # What the questions missed have in common is said once, else each says its own.
        reread=lessons_around(found.outline, quizzes_missed[0]) if len(quizzes_missed) == 1 else (),
        reread_modules=modules_around(found.outline, key) if key in quizzes_missed else (),
        reread_of={asked.key: lessons_around(found.outline, asked.quiz.key) for asked in missed}
        if len(quizzes_missed) > 1
        else {},
        late=[(asked, late) for asked in found.asked if (late := found.late_answer(asked))],
    )


def _percent_before(found: Taking, key: str) -> int | None:
    """What the learner had in the quiz that this one is compared with, if there is one and they took it to its end."""
    measuring = found.page.measuring(key)
    tries = assessment.tries(found.enrolment.id, measuring.key) if measuring else []
    shares = [one.share for one in tries if one.closed_at and one.share is not None]
    return percent_down(Fraction(shares[-1])) if shares else None
