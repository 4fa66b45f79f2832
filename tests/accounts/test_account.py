"""One's account: what is changed is kept, told by mail where it matters, and proved where it opens the account."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.accounts.actions.hashing import hash_passphrase, is_passphrase
from lms.accounts.models import Person, SignIn
from lms.db import db
from tests.accounts.browsing import browser
from tests.forms import get, send
from tests.mailbox import last_code, mails_to
from tests.people import make_person, sign_in

ADDRESS = "awa.kone@example.org"
NEW = "awa@entreprise.example"
PASSPHRASE = "le mil pousse sous la lune"
NEXT = "trois pirogues à Ganvié"


@pytest.fixture
def person(fresh_app: Flask) -> int:
    return make_person(fresh_app, email=ADDRESS, email_key=ADDRESS, passphrase_hash=hash_passphrase(PASSPHRASE))


@pytest.fixture
def client(fresh_app: Flask, person: int) -> FlaskClient:
    return sign_in(browser(fresh_app), person)


def kept(app: Flask, person_id: int) -> Person:
    with app.app_context():
        found = db.session.get_one(Person, person_id)
        db.session.expunge(found)
        return found


def is_signed_in(client: FlaskClient) -> bool:
    return get(client, "/fr/account").status_code == 200


def test_a_name_is_changed_and_told_by_mail(fresh_app: Flask, person: int, client: FlaskClient) -> None:
    assert send(client, "/fr/account/name", name="Awa Traoré").location == "/fr/account"
    assert kept(fresh_app, person).name == "Awa Traoré"
    (mail,) = mails_to(fresh_app, ADDRESS)
    assert "nom" in mail.subject


def test_a_name_that_is_none_is_refused_and_kept_on_the_page(
    fresh_app: Flask, person: int, client: FlaskClient
) -> None:
    page = send(client, "/fr/account/name", name="123")
    assert page.status_code == 422
    assert 'value="123"' in page.text


def test_language_country_and_zone_are_changed(fresh_app: Flask, person: int, client: FlaskClient) -> None:
    send(client, "/fr/account/place", language="en", country="CD", timezone="Africa/Lubumbashi")
    found = kept(fresh_app, person)
    assert (found.language, found.country, found.timezone) == ("en", "CD", "Africa/Lubumbashi")
    assert "Lubumbashi, UTC+2" in get(client, "/en/account/sign-ins").text
    send(client, "/fr/account/place", language="en", country="CD", timezone="")
    assert kept(fresh_app, person).timezone is None
    assert "Kinshasa, UTC+1" in get(client, "/en/account/sign-ins").text


def test_nonsense_for_a_place_is_refused(fresh_app: Flask, client: FlaskClient) -> None:
    page = send(client, "/fr/account/place", language="xx", country="ZZ", timezone="Mars/Olympus")
    assert page.status_code == 422
    for field in ("language", "country", "timezone"):
        assert f'href="#{field}"' in page.text


def test_a_new_address_is_confirmed_by_a_code_sent_to_it_and_the_old_one_is_told(
    fresh_app: Flask, person: int, client: FlaskClient
) -> None:
    elsewhere = sign_in(browser(fresh_app), person)
    assert send(client, "/fr/account/email", email=NEW).location == "/fr/account/email/code"
    assert kept(fresh_app, person).email == ADDRESS
    code = last_code(fresh_app, NEW)
    assert send(client, "/fr/account/email/code", code="000000" if code != "000000" else "1").status_code == 422
    assert send(client, "/fr/account/email/code", code=code).location == "/fr/account"
    found = kept(fresh_app, person)
    assert (found.email, found.email_key) == (NEW, NEW)
    assert "autre adresse" in mails_to(fresh_app, ADDRESS)[-1].subject
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)


def test_an_address_of_another_account_gets_the_same_reply_and_nothing_but_a_word(
    fresh_app: Flask, person: int, client: FlaskClient
) -> None:
    make_person(fresh_app, email=NEW, email_key=NEW)
    assert send(client, "/fr/account/email", email=NEW).location == "/fr/account/email/code"
    (mail,) = mails_to(fresh_app, NEW)
    assert "déjà un compte" in mail.subject
    assert kept(fresh_app, person).email == ADDRESS


def test_an_address_that_somebody_registered_and_never_confirmed_is_free(
    fresh_app: Flask, person: int, client: FlaskClient
) -> None:
    squatter = make_person(fresh_app, email=NEW, email_key=NEW, email_confirmed_at=None)
    send(client, "/fr/account/email", email=NEW)
    assert send(client, "/fr/account/email/code", code=last_code(fresh_app, NEW)).status_code == 303
    assert kept(fresh_app, person).email == NEW
    with fresh_app.app_context():
        assert db.session.get(Person, squatter) is None


def test_a_passphrase_is_changed_with_the_current_one_and_all_other_devices_are_signed_out(
    fresh_app: Flask, person: int, client: FlaskClient
) -> None:
    elsewhere = sign_in(browser(fresh_app), person)
    done = send(client, "/fr/account/passphrase", current=PASSPHRASE, passphrase=NEXT)
    assert done.location == "/fr/account"
    assert is_passphrase(kept(fresh_app, person).passphrase_hash, NEXT)
    assert "phrase de passe" in mails_to(fresh_app, ADDRESS)[-1].subject
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)


def test_a_forgotten_passphrase_is_set_anew_by_a_code(fresh_app: Flask, person: int, client: FlaskClient) -> None:
    page = get(client, "/fr/account/passphrase").text
    asked = send(client, "/fr/account/passphrase/code", page, action="/fr/account/passphrase/code")
    assert asked.location == "/fr/account/passphrase?sent=1"
    page = get(client, asked.location).text
    code = last_code(fresh_app, ADDRESS)
    fields = {"code": code, "current": "", "passphrase": "too short"}
    refused = send(client, "/fr/account/passphrase", page, "/fr/account/passphrase", **fields)
    assert refused.status_code == 422 and f'value="{code}"' in refused.text  # not to be typed again
    fields = {"code": code, "current": "", "passphrase": NEXT}
    assert send(client, "/fr/account/passphrase", page, "/fr/account/passphrase", **fields).status_code == 303
    assert is_passphrase(kept(fresh_app, person).passphrase_hash, NEXT)


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"current": "", "passphrase": NEXT}, "current"),
        ({"current": "not the one that it is", "passphrase": NEXT}, "current"),
        ({"code": "123456", "passphrase": NEXT}, "code"),
        ({"current": PASSPHRASE, "passphrase": "too short"}, "passphrase"),
        ({"current": PASSPHRASE, "passphrase": "correct horse battery staple"}, "passphrase"),
        ({"current": PASSPHRASE, "passphrase": "Awa Koné Awa Koné"}, "passphrase"),
        ({"current": PASSPHRASE, "passphrase": "x" * 129}, "passphrase"),
    ],
)
def test_without_proof_or_with_a_weak_one_the_passphrase_stays(
    fresh_app: Flask, person: int, client: FlaskClient, fields: dict[str, str], where: str
) -> None:
    page = send(client, "/fr/account/passphrase", **fields)
    assert page.status_code == 422
    assert f'href="#{where}"' in page.text
    assert f'id="{where}"' in page.text
    assert is_passphrase(kept(fresh_app, person).passphrase_hash, PASSPHRASE)


def test_the_current_passphrase_cannot_be_guessed_for_ever(fresh_app: Flask, client: FlaskClient) -> None:
    page = get(client, "/fr/account/passphrase").text
    tries = [
        send(client, "/fr/account/passphrase", page, current=f"guess {n}", passphrase=NEXT).status_code
        for n in range(11)
    ]
    assert tries == [422] * 10 + [429]


def test_a_person_sees_where_they_are_signed_in_and_ends_one(
    fresh_app: Flask, person: int, client: FlaskClient
) -> None:
    elsewhere = sign_in(browser(fresh_app), person)
    stranger = sign_in(browser(fresh_app), make_person(fresh_app))
    page = get(client, "/fr/account/sign-ins").text
    assert page.count("<h2>") == 2
    assert page.count("celui-ci") == 1
    with fresh_app.app_context():
        ids = {row.person_id: row.public_id for row in db.session.scalars(select(SignIn).order_by(SignIn.created_at))}
    send(client, "/fr/account/sign-ins/end", page, sign_in=ids[person])
    assert not is_signed_in(elsewhere)
    others = [value for key, value in ids.items() if key != person]
    send(client, "/fr/account/sign-ins/end", get(client, "/fr/account/name").text, sign_in=others[0])
    assert is_signed_in(stranger)


def test_a_person_ends_all_other_sign_ins(fresh_app: Flask, person: int, client: FlaskClient) -> None:
    others = [sign_in(browser(fresh_app), person) for _ in range(3)]
    send(client, "/fr/account/sign-ins/end", get(client, "/fr/account/sign-ins").text, sign_in="")
    assert is_signed_in(client)
    assert not any(is_signed_in(other) for other in others)
