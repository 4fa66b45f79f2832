"""An author's wrong key, put right: attempts are graded anew a few at a time, and completion settles with each.

What is decided is a row; jobs carry it out, one step after the other, so that a learner never waits for long. Each
decision stands on those before it: one waits for the other, even if a job has to be tried again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from lms.assessment import actions as assessment
from lms.assessment.actions import Batch
from lms.assessment.models import Regrade
from lms.assessment.queries import first_try_passed, first_unfinished, quiz_results
from lms.audit import actions as audit
from lms.db import db
from lms.enrolment import actions as enrolments
from lms.enrolment.models import Enrolment
from lms.errors import N_, Refusal
from lms.jobs import actions as jobs
from lms.learning.actions.completing import EXAM, settle

REGRADING, RESTORING = "regrade", "restore-regrade"
# Attempts that are being handed in at this very moment did not see the regrade: it begins when they are there.
_BEGINS_AFTER = timedelta(seconds=2)


class NothingToTakeBack(Refusal):
    """The regrade is not the last one in force."""


def regrade(
    course_id: int,
    slug: str,
    question_key: str,
    release_id: int,
    mapping: Mapping[str, str],
    *,
    actor: str,
    reason: str,
    details: dict[str, Any],
    at: datetime,
) -> Regrade:
    """Have every attempt that asked a question by another key graded by that of a release."""
    made = assessment.make_regrade(course_id, question_key, release_id, mapping, at)
    audit.record(actor, "course.regrade", "course", slug, reason, {"question": question_key, **details}, at)
    jobs.add(REGRADING, {"regrade": made.id, "after": 0}, at, at + _BEGINS_AFTER)
    return made


def take_back(course_id: int, slug: str, regrade_id: int, *, actor: str, reason: str, at: datetime) -> None:
    """Give every attempt that a regrade changed what it was worth before. Who completed by it stays so.

    Only the last one in force can be taken back: what came later stands on it.
    """
    last = assessment.last_in_force(course_id)
    if last is None or last.id != regrade_id:
        raise NothingToTakeBack(N_("Only the last regrade can be taken back, and only once."))
    last.undone_at = at
    details = {"question": last.question_key}
    audit.record(actor, "course.regrade-undo", "course", slug, reason, details, at)
    jobs.add(RESTORING, {"regrade": last.id, "after": 0}, at)
    db.session.flush()


def _carry_out(arguments: jobs.Arguments, _found: Any, at: datetime) -> None:
    """One step of a regrade, if it is its turn and it was not taken back meanwhile."""
    found = db.session.get(Regrade, arguments["regrade"], with_for_update=True)
    if found is None:
        return
    if found.undone_at is None and first_unfinished(found.course_id) is found:
        if not _was_last(REGRADING, found, assessment.regrade_some(found, arguments["after"]), at):
            return
        found.done_at = at
    _go_on(found.course_id, at)


def _restore(arguments: jobs.Arguments, _found: Any, at: datetime) -> None:
    """One step back, if it is its turn."""
    found = db.session.get(Regrade, arguments["regrade"], with_for_update=True)
    if found is None:
        return
    if first_unfinished(found.course_id) is found:
        if not _was_last(RESTORING, found, assessment.restore_some(found, arguments["after"]), at):
            return
        found.restored_at = at
    _go_on(found.course_id, at)


def _was_last(kind: str, regrade: Regrade, batch: Batch, at: datetime) -> bool:
    """Settle what a step changed, and leave the next one to a job of the same kind, if there is one."""
    _settle(batch.enrolment_ids, at)
    if batch.last is not None:
        jobs.add(kind, {"regrade": regrade.id, "after": batch.last}, at)
    return batch.last is None


def _go_on(course_id: int, at: datetime) -> None:
    """Leave to a job what is to be carried out first now; it may have had its turn, and waited for another."""
    first = first_unfinished(course_id)
    if first is not None and first.undone_at is None:
        jobs.add(REGRADING, {"regrade": first.id, "after": 0}, at, first.made_at + _BEGINS_AFTER)
    elif first is not None:
        jobs.add(RESTORING, {"regrade": first.id, "after": 0}, at)


def _settle(enrolment_ids: Iterable[int], at: datetime) -> None:
    """What follows from other results: what is noted of the exam, completion, the certificate."""
    for number in enrolment_ids:
        enrolment = db.session.get_one(Enrolment, number)
        exam = quiz_results(number).get(EXAM)
        if exam is not None and exam.best_percent is not None:
            enrolments.correct_exam(enrolment, exam.best_percent, passed_first_try=first_try_passed(number, EXAM))
        settle(enrolment, at)


jobs.register(REGRADING, jobs.Kind(carry_out=_carry_out))
jobs.register(RESTORING, jobs.Kind(carry_out=_restore))
