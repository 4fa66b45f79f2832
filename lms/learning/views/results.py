"""Checking answers before they are sent, sending them, and the result with every explanation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from lms.accounts.access import current_person
from lms.assessment import queries as assessment
from lms.assessment.queries import Asked, Correction, Outcome, Score, allowance, corrections, percent_down, score
from lms.certification.queries import certificate_of_enrolment
from lms.idempotency.access import once
from lms.learning import actions
from lms.learning.place import following
from lms.learning.taking import to_read_again
from lms.learning.views.answering import PATH, all_questions
from lms.learning.views.attempts import Taking, closed_course, taking
from lms.learning.views.blueprint import bp
from lms.web.access import SIGNED_IN, access

MISSED = (Outcome.PARTLY, Outcome.NOT_YET, Outcome.UNANSWERED)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A question of the attempt whose right answer was corrected after it was asked."""

    asked: Asked  # as it was asked, with what is right now and why
    corrected_at: datetime
    points_before: Fraction
    points_after: Fraction


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
    corrected = {one.asked.key: one for one in _corrected(found)}
    found = replace(
        found, asked=tuple(corrected[one.key].asked if one.key in corrected else one for one in found.asked)
    )
    verdicts = {asked.key: found.verdict(asked) for asked in found.asked}
    result = _result(found) or score(verdicts.values(), found.attempt.settings["pass_percent"])
    tries = assessment.tries(found.enrolment.id, key)
    present = found.page.quiz(key)
    settings = present.settings if present else found.quiz.settings
    missed = [(asked.question, asked.quiz.key) for asked in found.asked if verdicts[asked.key].outcome in MISSED]
    has_passed = bool(result.has_passed) or any(one.has_passed for one in tries)
    return render_template(
        "learning/attempt_result.html",
        taking=found,
        verdicts=verdicts,
        corrected=corrected,
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
        reread=to_read_again(found.outline, key, missed),
        late=[(asked, late) for asked in found.asked if (late := found.late_answer(asked))],
    )


def _result(taking: Taking) -> Score | None:
    """The result that is kept; None until the attempt, though over, is closed."""
    attempt = taking.attempt
    if attempt.points is None or attempt.out_of is None:
        return None
    return Score(Fraction(attempt.points), Fraction(attempt.out_of), attempt.has_passed)


def _corrected(taking: Taking) -> Iterator[Corrected]:
    """The questions that were regraded, in the order asked."""
    found = corrections(taking.attempt.id)
    for asked in taking.asked:
        if asked.key not in found:
            continue
        regrade, row = found[asked.key]
        correction = Correction(regrade.question_key, regrade.release_id, regrade.mapping)
        now = correction.rekeyed(taking.attempt.release_id, taking.quiz.language)
        if now is not None:
            yield Corrected(
                replace(asked, written=now.question),
                regrade.made_at,
                Fraction(row.answer_points_before),
                Fraction(row.answer_points_after),
            )


def _percent_before(found: Taking, key: str) -> int | None:
    """What the learner had in the quiz that this one is compared with, if there is one and they took it to its end."""
    measuring = found.page.measuring(key)
    tries = assessment.tries(found.enrolment.id, measuring.key) if measuring else []
    shares = [one.share for one in tries if one.closed_at and one.share is not None]
    return percent_down(Fraction(shares[-1])) if shares else None
