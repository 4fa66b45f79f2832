"""Completion settles in the transaction of the POST that meets it, and the certificate is issued there."""

import logging
from datetime import datetime

from lms.assessment.queries import QuizResult, quiz_results
from lms.certification import actions as certification
from lms.enrolment import actions as enrolments
from lms.enrolment.models import Enrolment
from lms.errors import Refusal
from lms.learning.actions.certifying import facts_of
from lms.learning.completion import completion
from lms.learning.queries import lessons_done
from lms.publishing.queries import release_outlines
from lms.publishing.queries.releases import current_of

EXAM = "exam"  # its key in every course
logger = logging.getLogger(__name__)


def settle(enrolment: Enrolment, at: datetime) -> None:
    """Complete the course if its rule is met, the current one or the one of enrolment; then issue the certificate.

    Publishing never takes away: who has completed stays so, by the rule of that day.
    """
    results = quiz_results(enrolment.id)
    exam = results.get(EXAM)
    if exam is not None and exam.best_percent is not None:
        enrolments.note_exam(enrolment, exam.best_percent, has_passed=exam.has_passed, tries=exam.tries)
    if enrolment.completed_at is None:
        _complete_if_met(enrolment, results, at)
    if enrolment.completed_at is not None and enrolment.name_confirmed_at is not None:
        _certify(enrolment, results, at)


def _complete_if_met(enrolment: Enrolment, results: dict[str, QuizResult], at: datetime) -> None:
    passed = {key for key, result in results.items() if result.has_passed}
    done = lessons_done(enrolment.id)
    current = current_of(enrolment.course_id)
    candidates = dict.fromkeys([*([current] if current else []), enrolment.release_id])
    outlines = release_outlines(candidates)
    for release_id in candidates:
        outline = next(iter(outlines[release_id].values()))
        if completion(outline, done, passed).is_complete:
            enrolments.complete(enrolment, release_id, outline.completion, at)
            return


def _certify(enrolment: Enrolment, results: dict[str, QuizResult], at: datetime) -> None:
    """Issue the certificate of a completed course, if it gives one and it is not there yet."""
    assert enrolment.completed_release_id is not None
    outlines = release_outlines([enrolment.completed_release_id])[enrolment.completed_release_id]
    if enrolment.person_id is None or next(iter(outlines.values())).certificate_hours is None:
        return
    facts = facts_of(enrolment, outlines, results, at)
    try:
        issued = certification.issue(facts, person_id=enrolment.person_id, enrolment_id=enrolment.id, at=at)
        enrolments.note_certificate(enrolment, issued.issued_at)
    except Refusal as refusal:
        # What was completed stays completed; the certificate follows with the next thing its holder does.
        logger.error("no certificate for the enrolment %s: %s", enrolment.id, refusal)
