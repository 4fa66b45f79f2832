"""Beyond this machine nobody signs in over plain HTTP, unless those who run the site say so."""

import pytest
from flask import Flask

from lms.app import create_app
from lms.config import BadSetting
from tests.conftest import dispose

LAN = "http://192.168.1.5:8000"


@pytest.mark.parametrize("path", ["/fr/sign-in", "/fr/register", "/fr/sign-in/code", "/fr/account"])
def test_over_plain_http_signing_in_is_refused_with_an_explanation(app: Flask, path: str) -> None:
    reply = app.test_client().get(path, base_url=LAN)
    assert reply.status_code == 403
    assert "sans chiffrement" in reply.text
    assert "Set-Cookie" not in reply.headers


def test_a_form_over_plain_http_gets_the_same_explanation(app: Flask) -> None:
    for path in ("/fr/sign-in", "/fr/account/name"):
        reply = app.test_client().post(path, base_url=LAN, data={"email": "a@example.org"})
        assert reply.status_code == 403
        assert "sans chiffrement" in reply.text


def test_reading_works_over_plain_http(app: Flask) -> None:
    assert app.test_client().get("/fr/courses", base_url=LAN).status_code == 200


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000", "https://a.example"]
)
def test_on_this_machine_and_over_https_it_works(app: Flask, address: str) -> None:
    reply = app.test_client().get("/fr/sign-in", base_url=address)
    assert reply.status_code == 200
    assert reply.headers["Set-Cookie"].startswith("__Host-session=")
    assert "Secure" in reply.headers["Set-Cookie"]


def test_behind_a_proxy_that_speaks_https_it_works(sqlite_files, configure) -> None:
    app = create_app(configure(sqlite_files.copy(), LMS_PUBLIC_URL="https://palabre.example"))
    assert app.test_client().get("/fr/sign-in", base_url="http://palabre.example").status_code == 200
    assert app.test_client().get("/fr/sign-in", base_url="http://192.0.2.1").status_code == 403
    dispose(app)


def test_by_order_it_works_with_a_cookie_of_another_name(sqlite_files, configure) -> None:
    app = create_app(configure(sqlite_files.copy(), LMS_PLAIN_HTTP="1"))
    reply = app.test_client().get("/fr/sign-in", base_url=LAN)
    assert reply.status_code == 200
    cookie = reply.headers["Set-Cookie"]
    assert cookie.startswith("session=")
    assert "Secure" not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    dispose(app)


def test_the_order_makes_no_sense_with_a_public_address_over_https(sqlite_files, configure) -> None:
    with pytest.raises(BadSetting):
        configure(sqlite_files.template, LMS_PLAIN_HTTP="1", LMS_PUBLIC_URL="https://palabre.example")
