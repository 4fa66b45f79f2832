"""What a learner does with a quiz: start, answer, hand in. Nothing here commits, and nothing knows of completion."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from lms.assessment import queries
from lms.assessment.actions.regrading import regrade_closed
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
    earlier = queries.tries(enrolment.id, quiz_key)
    if earlier and earlier[0].closed_at is None:
        return db.session.scalars(_open_ones(enrolment.id, quiz_key)).one()
    settings = quiz.settings
    left = allowance(settings.attempts, settings.per_hours, [one.started_at for one in earlier], at)
    if not left.is_open:
        raise NoTriesLeft(left.next_at)
    partners = [one.key for one in known.values() if one.settings.measures_before == quiz_key]
    seen = queries.asked_last(enrolment.id, quiz_key) if earlier else frozenset()
    drawn = draw(quiz, known, secrets.token_hex(16), queries.asked_by_measures(enrolment.id, partners), seen)
    attempt = Attempt(
        public_id=secrets.token_urlsafe(16),
        enrolment_id=enrolment.id,
        quiz_key=quiz_key,
        number=(earlier[0].number if earlier else 0) + 1,
        release_id=found.release_id,
        questions=[one.as_json() for one in drawn],
        settings={"feedback": settings.feedback, "page": settings.page, "pass_percent": settings.pass_percent},
        started_at=at,
        deadline_at=deadline(at, settings.time_limit_minutes, enrolment.extra_time_percent),
    )
    try:
        with db.session.begin_nested():
            db.session.add(attempt)
    except IntegrityError:
        # Another tab has just started one: it is the one that counts.
        return db.session.scalars(_open_ones(enrolment.id, quiz_key)).one()
    return attempt


def save_answers(
    attempt: Attempt,
    sent: Mapping[str, tuple[Fields, int]],
    language: str,
    at: datetime,
    *,
    is_final: bool = True,
    pinned: Quizzes | None = None,
) -> dict[str, Answer | None]:
    """Keep answers as given. `sent`: by question, the fields of a form and the version of the answer it showed, 0 for
    none.

    All are kept, or none: raises UnknownQuestion, LockedAnswer, or OtherAnswer where something else was saved
    meanwhile. What comes after the end is kept beside what counts, and marked. Where feedback follows each answer, a
    final one is locked with what it is worth. `pinned`: the quizzes of the attempt's release, if they are at hand.
    """
    lock(attempt)
    pinned = pinned or quizzes(attempt.release_id)
    asked = {one.key: one for one in _paper(attempt, pinned, language)}
    if sent.keys() - asked.keys():
        raise UnknownQuestion
    saved: dict[str, Answer | None]
    rows: dict[str, Answer | None] = {**dict.fromkeys(sent), **queries.answers(attempt.id)}
    given = {
        key: [list(pair) for pair in form_fields(read_answer(asked[key].question, fields, language))]
        for key, (fields, _) in sent.items()
    }
    if is_closed(attempt.deadline_at, attempt.closed_at, at):
        _close(attempt, pinned, at)
        saved = {key: _kept_late(attempt, key, rows[key], fields, language, at) for key, fields in given.items()}
        db.session.flush()
        return saved
    changed = [key for key, fields in given.items() if (row := rows[key]) is not None and row.fields != fields]
    if locked := [key for key in changed if (row := rows[key]) is not None and row.is_locked]:
        raise LockedAnswer(locked)
    if moved_on := [key for key in changed if (row := rows[key]) is not None and row.version != sent[key][1]]:
        raise OtherAnswer(moved_on)
    saved = {key: _kept(attempt, asked[key], rows[key], given[key], language, at, is_final) for key in sent}
    db.session.flush()
    return saved


def submit_attempt(attempt: Attempt, at: datetime) -> Attempt:
    """Hand an attempt in: grade it by its pinned release and keep the result. One that is closed stays as it is."""
    lock(attempt)
    if attempt.closed_at is None:
        _close(attempt, quizzes(attempt.release_id), at)
    return attempt


def close_overdue(enrolment_id: int, quiz_key: str, at: datetime) -> bool:
    """Close the attempt at a quiz whose deadline has passed, if there is one: what was saved in time counts."""
    attempt = db.session.scalar(_open_ones(enrolment_id, quiz_key))
    if attempt is None or not is_overdue(attempt.deadline_at, attempt.closed_at, at):
        return False
    submit_attempt(attempt, at)
    return True


def move_deadlines(enrolment: Enrolment, at: datetime) -> list[Attempt]:
    """Have the open attempts of an enrolment end when its extra time says so; return those whose end has moved.

    None ends before this moment, and one that is over stays over.
    """
    moved = []
    statement = select(Attempt).where(
        Attempt.enrolment_id == enrolment.id, Attempt.closed_at.is_(None), Attempt.deadline_at.is_not(None)
    )
    for attempt in db.session.scalars(statement.order_by(Attempt.id)).all():
        lock(attempt)
        if is_closed(attempt.deadline_at, attempt.closed_at, at):
            continue
        quiz = quizzes(attempt.release_id).in_language(enrolment.language)[attempt.quiz_key]
        end = deadline(attempt.started_at, quiz.settings.time_limit_minutes, enrolment.extra_time_percent)
        if end is not None and attempt.deadline_at != (end := max(end, at)):
            attempt.deadline_at = end
            moved.append(attempt)
    db.session.flush()
    return moved


def move_attempts(source: int, target: int, at: datetime) -> None:
    """Give the attempts of an enrolment to another of the same person and course, numbered anew as they began.

    At most one try at a quiz is open: where both have one, that of the source is handed in, and what it holds counts.
    An open try is the last.
    """
    moving = db.session.scalars(select(Attempt).where(Attempt.enrolment_id == source).order_by(Attempt.id)).all()
    for quiz_key in sorted({one.quiz_key for one in moving}):
        present = db.session.scalars(
            select(Attempt).where(Attempt.enrolment_id == target, Attempt.quiz_key == quiz_key)
        ).all()
        coming = [one for one in moving if one.quiz_key == quiz_key]
        if any(one.closed_at is None for one in present):
            for one in coming:
                submit_attempt(one, at)
        every = sorted([*present, *coming], key=lambda one: (one.closed_at is None, one.started_at, one.id))
        _renumber(every, target)


def _renumber(every: list[Attempt], enrolment_id: int) -> None:
    """Number attempts from 1 in this order; first out of each other's way, for two never bear the same number."""
    beyond = max(one.number for one in every) + len(every)
    for place, one in enumerate(every, start=1):
        one.enrolment_id, one.number = enrolment_id, beyond + place
        db.session.flush()
    for place, one in enumerate(every, start=1):
        one.number = place
        db.session.flush()


def lock(attempt: Attempt) -> None:
    """Have no other transaction save into this attempt or close it meanwhile, and see what the last one did.

    A transaction that writes is alone in SQLite from its beginning.
    """
    if db.engine.dialect.name != "sqlite":
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
    regrade_closed(attempt, kept)


def _kept(
    attempt: Attempt,
    asked: Asked,
    row: Answer | None,
    given: list[list[str]],
    language: str,
    at: datetime,
    is_final: bool,
) -> Answer | None:
    """Keep an answer that may be kept; nothing where nothing was given and nothing is there."""
    if row is None:
        if not given:
            return None
        row = Answer(attempt_id=attempt.id, question_key=asked.key, version=0, is_late=False, is_locked=False,
                     first_saved_at=at)  # fmt: skip
        db.session.add(row)
    if not row.version or row.fields != given:
        row.version += 1
        row.fields, row.language, row.saved_at = given, language, at
    if given and is_final and attempt.settings["feedback"] == "each" and not row.is_locked:
        row.is_locked = True
        row.points = str(grade(asked.question, asked.answer(KeptFields(given), row.language)).points)
    return row


def _kept_late(
    attempt: Attempt, question_key: str, row: Answer | None, given: list[list[str]], language: str, at: datetime
) -> Answer | None:
    """Keep what came after the end beside what counts; the same once more is nothing new, and nothing no answer."""
    if given == (row.fields if row is not None else []):
        return row
    if row is None:
        row = Answer(attempt_id=attempt.id, question_key=question_key, version=1, fields=[], language=language,
                     saved_at=at, is_locked=False, points="0")  # fmt: skip
        db.session.add(row)
    row.is_late, row.late_fields = True, given
    return row
