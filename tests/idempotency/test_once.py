"""A form counts once, however often it arrives."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask, redirect, request
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.accounts.models import ConsentText
from lms.db import db
from lms.idempotency.access import once
from lms.idempotency.models import SentForm
from lms.web.access import ANYONE, SIGNED_IN, access
from tests.people import make_person, sign_in

DIGESTS = iter(f"{number:064d}" for number in range(10**6))


@pytest.fixture
def forms_app(fresh_app: Flask) -> Flask:
    """A page with a form, and what its form does: it writes a row, and refuses the word "wrong"."""

    @access(ANYONE)
    def page() -> str:
        from lms.web.forms import hidden_fields

        return f"<form method='post'>{hidden_fields()}</form>"

    @access(SIGNED_IN)
    @once
    def send(place: str):
        if request.form["name"] == "wrong":
            db.session.add(ConsentText(digest=next(DIGESTS), version="refused", language="fr", content=""))
            db.session.flush()
            return "another word, please", 422
        db.session.add(ConsentText(digest=next(DIGESTS), version="1", language="fr", content=request.form["name"]))
        return redirect(f"/fr/recorded/{place}", 303)

    fresh_app.add_url_rule("/fr/form", "form", page)
    fresh_app.add_url_rule("/fr/send/<place>", "send", send, methods=["POST"])
    return fresh_app


def fields_of(client: FlaskClient) -> dict[str, str]:
    text = client.get("/fr/form", base_url="https://localhost").text
    return dict(re.findall(r'name="([^"]+)" value="([^"]+)"', text))


def send(client: FlaskClient, fields: dict[str, str], word: str, place: str = "a"):
    return client.post(f"/fr/send/{place}", data={**fields, "name": word}, base_url="https://localhost")


def written(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(ConsentText)) or 0


def test_a_form_sent_again_gets_the_first_reply_and_has_one_effect(forms_app: Flask) -> None:
    client = sign_in(forms_app.test_client(), make_person(forms_app))
    fields = fields_of(client)
    replies = [send(client, fields, "once") for _ in range(3)]
    assert [(reply.status_code, reply.location) for reply in replies] == [(303, "/fr/recorded/a")] * 3
    assert written(forms_app) == 1


def test_fifty_at_once_have_one_effect_and_fifty_equal_replies(forms_app: Flask) -> None:
    client = sign_in(forms_app.test_client(), make_person(forms_app))
    fields = fields_of(client)
    cookie = client.get_cookie(forms_app.config["SESSION_COOKIE_NAME"], domain="localhost")
    assert cookie is not None

    def send_it(_number: int) -> tuple[int, str | None]:
        reply = forms_app.test_client(use_cookies=False).post(
            "/fr/send/a",
            data={**fields, "name": "once"},
            base_url="https://localhost",
            headers={"Cookie": f"{cookie.key}={cookie.value}"},
        )
        return reply.status_code, reply.location

    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(send_it, range(50)))
    assert set(replies) == {(303, "/fr/recorded/a")}
    assert written(forms_app) == 1


def test_a_form_that_was_refused_may_be_corrected_and_leaves_nothing(forms_app: Flask) -> None:
    client = sign_in(forms_app.test_client(), make_person(forms_app))
    fields = fields_of(client)
    assert send(client, fields, "wrong").status_code == 422
    assert written(forms_app) == 0
    with forms_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SentForm)) == 0
    assert send(client, fields, "right").status_code == 303
    assert written(forms_app) == 1


def test_another_text_under_a_used_key_is_shown_beside_what_was_recorded(forms_app: Flask) -> None:
    client = sign_in(forms_app.test_client(), make_person(forms_app))
    fields = fields_of(client)
    send(client, fields, "first")
    reply = send(client, fields, "second <b>")
    assert reply.status_code == 409
    assert "/fr/recorded/a" in reply.text
    assert "second &lt;b&gt;" in reply.text
    again = dict(re.findall(r'name="([^"]+)" value="([^"]+)"', reply.text))
    assert again["form_key"] != fields["form_key"]
    assert written(forms_app) == 1
    assert send(client, again, "second <b>").status_code == 303
    assert written(forms_app) == 2


def test_only_words_are_shown_and_everything_is_sent_again(forms_app: Flask) -> None:
    client = sign_in(forms_app.test_client(), make_person(forms_app))
    fields = {
        **fields_of(client),
        "version": "3",
        "then": "check",
        "answer": "6468ca51",
        "q-one:answer.d819ae52": "un pilon",
    }
    send(client, fields, "first")
    reply = send(client, fields, "second")
    main = reply.text.partition("<main")[2].partition("</main")[0]
    assert re.findall(r"<li>(.*?)</li>", main) == ["un pilon", "second"]
    again = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', main))
    again.pop("csrf_token"), again.pop("form_key")
    assert again == {**{name: fields[name] for name in list(fields)[2:]}, "name": "second"}


def test_the_same_key_at_another_address_is_another_form(forms_app: Flask) -> None:
    client = sign_in(forms_app.test_client(), make_person(forms_app))
    fields = fields_of(client)
    send(client, fields, "once", "a")
    assert send(client, fields, "once", "b").status_code == 409


def test_a_form_left_open_by_somebody_else_is_not_sent_in_the_next_ones_name(forms_app: Flask) -> None:
    client = sign_in(forms_app.test_client(), make_person(forms_app))
    fields = fields_of(client)
    sign_in(client, make_person(forms_app))
    assert send(client, fields, "mine").status_code == 403
    assert written(forms_app) == 0


@pytest.mark.parametrize("key", ["", "x", "eyJ.x.y"])
def test_a_form_without_a_key_of_ours_is_refused(forms_app: Flask, key: str) -> None:
    client = sign_in(forms_app.test_client(), make_person(forms_app))
    fields = fields_of(client)
    assert send(client, {**fields, "form_key": key}, "once").status_code == 400


def test_a_forged_post_without_the_token_is_refused(forms_app: Flask) -> None:
    client = sign_in(forms_app.test_client(), make_person(forms_app))
    fields = fields_of(client)
    del fields["csrf_token"]
    assert send(client, fields, "once").status_code == 400
    assert written(forms_app) == 0
