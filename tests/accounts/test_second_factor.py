"""The second factor of those with a role: set up once, shown on each device, each code good once."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.accounts.actions.factors import secret_of
from lms.accounts.actions.sealing import seal, unseal
from lms.accounts.limits import SECOND_FACTORS
from lms.accounts.models import RecoveryCode, Role, SecondFactor, SignIn
from lms.accounts.totp import code_of_step, step_at
from lms.audit.models import AuditEntry
from lms.clock import now
from lms.db import db
from tests.forms import get, send
from tests.mailbox import mails_to
from tests.people import make_person, sign_in

EMAIL = "chef@example.org"
HOME, ASK, NEW = "/fr/administration", "/fr/account/second-factor", "/fr/account/second-factor/new"


@pytest.fixture
def chief(fresh_app: Flask) -> int:
    return make_person(fresh_app, role=Role.ADMINISTRATOR, email=EMAIL, email_key=EMAIL)


@pytest.fixture
def client(fresh_app: Flask, chief: int) -> Iterator[FlaskClient]:
    yield sign_in(fresh_app.test_client(), chief)


def code(app: Flask, person_id: int, away: int = 0) -> str:
    """What the person's telephone shows, so many steps from now."""
    with app.app_context():
        secret = secret_of(db.session.get_one(SecondFactor, person_id))
        assert secret is not None
        return code_of_step(secret, step_at(now()) + away)


def set_up(app: Flask, client: FlaskClient, person_id: int) -> list[str]:
    """Set a second factor up; return its recovery codes. The code of the step before is used for it."""
    send(client, NEW, action="begin")
    shown = send(client, NEW, action="/new", code=code(app, person_id, -1))
    assert shown.status_code == 200, shown.text
    return re.findall(r"<li>([0-9A-Z]{5}-[0-9A-Z]{5})</li>", shown.text)


def acts(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_who_has_a_role_sets_it_up_before_anything_else(fresh_app: Flask, client: FlaskClient, chief: int) -> None:
    asked = get(client, f"{HOME}?a=1")
    assert asked.location == f"{ASK}?next=/fr/administration?a%3D1"
    led = get(client, asked.location)
    assert led.location == f"{NEW}?next=/fr/administration?a%3D1"
    page = get(client, led.location)
    assert '<svg class="qr"' not in page.text
    begun = send(client, led.location, page.text, action="begin")
    shown = get(client, begun.location)
    assert '<svg class="qr"' in shown.text
    assert shown.headers["Cache-Control"] == "private, no-store"
    with fresh_app.app_context():
        factor = db.session.get_one(SecondFactor, chief)
        secret = secret_of(factor)
        assert secret is not None
        assert secret.hex() not in factor.secret
    assert get(client, HOME).status_code == 302
    codes = send(client, begun.location, shown.text, action="/new", code=code(fresh_app, chief))
    assert len(re.findall(r"<li>[0-9A-Z]{5}-[0-9A-Z]{5}</li>", codes.text)) == 10
    assert 'href="/fr/administration?a=1"' in codes.text
    assert get(client, HOME).status_code == 200
    assert acts(fresh_app) == ["second-factor.confirm"]
    assert "second facteur" in mails_to(fresh_app, EMAIL)[-1].subject


def test_a_secret_is_shown_no_more_once_it_was_confirmed(fresh_app: Flask, client: FlaskClient, chief: int) -> None:
    set_up(fresh_app, client, chief)
    assert get(client, NEW).location == ASK
    assert get(client, ASK).location == "/fr/account/second-factor/yours"
    assert '<svg class="qr"' not in get(client, "/fr/account/second-factor/yours").text


def test_a_wrong_first_code_takes_nothing_into_use(fresh_app: Flask, client: FlaskClient, chief: int) -> None:
    send(client, NEW, action="begin")
    wrong = f"{(int(code(fresh_app, chief)) + 1) % 10**6:06d}"
    refused = send(client, NEW, action="/new", code=wrong)
    assert refused.status_code == 422
    assert get(client, HOME).status_code == 302
    assert send(client, NEW, action="/new", code="").status_code == 422
    assert acts(fresh_app) == []


def test_another_device_is_asked_for_a_code_that_is_good_once(
    fresh_app: Flask, client: FlaskClient, chief: int
) -> None:
    set_up(fresh_app, client, chief)
    other, third = (sign_in(fresh_app.test_client(), chief) for _ in range(2))
    typed = code(fresh_app, chief)
    done = send(other, f"{ASK}?next=/fr/administration", code=typed)
    assert (done.status_code, done.location) == (303, "/fr/administration")
    assert get(other, HOME).status_code == 200
    again = send(third, ASK, code=typed)
    assert again.status_code == 422
    assert get(third, HOME).status_code == 302


def test_it_is_asked_for_anew_after_twelve_hours(fresh_app: Flask, client: FlaskClient, chief: int) -> None:
    set_up(fresh_app, client, chief)
    with fresh_app.app_context():
        for row in db.session.scalars(select(SignIn)):
            row.second_factor_at = now() - timedelta(hours=12, seconds=1)
        db.session.commit()
    assert get(client, HOME).status_code == 302


def test_a_form_that_came_too_late_is_carried_through(fresh_app: Flask, client: FlaskClient, chief: int) -> None:
    from lms.web.access import ADMINISTRATOR, access

    fresh_app.add_url_rule("/fr/kept", "kept", access(ADMINISTRATOR)(lambda: "kept"), methods=["POST"])
    set_up(fresh_app, client, chief)
    page = get(client, "/fr/account/name").text
    with fresh_app.app_context():
        for row in db.session.scalars(select(SignIn)):
            row.second_factor_at = None
        db.session.commit()
    page = page.replace('<form method="post"', '<form action="/fr/kept" method="post"')
    asked = send(client, "/fr/account/name", page, action="kept", name="Awa la Grande", code="123456")
    assert asked.status_code == 401
    back = send(client, "/fr/kept", asked.text, action="second-factor", code=code(fresh_app, chief))
    assert back.status_code == 200
    assert 'value="Awa la Grande"' in back.text
    assert "123456" not in back.text
    assert send(client, "/fr/kept", back.text, action="kept").text == "kept"


def test_a_recovery_code_is_good_once_and_its_owner_is_told(fresh_app: Flask, client: FlaskClient, chief: int) -> None:
    codes = set_up(fresh_app, client, chief)
    other, third = (sign_in(fresh_app.test_client(), chief) for _ in range(2))
    assert send(other, ASK, way="recovery", recovery=codes[3].lower()).status_code == 303
    assert get(other, HOME).status_code == 200
    assert send(third, ASK, way="recovery", recovery=codes[3]).status_code == 422
    assert send(third, ASK, way="recovery", recovery="").status_code == 422
    assert "9 codes" in mails_to(fresh_app, EMAIL)[-1].body
    assert acts(fresh_app)[-1] == "second-factor.recover"
    with fresh_app.app_context():
        assert not [row for row in db.session.scalars(select(RecoveryCode)) if row.digest in codes]


def test_new_recovery_codes_make_those_before_void(fresh_app: Flask, client: FlaskClient, chief: int) -> None:
    before = set_up(fresh_app, client, chief)
    page = get(client, "/fr/account/second-factor/yours").text
    after = re.findall(r"<li>(\w{5}-\w{5})</li>", send(client, "/fr/account", page, action="codes").text)
    assert len(set(after) - set(before)) == 10
    other = sign_in(fresh_app.test_client(), chief)
    assert send(other, ASK, way="recovery", recovery=before[0]).status_code == 422
    assert send(other, ASK, way="recovery", recovery=after[0]).status_code == 303


def test_tries_are_counted_for_the_account_on_whatever_device(
    fresh_app: Flask, client: FlaskClient, chief: int
) -> None:
    set_up(fresh_app, client, chief)
    other = sign_in(fresh_app.test_client(), chief)
    for _number in range(SECOND_FACTORS.most - 1):
        assert send(other, ASK, code="000000").status_code in (422,)
    third = sign_in(fresh_app.test_client(), chief)
    refused = send(third, ASK, code=code(fresh_app, chief))
    assert refused.status_code == 429
    assert get(third, HOME).status_code == 302


def test_changing_telephones_asks_for_another_at_once_and_ends_other_sign_ins(
    fresh_app: Flask, client: FlaskClient, chief: int
) -> None:
    set_up(fresh_app, client, chief)
    other = sign_in(fresh_app.test_client(), chief, has_second_factor=True)
    page = get(client, "/fr/account/second-factor/yours").text
    assert send(client, "/fr/account", page, action="give-up").location == NEW
    assert "sign-in" in (get(other, HOME).location or "")
    assert get(client, HOME).status_code == 302
    assert len(set_up(fresh_app, client, chief)) == 10
    assert acts(fresh_app)[-2:] == ["second-factor.remove", "second-factor.confirm"]


def test_a_device_that_has_not_shown_it_can_neither_give_it_up_nor_make_codes(
    fresh_app: Flask, client: FlaskClient, chief: int
) -> None:
    set_up(fresh_app, client, chief)
    page = get(client, "/fr/account/second-factor/yours").text
    with fresh_app.app_context():
        for row in db.session.scalars(select(SignIn)):
            row.second_factor_at = None
        db.session.commit()
    for action in ("codes", "give-up"):
        assert send(client, "/fr/account", page, action=action).status_code == 401
    with fresh_app.app_context():
        assert db.session.get(SecondFactor, chief) is not None


def test_for_those_without_a_role_the_pages_are_not_there(fresh_app: Flask) -> None:
    client = sign_in(fresh_app.test_client(), make_person(fresh_app))
    for path in (ASK, NEW, "/fr/account/second-factor/yours"):
        assert get(client, path).status_code == 404
    page = get(client, "/fr/account/name").text
    assert send(client, "/fr/account/name", page.replace("<form ", f'<form action="{ASK}/begin" ')).status_code == 404


def test_a_sealed_secret_is_read_in_its_own_place_and_with_the_sites_own_key_only(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        sealed = seal(b"a secret", "here")
        assert unseal(sealed, "here") == b"a secret"
        assert unseal(sealed, "there") is None
        assert unseal("00" + sealed[2:], "here") is None
        assert unseal("no hex", "here") is None


def test_what_was_begun_under_another_key_of_the_site_is_begun_anew(
    fresh_app: Flask, client: FlaskClient, chief: int
) -> None:
    with fresh_app.app_context():
        db.session.add(SecondFactor(person_id=chief, secret="00" * 48))
        db.session.commit()
    assert 'class="qr"' not in get(client, NEW).text
    assert len(set_up(fresh_app, client, chief)) == 10
