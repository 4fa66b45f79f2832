"""What went wrong is told by a page, in the reader's language."""

import logging
import re
from urllib.parse import unquote

import pytest
from flask import Flask

from lms.app import create_app
from lms.db import db


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/en/nothing", 404),
        ("POST", "/en/probe/x", 405),
        ("GET", "/en/broken", 500),
        ("GET", "/en/probe/x?q=%00", 400),
        ("GET", "/en/probe/x?q=" + "a" * 5000, 414),
    ],
)
def test_an_error_is_a_page_in_the_language_of_the_address(small_app: Flask, method: str, path: str, code: int) -> None:
    response = small_app.test_client().open(path, method=method)
    assert response.status_code == code
    assert response.mimetype == "text/html"
    assert '<html lang="en"' in response.text
    assert response.headers["Cache-Control"] == "no-store"


def test_a_method_that_a_page_lacks_is_told_with_those_it_has(small_app: Flask) -> None:
    assert "GET" in small_app.test_client().post("/fr/probe/x").headers["Allow"]


def test_too_much_is_refused(small_app: Flask) -> None:
    assert small_app.test_client().post("/fr/form", data={"text": "a" * 2_000_000}).status_code == 413


def test_a_form_without_its_token_is_refused(small_app: Flask) -> None:
    assert small_app.test_client().post("/fr/form", data={"text": "a"}).status_code == 400


def test_a_500_does_not_need_the_database(sqlite_files, configure, tmp_path) -> None:
    from tests.web.conftest import PREFIX, probe

    app = create_app(configure(f"sqlite:///{tmp_path}/no/such/folder/a.sqlite3"))
    app.register_blueprint(probe(), url_prefix=PREFIX)
    response = app.test_client().get("/fr/broken")
    assert response.status_code == 500
    assert '<html lang="fr"' in response.text


def test_a_database_that_is_away_is_a_503_that_says_when_to_come_back(configure, tmp_path) -> None:
    from tests.web.conftest import PREFIX, probe

    app = create_app(configure(f"sqlite:///{tmp_path}/no/such/folder/a.sqlite3"))
    app.register_blueprint(probe(), url_prefix=PREFIX)
    response = app.test_client().get("/fr/statement")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert '<html lang="fr"' in response.text
    with app.app_context():
        db.engine.dispose()


def test_a_query_that_is_too_long_is_not_repeated_in_its_refusal(small_app: Flask) -> None:
    response = small_app.test_client().get("/en/probe/x?q=" + "abcdefgh" * 1000)
    assert response.status_code == 414
    assert "abcdefgh" not in response.text


@pytest.mark.parametrize("path", ["/fr/nothing/", "/nothing/", "/fr/form/", "//"])
def test_a_slash_too_many_does_not_hide_that_there_is_no_page(small_app: Flask, path: str) -> None:
    response = small_app.test_client().get(path, follow_redirects=path == "//")
    assert response.status_code == (200 if path == "//" else 404)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/fr", "/fr/"),
        ("/fr//probe/x", "/fr/probe/x"),
        ("/fr//probe/x?a=1&b=%C3%A9", "/fr/probe/x?a=1&b=%C3%A9"),
        ("/fr/probe/x/", "/fr/probe/x"),
        ("/fr/probe/x//?a=1&b=%C3%A9", "/fr/probe/x?a=1&b=%C3%A9"),
        ("//evil.example/x", None),
        ("//evil.example/", None),
        ("//evil.example/fr/", None),
        ("/%5Cevil.example//x", None),
        ("///fr", None),
    ],
)
def test_a_redirect_never_repeats_the_host_it_was_asked_under(
    small_app: Flask, path: str, expected: str | None
) -> None:
    target, _, query = path.partition("?")
    response = small_app.test_client().get(
        target, query_string=query, headers={"Host": "evil.example"}, environ_overrides={"PATH_INFO": unquote(target)}
    )
    location = response.headers.get("Location", "/404")
    assert location == (expected or location)
    assert re.match(r"/(?![/\\])", location)
    assert "evil.example" not in response.text.replace(location, "")
