"""The session ended in mid-form: what was typed goes through signing in, to the same person, and counts once."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from lms.accounts.actions.hashing import hash_passphrase
from lms.accounts.models import Person, SignIn
from lms.clock import now
from lms.db import db
from tests.accounts.browsing import browser
from tests.forms import HTTPS, get, hidden, send
from tests.mailbox import last_code
from tests.people import make_person, sign_in

ADDRESS = "awa.kone@example.org"
PASSPHRASE = "le mil pousse sous la lune"
NAME = "Awa Koné-Traoré & fils"


@pytest.fixture
def person(fresh_app: Flask) -> int:
    return make_person(fresh_app, email=ADDRESS, email_key=ADDRESS, passphrase_hash=hash_passphrase(PASSPHRASE))


def end_sign_ins(app: Flask) -> None:
    with app.app_context():
        db.session.execute(update(SignIn).values(ended_at=now()))
        db.session.commit()


def name_of(app: Flask, person_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Person, person_id).name


def sent_too_late(app: Flask, person_id: int, client: FlaskClient, lost_cookie: bool = False) -> str:
    """The page that a form gets whose sign-in ended meanwhile."""
    sign_in(client, person_id)
    page = get(client, "/fr/account/name").text
    end_sign_ins(app)
    if lost_cookie:
        client.delete_cookie("__Host-session")
        client.delete_cookie("__Host-session", domain="localhost")
    reply = send(client, "/fr/account/name", page, name=NAME)
    assert reply.status_code == 401
    assert name_of(app, person_id) == "Awa Koné"
    return reply.text


def send_again(client: FlaskClient, page: str) -> str:
    """Touch the one button of the page that gives a form back; where that leads."""
    assert "toujours là" in page
    assert 'action="/fr/account/name"' in page
    done = client.post("/fr/account/name", base_url=HTTPS, headers={"Referer": HTTPS}, data=hidden(page))
    assert done.status_code == 303, done.text
    return str(done.location)


@pytest.mark.parametrize("lost_cookie", [False, True])
def test_a_form_goes_through_a_passphrase(fresh_app: Flask, person: int, lost_cookie: bool) -> None:
    client = browser(fresh_app)
    page = sent_too_late(fresh_app, person, client, lost_cookie)
    assert "Ce que vous avez tapé est gardé" in page
    given_back = send(client, "/fr/sign-in", page, way="passphrase", email=ADDRESS, passphrase=PASSPHRASE)
    assert given_back.status_code == 200
    send_again(client, given_back.text)
    assert name_of(fresh_app, person) == NAME


def test_a_form_goes_through_the_page_of_the_code_mistakes_included(fresh_app: Flask, person: int) -> None:
    client = browser(fresh_app)
    page = send(client, "/fr/sign-in", sent_too_late(fresh_app, person, client), email=ADDRESS).text
    code = last_code(fresh_app, ADDRESS)
    page = send(client, "/fr/sign-in/code", page, email=ADDRESS, code="").text
    given_back = send(client, "/fr/sign-in/code", page, email=ADDRESS, code=code)
    send_again(client, given_back.text)
    assert name_of(fresh_app, person) == NAME


def test_sent_twice_it_counts_once(fresh_app: Flask, person: int) -> None:
    client = browser(fresh_app)
    page = sent_too_late(fresh_app, person, client)
    given_back = send(client, "/fr/sign-in", page, way="passphrase", email=ADDRESS, passphrase=PASSPHRASE).text
    assert send_again(client, given_back) == send_again(client, given_back)
    from tests.mailbox import mails_to

    assert len(mails_to(fresh_app, ADDRESS)) == 1


def test_another_person_gets_nothing_of_it_and_is_told(fresh_app: Flask, person: int) -> None:
    other = make_person(
        fresh_app, name="Peer", email="p@example.org", email_key="p@example.org",
        passphrase_hash=hash_passphrase(PASSPHRASE),
    )  # fmt: skip
    client = browser(fresh_app)
    page = sent_too_late(fresh_app, person, client)
    reply = send(client, "/fr/sign-in", page, way="passphrase", email="p@example.org", passphrase=PASSPHRASE)
    assert "écarté" in reply.text
    assert "Traoré" not in reply.text
    assert name_of(fresh_app, other) == "Peer"


def test_what_was_carried_cannot_be_made_up(fresh_app: Flask, person: int) -> None:
    client = browser(fresh_app)
    page = sent_too_late(fresh_app, person, client)
    carried = hidden(page)["carried"]
    spoilt = carried[:-3] + ("AAA" if not carried.endswith("AAA") else "BBB")
    reply = send(
        client, "/fr/sign-in", page, way="passphrase", email=ADDRESS, passphrase=PASSPHRASE, carried=spoilt
    )  # fmt: skip
    assert (reply.status_code, reply.location) == (303, "/fr/my-courses")


def test_secrets_are_not_carried(fresh_app: Flask, person: int) -> None:
    client = browser(fresh_app)
    sign_in(client, person)
    page = get(client, "/fr/account/passphrase").text
    end_sign_ins(fresh_app)
    fields = {"current": PASSPHRASE, "passphrase": "une autre phrase bien longue"}
    reply = send(client, "/fr/account/passphrase", page, **fields)
    assert reply.status_code == 401
    back = send(client, "/fr/sign-in", reply.text, way="passphrase", email=ADDRESS, passphrase=PASSPHRASE).text
    assert "toujours là" in back
    assert PASSPHRASE not in back
    assert "bien longue" not in back


def test_a_form_of_a_session_that_was_renewed_in_another_tab_is_given_back(fresh_app: Flask, person: int) -> None:
    client = sign_in(browser(fresh_app), person)
    page = get(client, "/fr/account/name").text
    get(client, "/fr/account")
    send(client, "/fr/sign-out", get(client, "/fr/account").text)
    sign_in(client, person)
    reply = send(client, "/fr/account/name", page, name=NAME)
    assert reply.status_code == 400
    send_again(client, reply.text)
    assert name_of(fresh_app, person) == NAME


def test_a_form_left_open_by_somebody_else_is_not_sent_in_the_name_of_the_next(fresh_app: Flask, person: int) -> None:
    client = sign_in(browser(fresh_app), person)
    page = get(client, "/fr/account/name").text
    send(client, "/fr/sign-out", get(client, "/fr/account").text)
    other = make_person(fresh_app, name="Peer")
    sign_in(client, other)
    reply = send(client, "/fr/account/name", page, name=NAME)
    assert reply.status_code == 400
    assert "écarté" in reply.text
    assert name_of(fresh_app, other) == "Peer"


def test_a_post_that_is_no_form_of_ours_is_asked_to_sign_in_and_carries_nothing(fresh_app: Flask) -> None:
    reply = browser(fresh_app).post("/fr/account/name", base_url=HTTPS, data={"name": NAME})
    assert reply.status_code == 401
    assert 'name="carried"' not in reply.text


def test_a_page_that_needs_a_sign_in_is_asked_for_again_afterwards(fresh_app: Flask) -> None:
    reply = get(browser(fresh_app), "/en/account?a=1&b=é")
    assert reply.status_code == 302
    assert re.match(r"/en/sign-in\?next=/en/account", str(reply.location))


def test_nobody_is_left_without_their_use_noted(fresh_app: Flask, person: int) -> None:
    from datetime import timedelta

    client = sign_in(browser(fresh_app), person)
    page = get(client, "/fr/account/name").text
    with fresh_app.app_context():
        db.session.execute(update(SignIn).values(used_at=now() - timedelta(days=1)))
        db.session.commit()
    send(client, "/fr/account/name", page, name=NAME)
    with fresh_app.app_context():
        assert now() - db.session.scalars(select(SignIn.used_at)).one() < timedelta(minutes=1)
