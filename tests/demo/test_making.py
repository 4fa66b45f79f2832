"""Learners made in bulk are what the site's own rules would have made of people who did all that."""

import hashlib
from collections import Counter
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.accounts.models import Person
from lms.assessment.models import Answer, Attempt
from lms.assessment.queries import KeptFields, QuizResult, allowance, grade, paper, quiz_results_in, score
from lms.certification.models import Certificate
from lms.db import db
from lms.demo import queries
from lms.demo.actions import making
from lms.demo.actions.making import Maker
from lms.enrolment.models import Enrolment
from lms.learning.completion import completion
from lms.learning.models import LessonDone
from lms.learning.queries import lessons_done_in
from lms.publishing.queries import release_outlines
from lms.publishing.queries.quizzes import quizzes
from tests.conftest import release_shipped_courses
from tests.people import sign_in

UNTIL = datetime(2026, 11, 1, tzinfo=UTC)
LEARNERS = 240


def make(app: Flask, seed: int = 1, certificates: int = 0, at_once: int = LEARNERS, learners: int = LEARNERS) -> int:
    """Make learners; how many certificates they got."""
    issued = 0
    with app.app_context():
        maker = Maker(queries.courses(), seed, UNTIL)
        for start in range(1, learners + 1, at_once):
            issued += maker.make(range(start, min(start + at_once, learners + 1)), certificates - issued)[2]
            db.session.commit()
    return issued


def digest(app: Flask) -> str:
    """Of every row, as stored."""
    found = hashlib.sha256()
    with app.app_context():
        for model in making._COLUMNS:
            rows = db.session.execute(select(*model.__table__.c).order_by(*model.__table__.primary_key))
            found.update(repr(rows.all()).encode())
    return found.hexdigest()


@pytest.fixture
def courses_app(fresh_app: Flask) -> Flask:
    release_shipped_courses(fresh_app)
    return fresh_app


def empty(app: Flask) -> None:
    with app.app_context():
        for model in reversed(making._COLUMNS):
            db.session.execute(model.__table__.delete())
        if db.engine.dialect.name == "postgresql":
            for name in ("person", "enrolment", "attempt"):
                db.session.execute(select(func.setval(f"{name}_id_seq", 1, False)))
        db.session.commit()


def test_the_same_seed_makes_the_same_rows_in_batches_of_any_size(courses_app: Flask) -> None:
    make(courses_app)
    first = digest(courses_app)
    empty(courses_app)
    make(courses_app, at_once=LEARNERS // 4)
    with courses_app.app_context():
        if db.engine.dialect.name == "sqlite":  # PostgreSQL leaves numbers out between two batches
            assert digest(courses_app) == first
        names = db.session.scalars(select(Person.name).order_by(Person.id)).all()
    empty(courses_app)
    make(courses_app)
    assert digest(courses_app) == first
    empty(courses_app)
    make(courses_app, seed=2)
    assert digest(courses_app) != first
    with courses_app.app_context():
        assert db.session.scalars(select(Person.name).order_by(Person.id)).all() != names


def test_whoever_meets_the_rule_has_completed_and_nobody_else(courses_app: Flask) -> None:
    make(courses_app)
    with courses_app.app_context():
        enrolments = db.session.scalars(select(Enrolment)).all()
        outlines = release_outlines({one.release_id for one in enrolments})
        results = quiz_results_in([one.id for one in enrolments])
        done = lessons_done_in([one.id for one in enrolments])
        none: dict[str, QuizResult] = {}
        completed = 0
        for one in enrolments:
            outline = next(iter(outlines[one.release_id].values()))
            passed = {key for key, result in results.get(one.id, none).items() if result.has_passed}
            met = completion(outline, done.get(one.id, {}), passed)
            assert (one.completed_at is not None) == met.is_complete
            if one.completed_at is not None:
                completed += 1
                assert (one.completed_release_id, one.completed_rule) == (one.release_id, outline.completion)
                assert one.enrolled_at < one.completed_at < UNTIL
        assert LEARNERS / 8 < completed < len(enrolments) * 0.6


def test_what_came_of_the_exam_stands_beside_the_enrolment(courses_app: Flask) -> None:
    make(courses_app, certificates=2)
    with courses_app.app_context():
        tried: dict[int, list[Attempt]] = {}
        ended = select(Attempt).where(Attempt.quiz_key == "exam", Attempt.closed_at.is_not(None))
        for attempt in db.session.scalars(ended.order_by(Attempt.number)):
            tried.setdefault(attempt.enrolment_id, []).append(attempt)
        assert len(tried) > 20
        for one in db.session.scalars(select(Enrolment)):
            tries = tried.get(one.id)
            best = max((Fraction(attempt.share or 0) for attempt in tries), default=None) if tries else None
            assert one.exam_percent == (None if best is None else int(best * 100))
            assert one.passed_first_try == (tries[0].has_passed if tries else None)
        issued = select(Certificate.issued_at, Enrolment.certified_at).join_from(
            Certificate, Enrolment, Enrolment.id == Certificate.enrolment_id
        )
        assert all(issued_at == certified_at for issued_at, certified_at in db.session.execute(issued))
        assert db.session.scalar(select(func.count()).where(Enrolment.certified_at.is_not(None))) == 2


def test_every_attempt_is_worth_what_its_answers_are(courses_app: Flask) -> None:
    make(courses_app)
    with courses_app.app_context():
        answers: dict[int, list[Answer]] = {}
        for row in db.session.scalars(select(Answer)):
            answers.setdefault(row.attempt_id, []).append(row)
        outcomes: Counter[bool | None] = Counter()
        for attempt, language in db.session.execute(
            select(Attempt, Enrolment.language).join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        ):
            kept = {row.question_key: row for row in answers.get(attempt.id, [])}
            verdicts = []
            for asked in paper(attempt.questions, quizzes(attempt.release_id).in_language(language)):
                row = kept.pop(asked.key, None)
                verdict = grade(asked.question, asked.answer(KeptFields(row.fields) if row else None, language))
                verdicts.append(verdict)
                if row is not None and (attempt.closed_at or row.is_locked):
                    assert row.points == str(verdict.points)
                    assert attempt.started_at < row.saved_at < (attempt.closed_at or UNTIL)
                assert row is None or row.is_locked == (attempt.settings["feedback"] == "each")
            assert not kept, "an answer to a question that was not asked"
            outcomes[attempt.has_passed] += 1
            if attempt.closed_at is None:
                assert attempt.share is None
                continue
            result = score(verdicts, attempt.settings["pass_percent"])
            assert (attempt.points, attempt.out_of, Fraction(attempt.share)) == (
                str(result.points), str(result.out_of), result.share,
            )  # fmt: skip
            assert attempt.has_passed == result.has_passed
        assert outcomes[True] > outcomes[False] > 10


def test_tries_keep_to_what_the_quizzes_allow(courses_app: Flask) -> None:
    make(courses_app)
    with courses_app.app_context():
        tried: dict[tuple[int, str], list[Attempt]] = {}
        for attempt in db.session.scalars(select(Attempt).order_by(Attempt.number)):
            earlier = tried.setdefault((attempt.enrolment_id, attempt.quiz_key), [])
            settings = quizzes(attempt.release_id).in_language("fr")[attempt.quiz_key].settings
            started = [one.started_at for one in earlier]
            assert allowance(settings.attempts, settings.per_hours, started, attempt.started_at).is_open
            assert all(one.closed_at is not None and one.closed_at < attempt.started_at for one in earlier)
            assert attempt.number == len(earlier) + 1
            earlier.append(attempt)
        assert max(map(len, tried.values())) > 2


def test_fewer_do_each_next_lesson_and_all_answers_of_the_profile_occur(courses_app: Flask) -> None:
    make(courses_app)
    with courses_app.app_context():
        done = Counter(db.session.scalars(select(LessonDone.lesson_key)))
        outline = next(one.original for one in queries.courses() if one.original.slug == "welcome")
        counts = [done[lesson.key] for lesson in outline.lessons]
        assert counts == sorted(counts, reverse=True)
        assert counts[-1] < counts[0]
        for column in (Enrolment.sex, Enrolment.age_band, Enrolment.sector, Enrolment.organisation_kind):
            assert None in set(db.session.scalars(select(column)))
        differing = select(func.count()).join_from(Enrolment, Person).where(Enrolment.country != Person.country)
        assert db.session.scalar(differing) == 0


def test_a_certificate_checks_as_valid_and_is_a_file(courses_app: Flask) -> None:
    assert make(courses_app, certificates=3) == 3
    with courses_app.app_context():
        found = db.session.execute(
            select(Certificate.number, Person.id, Person.name, Enrolment.completed_at, Certificate.issued_at)
            .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
            .join(Person, Person.id == Certificate.person_id)
        ).all()
    assert len(found) == 3
    for number, person_id, name, completed_at, issued_at in found:
        assert timedelta(0) <= issued_at - completed_at < timedelta(hours=1)
        checked = courses_app.test_client().get(f"/en/c/{number}")
        assert checked.status_code == 200
        assert "This certificate is valid" in checked.text
        holder = sign_in(courses_app.test_client(), person_id)
        assert name in holder.get(f"/en/certificates/{number}", base_url="https://localhost").text
        file = holder.get(f"/en/certificates/{number}/pdf", base_url="https://localhost")
        assert file.data.startswith(b"%PDF-")
        assert file.mimetype == "application/pdf"


def test_nobody_can_sign_in_as_one_of_them(courses_app: Flask) -> None:
    make(courses_app, learners=50)
    with courses_app.app_context():
        people = db.session.scalars(select(Person)).all()
        assert len(people) == 50
        assert all(one.passphrase_hash is None and one.role is None for one in people)
        assert all(one.email == one.email_key and one.email.endswith("@demo.example.org") for one in people)
        assert all(one.email_confirmed_at is not None and one.active_at is not None for one in people)
