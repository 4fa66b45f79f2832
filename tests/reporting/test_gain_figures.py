"""The knowledge gain, counted in the database: who is in it, who is not, and under which filters."""

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from flask import Flask

from lms.assessment.models import Attempt, Closing
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.reporting.filters import read_filters
from lms.reporting.queries.gains import Gained, gained
from lms.reporting.queries.scope import scope
from tests.reporting.conftest import AT, COURSE, Enrol, asking

MEASURE, EXAM = "before-quiz", "exam"


def tried(
    app: Flask, enrolment_id: int, quiz: str, number: int, share: str | None, at: datetime, *, lasts_minutes: int = 30
) -> None:
    """A try with this result; None: it is open."""
    with app.app_context():
        enrolment = db.session.get_one(Enrolment, enrolment_id)
        ended = None if share is None else at + timedelta(minutes=lasts_minutes)
        db.session.add(
            Attempt(
                public_id=f"{enrolment_id}-{quiz}-{number}", enrolment_id=enrolment_id, quiz_key=quiz, number=number,
                release_id=enrolment.release_id, questions=[], settings={}, started_at=at, closed_at=ended,
                closing=ended and Closing.SUBMITTED, points=share and "1", out_of=share and "1", share=share,
            )
        )  # fmt: skip
        db.session.commit()


def find(app: Flask, **words: str) -> Gained:
    filters = read_filters(words)
    assert filters is not None
    with asking(app) as at:
        seen = scope("en", "UTC", at)
        return gained(seen.course_ids[COURSE], MEASURE, EXAM, filters, seen)


def history(app: Flask, enrol: Enrol, *tries: Any, **given: Any) -> None:
    """An enrolment with a measure, then tries at the exam, day after day."""
    enrolment_id = enrol(**given)
    measure, *later = tries
    tried(app, enrolment_id, MEASURE, 1, measure, AT)
    for number, share in enumerate(later, start=1):
        tried(app, enrolment_id, EXAM, number, share, AT + timedelta(days=number))


def test_the_first_try_and_the_best_are_compared_with_what_was_known_before(courses_app: Flask, enrol: Enrol) -> None:
    history(courses_app, enrol, "1/5", "3/5", "2/3", "2/5", country="CI")
    history(courses_app, enrol, "2/5", "4/5", country="SN")
    history(courses_app, enrol, "1", "9/10", "1", country="CI")
    history(courses_app, enrol, "1/2", country="CI")  # never came to the exam
    history(courses_app, enrol, "1/2", None, country="CI")  # is in the midst of it
    history(courses_app, enrol, None, country="CI")  # is in the midst of the measure
    tried(courses_app, enrol(country="CI"), EXAM, 1, "1/10", AT)  # was never measured
    too_late = enrol(country="SN")
    tried(courses_app, too_late, EXAM, 1, "1/10", AT)
    tried(courses_app, too_late, MEASURE, 1, "1/10", AT + timedelta(minutes=5))
    history(courses_app, enrol, "0", "1", course="welcome", country="CI")  # quizzes of another course
    found = find(courses_app)
    gain = found.gain
    assert (found.measured, found.not_after, found.too_late, gain.count, gain.full_before) == (6, 2, 1, 3, 1)
    before, first, best = Fraction(8, 15), Fraction(23, 30), Fraction(37, 45)
    assert (gain.mean_before, gain.mean_after(gain.first), gain.mean_after(gain.best)) == (before, first, best)
    assert gain.of_class(gain.first) == (first - before) / (1 - before)
    # (3/5 − 1/5) / (4/5) and (4/5 − 2/5) / (3/5)
    assert gain.of_persons(gain.first) == (Fraction(1, 2) + Fraction(2, 3)) / 2
    assert (gain.first.rose, gain.first.fell, gain.best.fell) == (2, 1, 0)
    narrowed = find(courses_app, country="SN")
    assert (narrowed.measured, narrowed.gain.count, narrowed.too_late) == (2, 1, 1)
    assert find(courses_app, country="SN", period="2025").measured == 0
