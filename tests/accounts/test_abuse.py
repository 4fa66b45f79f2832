"""What people send to do harm: heaps of accents that take minutes to sort, codes sent again from a shared device."""

import time
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import update

from lms.accounts.access import readers_address
from lms.accounts.actions import changing
from lms.accounts.addresses import read_address
from lms.accounts.codes import read_code
from lms.accounts.models import EmailCode
from lms.accounts.names import read_name
from lms.accounts.passphrases import as_typed, check_passphrase
from lms.db import db
from lms.errors import Refusal
from tests.accounts.browsing import browser, register
from tests.forms import HTTPS, get, hidden, send
from tests.mailbox import last_code
from tests.people import make_person, sign_in

ADDRESS = "awa@example.org"
# Unicode puts marks in an order of its own, by a method that takes four times as long for twice as many.
HEAP = "a" + "\u0301" * 40_000 + "\u0316" * 40_000


@pytest.mark.parametrize("read", [read_name, read_address, check_passphrase])
def test_a_heap_of_accents_is_refused_at_once(read) -> None:
    started = time.perf_counter()
    with pytest.raises(Refusal):
        read(HEAP)
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize("read", [read_code, as_typed])
def test_a_heap_of_accents_is_read_no_further_than_needed(read) -> None:
    started = time.perf_counter()
    read(HEAP)
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize("name", ["Ọ̀rúnmìlà Adébáyọ̀", "Nguyễn Thị Ánh", "مُحَمَّدٌ", "שָׁלוֹם", "ደስታ ገብረ", "ဦးသန့်", "ད྇ར"])
def test_a_name_with_the_marks_of_its_script_is_a_name(name: str) -> None:
    assert read_name(name)


def test_a_name_that_would_cover_its_neighbours_is_none(fresh_app: Flask) -> None:
    with pytest.raises(Refusal, match="too many accents"):
        read_name("A" + "\u0301" * 100 + "wa")
    page = register(browser(fresh_app), ADDRESS, name="A" + "\u0301" * 100 + "wa")
    assert page.status_code == 422
    assert "accents" in page.text


def test_a_code_sent_again_after_signing_out_signs_nobody_in(fresh_app: Flask) -> None:
    make_person(fresh_app, email=ADDRESS, email_key=ADDRESS)
    client = browser(fresh_app)
    send(client, "/fr/sign-in", email=ADDRESS)
    used = {**hidden(get(client, "/fr/sign-in/code").text), "email": ADDRESS, "code": last_code(fresh_app, ADDRESS)}
    assert client.post("/fr/sign-in/code", base_url=HTTPS, headers={"Referer": HTTPS}, data=used).status_code == 303
    send(client, "/fr/sign-out", get(client, "/fr/account").text, "/fr/sign-out")
    token = hidden(get(client, "/fr/sign-in/code").text)["csrf_token"]
    fields = {**used, "csrf_token": token}
    again = client.post("/fr/sign-in/code", base_url=HTTPS, headers={"Referer": HTTPS}, data=fields)
    assert again.status_code == 422
    assert get(client, "/fr/account").status_code == 302


def test_the_forms_of_pages_opened_at_once_are_all_good(fresh_app: Flask) -> None:
    make_person(fresh_app, email=ADDRESS, email_key=ADDRESS)
    client = browser(fresh_app)
    send(client, "/fr/sign-in", email=ADDRESS)
    code = last_code(fresh_app, ADDRESS)
    assert send(client, "/fr/sign-in/code", email=ADDRESS, code=code).status_code == 303
    before = client.get_cookie(fresh_app.config["SESSION_COOKIE_NAME"], domain="localhost")
    tabs = [get(client, "/fr/account/name").text for _ in range(2)]
    assert client.get_cookie(fresh_app.config["SESSION_COOKIE_NAME"], domain="localhost") == before
    assert [send(client, "/fr/account/name", tab, name="Awa Koffi").status_code for tab in tabs] == [303, 303]


def test_of_two_accounts_that_take_an_address_at_once_one_is_told(
    fresh_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person(fresh_app, email=ADDRESS, email_key=ADDRESS)
    client = sign_in(browser(fresh_app), make_person(fresh_app, email="b@example.org", email_key="b@example.org"))
    send(client, "/fr/account/email", email="free@example.org")
    code = last_code(fresh_app, "free@example.org")
    with fresh_app.app_context():
        db.session.execute(update(EmailCode).values(new_email=ADDRESS))
        db.session.commit()
    monkeypatch.setattr(changing, "_other_owner", lambda person, address: None)  # it looked a moment too early
    page = send(client, "/fr/account/email/code", code=code)
    assert page.status_code == 422
    assert "Un autre compte" in page.text
    assert "b@example.org" in get(client, "/fr/account").text


@pytest.mark.parametrize(
    ("public_url", "peer", "counted"),
    [
        ("http://192.168.1.1:8000", "192.168.1.7", "192.168.1.7"),
        ("http://192.168.1.1:8000", "127.0.0.1", "203.0.113.9"),
        ("https://palabre.example", "10.0.0.2", "203.0.113.9"),
    ],
)
def test_a_neighbour_without_a_proxy_does_not_choose_where_it_is_counted(
    fresh_app: Flask, public_url: str, peer: str, counted: str
) -> None:
    fresh_app.config["LMS"] = replace(fresh_app.config["LMS"], public_url=public_url)
    headers = {"X-Forwarded-For": "203.0.113.9"}
    with fresh_app.test_request_context("/fr/", environ_base={"REMOTE_ADDR": peer}, headers=headers):
        assert readers_address() == counted
