"""Two accounts of one person become one: nothing that was learned is lost, whichever goes on."""

from datetime import datetime, timedelta

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.accounts.models import Person, Role
from lms.administration.actions.merging import ENDED, MOVED
from lms.assessment.models import Answer, Attempt
from lms.assessment.queries import quiz_results
from lms.audit.models import AuditEntry
from lms.certification.models import Certificate
from lms.clock import now
from lms.db import Base, db
from lms.enrolment.merging import Standing, goes_on
from lms.enrolment.models import Enrolment
from lms.learning.models import LessonDone
from lms.privacy.models import Erasure
from tests.conftest import release_shipped_courses
from tests.forms import get, send
from tests.history.people import COURSE, LESSONS, QUIZ, _send, _take, enrol, learner, take_all
from tests.mailbox import mails_to
from tests.people import staff

PEOPLE = "/en/administration/people"
KEPT, OTHER = "kept@example.org", "other@example.org"
DAY = timedelta(days=1)
AT = datetime.fromisoformat("2026-11-01T12:00:00+00:00")


@pytest.fixture
def chief(fresh_app: Flask) -> FlaskClient:
    release_shipped_courses(fresh_app)
    return staff(fresh_app, Role.ADMINISTRATOR, name="The Chief")


@pytest.fixture
def two(fresh_app: Flask, chief: FlaskClient) -> tuple[FlaskClient, FlaskClient]:
    return (
        learner(fresh_app, "Awa Koné", "en", email=KEPT, email_key=KEPT),
        learner(fresh_app, "Awa Kone", "en", email=OTHER, email_key=OTHER),
    )


def number(app: Flask, email: str) -> int:
    """The account of an address; asked in the context that is open, for a second one would wait for the first."""
    statement = select(Person.id).where(Person.email_key == email)
    if has_app_context():
        return db.session.scalars(statement).one()
    with app.app_context():
        return db.session.scalars(statement).one()


def page_of(app: Flask, email: str = KEPT) -> str:
    with app.app_context():
        found = db.session.scalars(select(Person.public_id).where(Person.email_key == email)).one()
    return f"{PEOPLE}/{found}/merge"


def merge(app: Flask, chief: FlaskClient) -> None:
    address = page_of(app)
    preview = get(chief, address, query_string={"other": OTHER})
    assert preview.status_code == 200
    done = send(chief, address, preview.text, action="merge", reason="Two phones")
    assert done.status_code == 303, done.text


def test_an_account_that_only_one_has_courses_in_hands_them_over(
    fresh_app: Flask, chief: FlaskClient, two: tuple[FlaskClient, FlaskClient]
) -> None:
    kept, other = two
    enrol(other, "en")
    take_all(fresh_app, other, "en", "Awa Kone")
    before = number(fresh_app, OTHER)
    merge(fresh_app, chief)
    with fresh_app.app_context():
        certificate = db.session.scalars(select(Certificate)).one()
        enrolment = db.session.scalars(select(Enrolment)).one()
        assert certificate.person_id == enrolment.person_id == number(fresh_app, KEPT)
        assert certificate.facts["name"] == "Awa Kone"
        assert enrolment.ended_at is None
        assert db.session.get(Person, before) is None
    assert get(kept, "/en/account").status_code == 302  # both are signed out
    assert get(other, "/en/account").status_code == 302


def test_in_a_course_that_both_take_lessons_add_up_and_the_best_score_counts(
    fresh_app: Flask, chief: FlaskClient, two: tuple[FlaskClient, FlaskClient]
) -> None:
    kept, other = two
    for client, lessons in ((other, LESSONS[1:]), (kept, LESSONS[:2])):
        enrol(client, "en")
        for lesson in lessons:
            _send(client, f"/en/courses/{COURSE}/lessons/{lesson}", "/done")
    _take(fresh_app, kept, QUIZ, "en", answered=1)
    _take(fresh_app, other, QUIZ, "en")
    merge(fresh_app, chief)
    with fresh_app.app_context():
        live = db.session.scalars(select(Enrolment).where(Enrolment.ended_at.is_(None))).one()
        ended = db.session.scalars(select(Enrolment).where(Enrolment.ended_at.is_not(None))).one()
        assert live.person_id == ended.person_id == number(fresh_app, KEPT)
        assert set(db.session.scalars(select(LessonDone.lesson_key).where(LessonDone.enrolment_id == live.id))) == set(
            LESSONS
        )
        assert quiz_results(live.id)[QUIZ].has_passed
        attempts = db.session.scalars(select(Attempt).order_by(Attempt.number)).all()
        assert [(one.enrolment_id, one.number) for one in attempts] == [(live.id, 1), (live.id, 2)]


def test_what_together_meets_the_rule_completes_the_course(
    fresh_app: Flask, chief: FlaskClient, two: tuple[FlaskClient, FlaskClient]
) -> None:
    kept, other = two
    for client in two:
        enrol(client, "en")
    for lesson in LESSONS:
        _send(kept, f"/en/courses/{COURSE}/lessons/{lesson}", "/done")
    _take(fresh_app, other, QUIZ, "en")
    _take(fresh_app, other, "exam", "en", name="Awa Koné")
    with fresh_app.app_context():
        assert db.session.scalars(select(Certificate)).all() == []
    merge(fresh_app, chief)
    with fresh_app.app_context():
        live = db.session.scalars(select(Enrolment).where(Enrolment.ended_at.is_(None))).one()
        assert live.completed_at is not None
        certificate = db.session.scalars(select(Certificate)).one()
        assert (certificate.person_id, certificate.enrolment_id) == (number(fresh_app, KEPT), live.id)


def test_what_was_completed_twice_keeps_both_certificates(
    fresh_app: Flask, chief: FlaskClient, two: tuple[FlaskClient, FlaskClient]
) -> None:
    kept, other = two
    for client in (other, kept):
        enrol(client, "en")
        take_all(fresh_app, client, "en", "Awa Koné")
    with fresh_app.app_context():
        before = {
            one.number: (one.facts_digest, one.enrolment_id) for one in db.session.scalars(select(Certificate)).all()
        }
        answers = len(db.session.scalars(select(Answer)).all())
    merge(fresh_app, chief)
    with fresh_app.app_context():
        found = db.session.scalars(select(Certificate)).all()
        assert {one.number: (one.facts_digest, one.enrolment_id) for one in found} == before
        assert {one.person_id for one in found} == {number(fresh_app, KEPT)}
        rows = db.session.scalars(select(Enrolment).order_by(Enrolment.completed_at)).all()
        assert [one.ended_at is None for one in rows] == [True, False]
        assert all(one.completed_at for one in rows)
        assert len(db.session.scalars(select(Answer)).all()) == answers


def test_a_quiz_open_in_both_stays_open_once_and_the_other_is_handed_in(
    fresh_app: Flask, chief: FlaskClient, two: tuple[FlaskClient, FlaskClient]
) -> None:
    for client in two:
        enrol(client, "en")
        _take(fresh_app, client, QUIZ, "en", answered=2, is_sent=False)
    merge(fresh_app, chief)
    with fresh_app.app_context():
        attempts = db.session.scalars(select(Attempt).order_by(Attempt.number)).all()
        assert [one.closed_at is None for one in attempts] == [False, True]
        assert len({one.enrolment_id for one in attempts}) == 1
        assert len(db.session.scalars(select(Answer)).all()) >= 2


def test_the_log_names_numbers_and_both_addresses_are_told(
    fresh_app: Flask, chief: FlaskClient, two: tuple[FlaskClient, FlaskClient]
) -> None:
    enrol(two[1], "en")
    merged = number(fresh_app, OTHER)
    merge(fresh_app, chief)
    with fresh_app.app_context():
        entry = db.session.scalars(select(AuditEntry)).one()
        assert (entry.action, entry.object, entry.reason) == (
            "person.merge", str(number(fresh_app, KEPT)), "Two phones"
        )  # fmt: skip
        assert entry.details["merged"] == merged
        assert "example.org" not in str(entry.details)
        assert "Awa" not in str(entry.details)
    for email in (KEPT, OTHER):
        assert OTHER in mails_to(fresh_app, email)[-1].body
    done = get(chief, page_of(fresh_app).replace("/merge", "?done=merged"))
    assert "The two accounts are one" in done.text


def test_blanks_are_filled_and_nothing_is_overwritten(
    fresh_app: Flask, chief: FlaskClient, two: tuple[FlaskClient, FlaskClient]
) -> None:
    with fresh_app.app_context():
        kept, other = (db.session.get_one(Person, number(fresh_app, email)) for email in (KEPT, OTHER))
        kept.sex, other.sex, other.sector = "female", "other", "A"
        db.session.commit()
    merge(fresh_app, chief)
    with fresh_app.app_context():
        person = db.session.get_one(Person, number(fresh_app, KEPT))
        assert (person.sex, person.sector, person.email) == ("female", "A", KEPT)


def test_a_preview_changes_nothing_and_asks_for_a_reason(
    fresh_app: Flask, chief: FlaskClient, two: tuple[FlaskClient, FlaskClient]
) -> None:
    enrol(two[1], "en")
    address = page_of(fresh_app)
    preview = get(chief, address, query_string={"other": OTHER.upper()})
    assert "Courses that change hands" in preview.text
    assert send(chief, address, preview.text, action="merge", reason=" ").status_code == 422
    assert number(fresh_app, OTHER)
    assert get(two[1], "/en/account").status_code == 200


def test_what_was_hardly_meant_is_refused(
    fresh_app: Flask, chief: FlaskClient, two: tuple[FlaskClient, FlaskClient]
) -> None:
    address = page_of(fresh_app)

    def asked(other: str) -> str:
        reply = get(chief, address, query_string={"other": other})
        assert reply.status_code == 422
        return reply.text

    assert "No account has this address" in asked("nobody@example.org")
    assert "very same account" in asked(KEPT)
    with fresh_app.app_context():
        db.session.get_one(Person, number(fresh_app, OTHER)).role = Role.ANALYST
        db.session.commit()
    assert "has a role" in asked(OTHER)
    with fresh_app.app_context():
        other = db.session.get_one(Person, number(fresh_app, OTHER))
        other.role = None
        db.session.add(
            Erasure(person_id=other.id, identity="0" * 64, asked_at=AT, due_at=now() + DAY, keeps_certificates=True)
        )
        db.session.commit()
    assert "about to be erased" in asked(OTHER)
    with fresh_app.app_context():
        db.session.get_one(Person, number(fresh_app, KEPT)).email_confirmed_at = None
        db.session.commit()
    assert "must be in use" in asked(OTHER)


def test_support_and_analysts_merge_nobody(
    fresh_app: Flask, chief: FlaskClient, two: tuple[FlaskClient, FlaskClient]
) -> None:
    for role in (Role.SUPPORT, Role.ANALYST):
        client = staff(fresh_app, role)
        assert get(client, page_of(fresh_app), query_string={"other": OTHER}).status_code == 404


def test_every_table_that_names_a_person_is_moved_or_ends_with_the_account() -> None:
    named = {
        table.name
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name == "person_id" or any(key.column.table.name == "person" for key in column.foreign_keys)
    }
    assert named - {model.__tablename__ for model in MOVED} - set(ENDED) == set()


@pytest.mark.parametrize(
    ("kept", "other", "expected"),
    [
        (Standing(AT, None, AT), Standing(None, AT + DAY, AT), True),
        (Standing(None, AT + DAY, AT), Standing(AT, None, AT), False),
        (Standing(AT + DAY, None, AT), Standing(AT, None, AT), False),
        (Standing(AT, None, AT), Standing(AT, None, AT), True),
        (Standing(None, AT, AT), Standing(None, AT + DAY, AT), False),
        (Standing(None, AT + DAY, AT), Standing(None, AT, AT), True),
        (Standing(None, None, AT), Standing(None, AT + DAY, AT), False),
    ],
)
def test_what_was_completed_goes_on_before_what_was_used_last(kept: Standing, other: Standing, expected: bool) -> None:
    assert goes_on(kept, other) is expected
