"""What a learner does with a quiz: start, answer, hand in. Nothing here commits, and nothing knows of completion."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

import lms.assessment.queries.attempts as queries
from lms.assessment.allowance import allowance
from lms.assessment.answers import Fields, form_fields, read_answer
from lms.assessment.closing import deadline, is_closed, is_overdue
from lms.assessment.drawing import draw
from lms.assessment.grading import grade
from lms.assessment.models import Answer, Attempt, Closing
from lms.assessment.paper import Asked, KeptFields, paper
from lms.assessment.refusals import LockedAnswer, NoTriesLeft, OtherAnswer, UnknownQuestion, UnknownQuiz
from lms.assessment.scoring import score
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.publishing.queries.quizzes import Quizzes, current_quizzes, quizzes


def start_attempt(enrolment: Enrolment, quiz_key: str, at: datetime) -> Attempt:
    """Begin a try at a quiz as it is released now, or go on with the one that is open.

    It pins the release, the questions drawn, the order of what they offer and the settings that its end depends on.
    """
    found = current_quizzes(enrolment.course_id)
    known = found.in_language(enrolment.language) if found else {}
    quiz = known.get(quiz_key)
    if found is None or quiz is None:
        raise UnknownQuiz
    close_overdue(enrolment.id, quiz_key, at)
    earlier = queries.attempts(enrolment.id, quiz_key)
    if earlier and earlier[0].closed_at is None:
        return earlier[0]
    settings = quiz.settings
    left = allowance(settings.attempts, settings.per_hours, [one.started_at for one in earlier], at)
    if not left.is_open:
        raise NoTriesLeft(left.next_at)
    partners = [one.key for one in known.values() if one.settings.measures_before == quiz_key]
    drawn = draw(quiz, known, secrets.token_hex(16), queries.asked_by_measures(enrolment.id, partners))
    attempt = Attempt(
        public_id=secrets.token_urlsafe(16),
        enrolment_id=enrolment.id,
        quiz_key=quiz_key,
        number=(earlier[0].number if earlier else 0) + 1,
        release_id=found.release_id,
        questions=[one.as_json() for one in drawn],
        settings={"feedback": settings.feedback, "page": settings.page, "pass_percent": settings.pass_percent},
        started_at=at,
        deadline_at=deadline(at, settings.time_limit_minutes),
    )
    try:
        with db.session.begin_nested():
            db.session.add(attempt)
    except IntegrityError:
        # Another tab has just started one: it is the one that counts.
        found_open: Attempt = db.session.scalars(_open_ones(enrolment.id, quiz_key)).one()
        return found_open
    return attempt


def save_answer(
    attempt: Attempt,
    question_key: str,
    fields: Fields,
    language: str,
    seen_version: int,
    at: datetime,
    *,
    is_final: bool = True,
) -> Answer:
    """Keep an answer as given. `seen_version`: of the answer that the learner's page showed, 0 for none.

    An answer that comes after the end is kept beside what counts, and marked. Where feedback follows each answer, a
    final one is locked with what it is worth.
    """
    lock(attempt)
    pinned = quizzes(attempt.release_id)
    asked = next((one for one in _paper(attempt, pinned, language) if one.key == question_key), None)
    if asked is None:
        raise UnknownQuestion
    given = [list(pair) for pair in form_fields(read_answer(asked.question, fields, language))]
    row = db.session.get(Answer, (attempt.id, question_key))
    if is_closed(attempt.deadline_at, attempt.closed_at, at):
        _close(attempt, pinned, at)
        return _kept_late(attempt, question_key, row, given, language, at)
    if row is not None and row.is_locked:
        if row.fields == given:
            return row
        raise LockedAnswer
    if row is not None and row.version != seen_version and row.fields != given:
        raise OtherAnswer
    if row is None:
        row = Answer(attempt_id=attempt.id, question_key=question_key, version=0, is_late=False, is_locked=False)
        db.session.add(row)
    if not row.version or row.fields != given or row.language != language:
        row.version += 1
        row.fields, row.language, row.saved_at = given, language, at
    if is_final and attempt.settings["feedback"] == "each":
        row.is_locked = True
        row.points = str(grade(asked.question, read_answer(asked.question, KeptFields(given), language)).points)
    db.session.flush()
    return row


def submit_attempt(attempt: Attempt, at: datetime) -> Attempt:
    """Hand an attempt in: grade it by its pinned release and keep the result. One that is closed stays as it is."""
    lock(attempt)
    if attempt.closed_at is None:
        _close(attempt, quizzes(attempt.release_id), at)
    return attempt


def close_overdue(enrolment_id: int, quiz_key: str, at: datetime) -> None:
    """Close the attempt at a quiz whose deadline has passed, if there is one: what was saved in time counts."""
    for attempt in db.session.scalars(_open_ones(enrolment_id, quiz_key)).all():
        if is_overdue(attempt.deadline_at, attempt.closed_at, at):
            submit_attempt(attempt, at)


def lock(attempt: Attempt) -> None:
    """Have no other transaction save into this attempt or close it meanwhile, and see what the last one did."""
    db.session.refresh(attempt, with_for_update=True)


def _open_ones(enrolment_id: int, quiz_key: str) -> Select[Attempt]:
    return select(Attempt).where(
        Attempt.enrolment_id == enrolment_id, Attempt.quiz_key == quiz_key, Attempt.closed_at.is_(None)
    )


def _paper(attempt: Attempt, pinned: Quizzes, language: str) -> tuple[Asked, ...]:
    return paper(attempt.questions, pinned.in_language(language))


def _close(attempt: Attempt, pinned: Quizzes, at: datetime) -> None:
    """Grade every question, each answer as read in the language it was given in, and keep the result for ever."""
    if attempt.closed_at is not None:
        return
    kept = queries.answers(attempt.id)
    verdicts = []
    for language in sorted({row.language for row in kept.values()} | {""}):
        for asked in _paper(attempt, pinned, language):
            row = kept.get(asked.key)
            if language == (row.language if row else ""):
                verdict = grade(asked.question, asked.answer(KeptFields(row.fields) if row else None, language))
                verdicts.append(verdict)
                if row:
                    row.points = str(verdict.points)
    result = score(verdicts, attempt.settings["pass_percent"])
    is_late = is_overdue(attempt.deadline_at, None, at)
    attempt.closing = Closing.OVERDUE if is_late else Closing.SUBMITTED
    attempt.closed_at = attempt.deadline_at if is_late else at
    attempt.points, attempt.out_of, attempt.share = str(result.points), str(result.out_of), str(result.share)
    attempt.has_passed = result.has_passed
    db.session.flush()


def _kept_late(
    attempt: Attempt, question_key: str, row: Answer | None, given: list[list[str]], language: str, at: datetime
) -> Answer:
    """Keep what came after the end beside what counts; the same once more is nothing new."""
    if row is not None and row.fields == given:
        return row
    if row is None:
        row = Answer(attempt_id=attempt.id, question_key=question_key, version=1, fields=[], language=language,
                     saved_at=at, is_locked=False, points="0")  # fmt: skip
        db.session.add(row)
    row.is_late, row.late_fields = True, given
    db.session.flush()
    return row
