"""Signing in by a code or by a passphrase: once, in time, and without telling who has an account."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from lms.accounts.actions import hashing
from lms.accounts.models import EmailCode, Person, SignIn
from lms.clock import now
from lms.db import db
from tests.accounts.browsing import browser
from tests.forms import HTTPS, get, hidden, send
from tests.mailbox import last_code, mails_to, run_jobs
from tests.people import make_person

ADDRESS = "awa.kone@example.org"
PASSPHRASE = "le mil pousse sous la lune"
STRANGER = "nobody@example.org"


@pytest.fixture
def person(fresh_app: Flask) -> int:
    return make_person(fresh_app, email=ADDRESS, email_key=ADDRESS, passphrase_hash=hashing.hash_passphrase(PASSPHRASE))


def ask(client: FlaskClient, email: str = ADDRESS, **more: str):
    return send(client, "/fr/sign-in", email=email, **more)


def by_passphrase(client: FlaskClient, email: str, passphrase: str, **more: str):
    return send(client, "/fr/sign-in", way="passphrase", email=email, passphrase=passphrase, **more)


def is_signed_in(client: FlaskClient) -> bool:
    return get(client, "/fr/account").status_code == 200


def test_a_code_signs_in_once(fresh_app: Flask, person: int) -> None:
    client = browser(fresh_app)
    assert ask(client).location == "/fr/sign-in/code"
    code = last_code(fresh_app, ADDRESS)
    done = send(client, "/fr/sign-in/code", email="AWA.Kone@example.ORG", code=f"{code[:3]} {code[3:]}")
    assert done.location == "/fr/my-courses"
    assert is_signed_in(client)
    again = send(browser(fresh_app), "/fr/sign-in/code", email=ADDRESS, code=code)
    assert again.status_code == 422


def test_a_double_click_signs_in_twice(fresh_app: Flask, person: int) -> None:
    client = browser(fresh_app)
    ask(client)
    page = get(client, "/fr/sign-in/code").text
    fields = {**hidden(page), "email": ADDRESS, "code": last_code(fresh_app, ADDRESS)}
    cookie = client.get_cookie("__Host-session")
    assert cookie is not None
    headers = {"Cookie": f"__Host-session={cookie.value}", "Referer": HTTPS}
    fresh = [fresh_app.test_client(use_cookies=False) for _ in range(2)]
    first, second = (one.post("/fr/sign-in/code", base_url=HTTPS, headers=headers, data=fields) for one in fresh)
    assert (first.status_code, first.location) == (second.status_code, second.location) == (303, "/fr/my-courses")


def test_a_code_is_good_for_ten_minutes(fresh_app: Flask, person: int) -> None:
    client = browser(fresh_app)
    ask(client)
    code = last_code(fresh_app, ADDRESS)
    with fresh_app.app_context():
        row = db.session.scalars(select(EmailCode)).one()
        assert row.expires_at - row.created_at == timedelta(minutes=10)
        db.session.execute(update(EmailCode).values(expires_at=now()))
        db.session.commit()
    page = send(client, "/fr/sign-in/code", email=ADDRESS, code=code)
    assert page.status_code == 422
    assert "expiré" in page.text
    assert f'value="{ADDRESS}"' in page.text


def test_a_code_may_be_tried_five_times(fresh_app: Flask, person: int) -> None:
    client = browser(fresh_app)
    ask(client)
    code = last_code(fresh_app, ADDRESS)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert send(client, "/fr/sign-in/code", email=ADDRESS, code=wrong).status_code == 422
    assert send(client, "/fr/sign-in/code", email=ADDRESS, code=code).status_code == 422


def test_of_two_codes_that_overtake_each_other_either_is_good_and_one_uses_up_both(
    fresh_app: Flask, person: int
) -> None:
    ask(browser(fresh_app))
    first = last_code(fresh_app, ADDRESS)
    ask(browser(fresh_app))
    second = last_code(fresh_app, ADDRESS)
    assert send(browser(fresh_app), "/fr/sign-in/code", email=ADDRESS, code=first).status_code == 303
    assert send(browser(fresh_app), "/fr/sign-in/code", email=ADDRESS, code=second).status_code == 422


def test_a_code_of_somebody_else_signs_nobody_in(fresh_app: Flask, person: int) -> None:
    make_person(fresh_app, email=STRANGER, email_key=STRANGER)
    ask(browser(fresh_app))
    code = last_code(fresh_app, ADDRESS)
    assert send(browser(fresh_app), "/fr/sign-in/code", email=STRANGER, code=code).status_code == 422


def test_a_passphrase_signs_in_and_goes_on_to_the_page_that_was_asked_for(fresh_app: Flask, person: int) -> None:
    client = browser(fresh_app)
    asked = get(client, "/fr/account/sign-ins")
    assert (asked.status_code, asked.location) == (302, "/fr/sign-in?next=/fr/account/sign-ins")
    page = get(client, asked.location).text
    done = send(client, "/fr/sign-in", page, way="passphrase", email=ADDRESS, passphrase=PASSPHRASE)
    assert done.location == "/fr/account/sign-ins"
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb", "fr/"]
)
def test_no_address_leads_elsewhere_after_signing_in(fresh_app: Flask, person: int, elsewhere: str) -> None:
    done = by_passphrase(browser(fresh_app), ADDRESS, PASSPHRASE, next=elsewhere)
    assert (done.status_code, done.location) == (303, "/fr/my-courses")


def test_a_wrong_passphrase_and_an_unknown_account_get_the_same_page_for_the_same_work(
    fresh_app: Flask, person: int, queries, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person(fresh_app, email="none@example.org", email_key="none@example.org")
    computed: list[int] = []
    verify = hashing._hasher.verify

    class Counting:
        def verify(self, kept: str, typed: str) -> bool:
            computed.append(1)
            return verify(kept, typed)

    monkeypatch.setattr(hashing, "_hasher", Counting())
    pages, work = [], []
    for email in (ADDRESS, STRANGER, "none@example.org"):
        client = browser(fresh_app)
        page = get(client, "/fr/sign-in").text
        with queries(fresh_app) as statements:
            reply = send(client, "/fr/sign-in", page, way="passphrase", email=email, passphrase="wrong wrong wrong")
        pages.append((reply.status_code, reply.text.count("ne vont pas ensemble")))
        work.append((list(statements), len(computed)))
        computed.clear()
    assert pages == [(422, 2)] * 3
    assert work[0] == work[1] == work[2]
    assert work[0][1] == 1


def test_asking_for_a_code_costs_the_same_and_says_the_same_for_an_unknown_account(
    fresh_app: Flask, person: int, queries
) -> None:
    replies = []
    for email in (ADDRESS, STRANGER):
        client = browser(fresh_app)
        page = get(client, "/fr/sign-in").text
        with queries(fresh_app) as statements:
            reply = send(client, "/fr/sign-in", page, email=email)
        replies.append((reply.status_code, reply.location, reply.data, list(statements)))
    assert replies[0] == replies[1]
    run_jobs(fresh_app)
    assert mails_to(fresh_app, STRANGER) == []


def test_a_wrong_code_costs_the_same_and_says_the_same_for_an_unknown_account(
    fresh_app: Flask, person: int, queries
) -> None:
    ask(browser(fresh_app))
    code = last_code(fresh_app, ADDRESS)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    replies = []
    for email in (ADDRESS, STRANGER):
        client = browser(fresh_app)
        page = get(client, "/fr/sign-in/code").text
        with queries(fresh_app) as statements:
            reply = send(client, "/fr/sign-in/code", page, email=email, code=wrong)
        replies.append((reply.status_code, reply.text.count("expiré"), list(statements)))
    assert replies[0] == replies[1]


def test_after_ten_tries_one_waits_and_is_told_until_when(fresh_app: Flask, person: int) -> None:
    for _ in range(10):
        assert by_passphrase(browser(fresh_app), ADDRESS, "wrong wrong wrong").status_code == 422
    late = by_passphrase(browser(fresh_app), ADDRESS, PASSPHRASE)
    assert late.status_code == 429
    assert 0 < int(late.headers["Retry-After"]) <= 15 * 60
    assert "(Abidjan, UTC)" in late.text
    assert by_passphrase(browser(fresh_app), STRANGER, PASSPHRASE).status_code == 422


def test_five_codes_are_sent_in_an_hour(fresh_app: Flask, person: int) -> None:
    assert [ask(browser(fresh_app)).status_code for _ in range(6)] == [303] * 5 + [429]
    assert len(mails_to(fresh_app, ADDRESS)) == 5


def test_the_same_form_twice_asks_for_one_code(fresh_app: Flask, person: int) -> None:
    client = browser(fresh_app)
    page = get(client, "/fr/sign-in").text
    assert [send(client, "/fr/sign-in", page, email=ADDRESS).status_code for _ in range(7)] == [303] * 7
    assert len(mails_to(fresh_app, ADDRESS)) == 1


def test_a_classroom_shares_one_address(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from lms.accounts.actions.counting import count_attempt
    from lms.accounts.limits import CODES_ASKED

    with fresh_app.app_context():
        counts = [count_attempt(CODES_ASKED, f"{number}@example.org", "192.0.2.1", now()) for number in range(301)]
        assert [until is None for until in counts] == [True] * 300 + [False]
        assert count_attempt(CODES_ASKED, "other@example.org", "192.0.2.2", now()) is None
        assert count_attempt(CODES_ASKED, "301@example.org", "192.0.2.1", now() + timedelta(hours=2)) is None
        db.session.rollback()


def test_the_session_is_renewed_at_signing_in_and_out(fresh_app: Flask, person: int) -> None:
    client = browser(fresh_app)
    get(client, "/fr/sign-in")
    with client.session_transaction(base_url=HTTPS) as session:
        session["planted"] = "by somebody else"
        before = session["csrf_token"]
    by_passphrase(client, ADDRESS, PASSPHRASE)
    page = get(client, "/fr/account").text
    with client.session_transaction(base_url=HTTPS) as session:
        assert "planted" not in session
        assert session.permanent
        assert session["csrf_token"] != before
        token = session["_user_id"]
    done = send(client, "/fr/sign-out", page)
    assert (done.status_code, done.location) == (303, "/fr/")
    assert not is_signed_in(client)
    with client.session_transaction(base_url=HTTPS) as session:
        session["_user_id"] = token  # a copy of the cookie is worth nothing
    assert not is_signed_in(client)


def test_a_disabled_account_is_like_none(fresh_app: Flask, person: int) -> None:
    with fresh_app.app_context():
        db.session.execute(update(Person).values(disabled_at=now()))
        db.session.commit()
    assert by_passphrase(browser(fresh_app), ADDRESS, PASSPHRASE).status_code == 422
    assert ask(browser(fresh_app)).status_code == 303
    assert mails_to(fresh_app, ADDRESS) == []


def test_a_passphrase_hashed_otherwise_is_hashed_anew(fresh_app: Flask, person: int) -> None:
    from argon2 import PasswordHasher

    with fresh_app.app_context():
        weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSPHRASE)
        db.session.execute(update(Person).values(passphrase_hash=weak))
        db.session.commit()
    assert by_passphrase(browser(fresh_app), ADDRESS, PASSPHRASE).status_code == 303
    with fresh_app.app_context():
        kept = db.session.scalars(select(Person.passphrase_hash)).one()
        assert kept is not None
        assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_sign_in_lasts_thirty_days(fresh_app: Flask, person: int) -> None:
    client = browser(fresh_app)
    assert by_passphrase(client, ADDRESS, PASSPHRASE).status_code == 303
    with fresh_app.app_context():
        row = db.session.scalars(select(SignIn)).one()
        assert row.expires_at - row.created_at == timedelta(days=30)
        db.session.execute(update(SignIn).values(expires_at=now()))
        db.session.commit()
    assert not is_signed_in(client)


def test_an_empty_form_says_what_to_type(fresh_app: Flask) -> None:
    page = by_passphrase(browser(fresh_app), "x", "")
    assert page.status_code == 422
    assert 'href="#account"' in page.text
    assert 'href="#passphrase"' in page.text
    assert "<details open>" in page.text
    with fresh_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Person)) == 0


def test_who_signed_in_in_another_tab_is_led_on_by_the_form_of_this_one(fresh_app: Flask, person: int) -> None:
    client = browser(fresh_app)
    page = get(client, "/fr/sign-in?next=/fr/account").text
    by_passphrase(client, ADDRESS, PASSPHRASE)
    late = send(client, "/fr/sign-in", page, email=ADDRESS)
    assert (late.status_code, late.location) == (303, "/fr/account")


def test_a_form_whose_cookie_was_lost_is_given_back_without_its_secrets(fresh_app: Flask, person: int) -> None:
    page = get(browser(fresh_app), "/fr/sign-in").text
    client = browser(fresh_app)
    given_back = send(client, "/fr/sign-in", page, way="passphrase", email=ADDRESS, passphrase=PASSPHRASE)
    assert given_back.status_code == 400
    assert PASSPHRASE not in given_back.text
    reply = client.post("/fr/sign-in", base_url=HTTPS, headers={"Referer": HTTPS}, data=hidden(given_back.text))
    assert reply.status_code == 422
    assert f'value="{ADDRESS}"' in reply.text
