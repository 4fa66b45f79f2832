"""Which answers are counted for questions: whose, of which release, and at what cost."""

from __future__ import annotations

import shutil
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from lms.assessment import actions
from lms.assessment.models import Attempt
from lms.assessment.queries import paper
from lms.clock import now
from lms.db import db
from lms.publishing.actions import prepare_from_folder, release
from lms.publishing.queries.quizzes import quizzes
from lms.reporting.queries import takings
from lms.reporting.queries.questions import course_taken, looks
from tests.queries import count_queries
from tests.reporting.answering import knowing, look_at, take
from tests.reporting.conftest import AT, COURSE, Enrol

QUIZ = "map-quiz"


def test_only_the_takers_who_enrolled_last_are_looked_at(
    courses_app: Flask, enrol: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        take(courses_app, enrol(), QUIZ, knowing(0.0 if number < 3 else 2.0, "fr"), at=AT)
    assert look_at(courses_app, COURSE, QUIZ).attempts == 6
    monkeypatch.setattr(takings, "SAMPLE", 3)
    look = look_at(courses_app, COURSE, QUIZ)
    assert (look.attempts, look.is_sample) == (3, True)
    for one in look.questions:
        answered = one.analysis.whole.takers - one.analysis.whole.unanswered
        assert one.analysis.whole.facility == Fraction(answered, 3)


def test_what_comes_late_is_told_and_earns_nothing(courses_app: Flask, enrol: Enrol) -> None:
    public_id = take(courses_app, enrol(), QUIZ, lambda *_: [], at=AT)
    with courses_app.app_context():
        attempt = db.session.scalars(select(Attempt).where(Attempt.public_id == public_id)).one()
        every = paper(attempt.questions, quizzes(attempt.release_id).in_language("fr"))
        asked = next(one for one in every if one.question.options)  # questions come in an order drawn by lot
        form: Any = MultiDict([("answer", option.id) for option in asked.question.options if option.is_right])
        actions.save_answers(attempt, {asked.key: (form, 0)}, "fr", AT + timedelta(days=1))
        db.session.commit()
    found = look_at(courses_app, COURSE, QUIZ).question(asked.key)
    assert found is not None
    whole = found.analysis.whole
    assert (whole.takers, whole.late, whole.unanswered, whole.facility) == (1, 1, 1, 0)
    assert whole.late_share == 1
    assert whole.median_seconds is None


def test_a_question_is_counted_from_the_release_that_changed_its_right_answers(
    courses_app: Flask, enrol: Enrol, root: Path, tmp_path: Path
) -> None:
    for _ in range(4):
        take(courses_app, enrol(), QUIZ, knowing(1, "fr"), at=AT)
    before = look_at(courses_app, COURSE, QUIZ)
    folder = tmp_path / "courses"
    shutil.copytree(root / "courses", folder)
    changed = before.questions[0].question
    line = f"/// question | {changed.key}\n"
    for path in folder.glob(f"{COURSE}/*/quiz.fr.md"):
        path.write_text(path.read_text("utf-8").replace(line, f"{line}    points: 3\n"), encoding="utf-8")
    with courses_app.app_context():
        assert release(prepare_from_folder(folder, COURSE), now()) is not None
        db.session.commit()
    take(courses_app, enrol(), QUIZ, knowing(1, "fr"), at=AT + timedelta(days=1))
    after = look_at(courses_app, COURSE, QUIZ)
    assert after.attempts == 5
    takers = {one.question.key: (one.analysis.whole.takers, one.left_out) for one in after.questions}
    assert takers.pop(changed.key) == (1, 4)
    assert set(takers.values()) == {(5, 0)}


def test_all_quizzes_of_a_course_cost_no_more_queries_than_one(courses_app: Flask, enrol: Enrol) -> None:
    enrolment_id = enrol()
    with courses_app.app_context():
        course = course_taken(COURSE, "fr")
        assert course is not None
        keys = [item.key for item in course.quizzes]
    for key in keys:
        take(courses_app, enrolment_id, key, knowing(0.5, "fr"), at=AT)
    counts = []
    for some in (keys[:1], keys):
        with courses_app.app_context(), count_queries(courses_app) as statements:
            found = looks(course, some, "fr", with_times=False)
            counts.append(len(statements))
        assert [one.attempts for one in found.values()] == [1] * len(some)
        assert all(item.analysis.whole.timed == 0 for one in found.values() for item in one.questions)
    assert counts[0] == counts[1] <= 4
