"""Grading anew by a corrected key: attempt by attempt, each with what it was before, so that it can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lms.assessment.models import Answer, Attempt, Regrade, Regraded
from lms.assessment.queries import regrading as queries
from lms.assessment.queries.correcting import Change, Correction, Graded
from lms.assessment.queries.tries import answers
from lms.db import db
from lms.enrolment import actions as enrolments
from lms.enrolment.models import Enrolment

# A transaction ends after so many, for each may complete a course and issue a certificate while others wait to write.
CHANGED_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Batch:
    """What a step of a regrade did: whose attempts changed, and the last attempt that it saw; None: that was all."""

    enrolment_ids: tuple[int, ...]
    last: int | None


def make_regrade(
    course_id: int, question_key: str, release_id: int, mapping: Mapping[str, str], at: datetime
) -> Regrade:
    """Write down that a question is graded by the key of this release from now on, in attempts of earlier ones too."""
    made = Regrade(
        course_id=course_id, question_key=question_key, release_id=release_id, mapping=dict(mapping), made_at=at
    )
    db.session.add(made)
    db.session.flush()
    return made


def last_in_force(course_id: int) -> Regrade | None:
    """The last regrade of a course that was not taken back, which nobody else takes back meanwhile."""
    return db.session.scalar(
        select(Regrade)
        .where(Regrade.course_id == course_id, Regrade.undone_at.is_(None))
        .order_by(Regrade.id.desc())
        .limit(1)
        .with_for_update()
    )


def regrade_some(regrade: Regrade, after: int) -> Batch:
    """Apply a regrade to the next attempts after this one, by their ids."""
    correction = Correction(regrade.question_key, regrade.release_id, regrade.mapping)
    found = queries.not_regraded(regrade, after)
    changed: list[int] = []
    for graded in found:
        if isinstance(correction.change(graded), Change) and _regrade(regrade, correction, graded):
            changed.append(graded.enrolment_id)
        if len(changed) == CHANGED_AT_ONCE:
            return Batch(tuple(dict.fromkeys(changed)), graded.attempt_id)
    is_all = len(found) < queries.AT_ONCE
    return Batch(tuple(dict.fromkeys(changed)), None if is_all else found[-1].attempt_id)


def regrade_closed(attempt: Attempt, kept: Mapping[str, Answer]) -> None:
    """Apply to an attempt that has just been closed what was corrected since it began."""
    for regrade in queries.in_force(attempt):
        answer = kept.get(regrade.question_key)
        if answer is None or not answer.fields:
            continue
        correction = Correction(regrade.question_key, regrade.release_id, regrade.mapping)
        change = correction.change(_graded(attempt, answer, kept))
        if isinstance(change, Change):
            _apply(regrade, change)


def restore_some(regrade: Regrade, after: int) -> Batch:
    """Give the next attempts after this one what they were worth before a regrade that was taken back."""
    rows = db.session.execute(
        select(Regraded, Attempt, Answer)
        .join(Attempt, Attempt.id == Regraded.attempt_id)
        .join(Answer, (Answer.attempt_id == Attempt.id) & (Answer.question_key == regrade.question_key))
        .where(Regraded.regrade_id == regrade.id, Regraded.attempt_id > after)
        .order_by(Regraded.attempt_id)
        .limit(CHANGED_AT_ONCE)
    ).all()
    for row, attempt, answer in rows:
        enrolments.lock(db.session.get_one(Enrolment, attempt.enrolment_id))
        answer.points = row.answer_points_before
        attempt.points, attempt.share, attempt.has_passed = row.points_before, row.share_before, row.passed_before
    db.session.flush()
    enrolment_ids = tuple(dict.fromkeys(attempt.enrolment_id for _, attempt, _ in rows))
    return Batch(enrolment_ids, rows[-1][1].id if len(rows) == CHANGED_AT_ONCE else None)


def _regrade(regrade: Regrade, correction: Correction, graded: Graded) -> bool:
    """Change one result, looked at again once nobody else can change it: the enrolment first, as everybody does."""
    enrolments.lock(db.session.get_one(Enrolment, graded.enrolment_id))
    attempt = db.session.get_one(Attempt, graded.attempt_id)
    if db.engine.dialect.name != "sqlite":
        db.session.refresh(attempt, with_for_update=True)
    kept = answers(attempt.id)
    change = correction.change(_graded(attempt, kept[regrade.question_key], kept))
    if not isinstance(change, Change):
        return False
    _apply(regrade, change)
    return True


def _graded(attempt: Attempt, answer: Answer, kept: Mapping[str, Answer]) -> Graded:
    assert attempt.points is not None and attempt.out_of is not None and attempt.share is not None
    return Graded(
        attempt.id, attempt.enrolment_id, attempt.release_id, attempt.settings, attempt.points, attempt.out_of,
        attempt.share, attempt.has_passed, answer.fields, answer.language, answer.points,
        " ".join(one.points for one in kept.values() if one.points is not None),
    )  # fmt: skip


def _apply(regrade: Regrade, change: Change) -> None:
    attempt = db.session.get_one(Attempt, change.graded.attempt_id)
    answer = db.session.get_one(Answer, (attempt.id, regrade.question_key))
    result = change.outcome.result
    db.session.add(
        Regraded(
            regrade_id=regrade.id,
            attempt_id=attempt.id,
            answer_points_before=str(change.answer_before),
            answer_points_after=str(change.answer_after),
            points_before=attempt.points,
            points_after=str(result.points),
            share_before=attempt.share,
            share_after=str(result.share),
            passed_before=attempt.has_passed,
            passed_after=result.has_passed,
        )
    )
    answer.points = str(change.answer_after)
    attempt.points, attempt.share, attempt.has_passed = str(result.points), str(result.share), result.has_passed
    db.session.flush()
