"""Who withdraws their consent is not followed any more, keeps what they had, and may agree again."""

import re

from flask import Flask
from sqlalchemy import func, select

from lms.accounts.models import Consent, Person
from lms.assessment.models import Attempt
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.learning.models import LessonDone
from tests.forms import HTTPS, get, hidden, send
from tests.history.people import COURSE, LESSONS, QUIZ, enrol
from tests.people import make_person, sign_in
from tests.privacy.made import somebody

PAGE = "/en/account/data/consent"
LESSON = f"/en/courses/{COURSE}/lessons/{LESSONS[0]}"


def count(app: Flask, table: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table))


def test_withdrawing_stops_what_rests_on_it_and_takes_nothing_else(fresh_app: Flask) -> None:
    client, person_id = somebody(fresh_app)
    before = [count(fresh_app, table) for table in (Enrolment, Attempt, LessonDone)]
    form = get(client, f"/en/courses/{COURSE}/quizzes/{QUIZ}").text
    assert send(client, PAGE, choice="withdraw").status_code == 303
    with fresh_app.app_context():
        person = db.session.get_one(Person, person_id)
        assert (person.sex, person.age_band, person.sector, person.organisation_kind) == (None, None, None, None)
        assert db.session.scalars(select(Consent.withdrawn_at)).one() is not None
        assert db.session.scalars(select(Enrolment.sex)).one() == "female"  # a statistic of that day
    reply = client.post(
        f"/en/courses/{COURSE}/quizzes/{QUIZ}/start", base_url=HTTPS, headers={"Referer": HTTPS},
        data={**hidden(form), "answer": "what I typed"},
    )  # fmt: skip
    assert reply.status_code == 403
    assert "This was not written down" in reply.text
    assert "what I typed" in reply.text
    assert [count(fresh_app, table) for table in (Enrolment, Attempt, LessonDone)] == before
    for path in (LESSON, "/en/my-courses", "/en/account"):
        assert get(client, path).status_code == 200
    assert "You withdrew your consent on" in get(client, PAGE).text


def test_agreeing_again_goes_on_where_one_was(fresh_app: Flask) -> None:
    client, person_id = somebody(fresh_app)
    send(client, PAGE, choice="withdraw")
    send(client, PAGE, choice="agree")
    with fresh_app.app_context():
        last = db.session.scalars(select(Consent).where(Consent.person_id == person_id).order_by(Consent.id)).all()
        assert [one.withdrawn_at is None for one in last] == [False, True]
        assert last[0].text_digest != last[1].text_digest
    assert send(client, f"/en/courses/{COURSE}/quizzes/{QUIZ}", action="/start").status_code == 303


def test_what_one_agreed_to_is_kept_word_for_word(fresh_app: Flask) -> None:
    client, _ = somebody(fresh_app)
    send(client, PAGE, choice="withdraw")
    send(client, PAGE, choice="agree")
    legal = get(client, "/en/legal").text
    from lms.accounts.models import ConsentText

    with fresh_app.app_context():
        digest = db.session.scalars(select(Consent.text_digest).order_by(Consent.id.desc())).first()
        content = db.session.get_one(ConsentText, digest).content
    words = re.findall(r"\w+", re.sub("<[^>]*>", " ", content))
    assert len(words) > 100
    assert content in legal


def test_leaving_a_course_needs_no_consent(fresh_app: Flask) -> None:
    client, _ = somebody(fresh_app)
    send(client, PAGE, choice="withdraw")
    assert send(client, f"/en/courses/{COURSE}/leave", action="/leave").status_code == 303


def test_agreeing_without_having_withdrawn_and_withdrawing_twice_change_nothing(fresh_app: Flask) -> None:
    client, _ = somebody(fresh_app)
    form = get(client, PAGE).text
    send(client, PAGE, form, choice="agree")
    assert count(fresh_app, Consent) == 1
    send(client, PAGE, choice="withdraw")
    with fresh_app.app_context():
        first = db.session.scalars(select(Consent.withdrawn_at)).one()
    send(client, PAGE, choice="withdraw")
    with fresh_app.app_context():
        assert db.session.scalars(select(Consent.withdrawn_at)).one() == first


def test_somebody_elses_withdrawal_stops_nobody(fresh_app: Flask) -> None:
    client, _ = somebody(fresh_app)
    send(client, PAGE, choice="withdraw")
    peer = sign_in(fresh_app.test_client(), make_person(fresh_app))
    enrol(peer, "en")
    assert count(fresh_app, Enrolment) == 2
