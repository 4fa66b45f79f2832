"""What people send to do harm: heaps of accents that take minutes to sort, codes sent again from a shared device."""

import time

import pytest
from flask import Flask

from lms.accounts.addresses import read_address
from lms.accounts.codes import read_code
from lms.accounts.forms import read_name
from lms.accounts.passphrases import as_typed, check_passphrase
from lms.errors import Refusal
from tests.accounts.browsing import HTTPS, browser, get, hidden, register, send
from tests.mailbox import last_code
from tests.people import make_person

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
