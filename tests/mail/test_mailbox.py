"""The local mailbox is for the person who sits at the machine that serves, and for nobody else."""

from collections.abc import Iterator

import pytest
from flask import Flask

from lms.app import create_app
from tests.conftest import dispose

HERE = "http://127.0.0.1:8000"


@pytest.fixture
def served_here(app: Flask) -> Iterator[Flask]:
    app.config["IS_BOUND_TO_LOOPBACK"] = True
    yield app
    del app.config["IS_BOUND_TO_LOOPBACK"]


def status(app: Flask, base_url: str = HERE, **more: object) -> int:
    return app.test_client().get("/fr/mailbox", base_url=base_url, **more).status_code


def test_it_exists_on_the_machine_that_serves(served_here: Flask) -> None:
    response = served_here.test_client().get("/fr/mailbox", base_url=HERE)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in response.headers


def test_it_does_not_exist_where_nobody_said_that_the_server_is_bound_to_loopback(app: Flask) -> None:
    assert status(app) == 404


@pytest.mark.parametrize(
    "header", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via"]
)
def test_it_does_not_exist_for_a_request_that_was_carried_on(served_here: Flask, header: str) -> None:
    assert status(served_here, headers={header: "127.0.0.1"}) == 404


def test_it_does_not_exist_for_another_machine(served_here: Flask) -> None:
    assert status(served_here, environ_base={"REMOTE_ADDR": "192.0.2.7"}) == 404


def test_it_does_not_exist_under_another_name(served_here: Flask) -> None:
    assert status(served_here, "http://evil.example") == 404
    assert status(served_here, "http://localhost:8000") == 200


@pytest.mark.parametrize(
    "settings",
    [
        {"LMS_SMTP_URL": "smtp://mail.example", "LMS_MAIL_FROM": "a@mail.example"},
        {"LMS_PUBLIC_URL": "https://palabre.example"},
    ],
)
def test_it_does_not_exist_where_mails_go_out_or_the_site_is_public(sqlite_files, configure, settings) -> None:
    url = sqlite_files.copy()
    app = create_app(configure(url, **settings))
    app.config["IS_BOUND_TO_LOOPBACK"] = True
    assert status(app) == 404
    dispose(app)
