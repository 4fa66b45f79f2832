"""Every route says who may use it."""

import logging

import pytest
from flask import Flask

from lms.web.access import ANYONE, access, undeclared_endpoints


def test_every_route_declares_who_may_use_it(app: Flask) -> None:
    assert undeclared_endpoints(app) == []


@pytest.fixture
def spoilt_app(sqlite_files, configure) -> Flask:
    from lms.app import create_app

    app = create_app(configure(sqlite_files.copy()))
    app.add_url_rule("/declared", "declared", access(ANYONE)(lambda: "for anyone"))
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    return app


def test_a_planted_route_that_declares_nothing_is_found(spoilt_app: Flask) -> None:
    assert undeclared_endpoints(spoilt_app) == ["forgotten"]


def test_a_route_that_declares_nothing_is_not_served(spoilt_app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    client = spoilt_app.test_client()
    assert client.get("/declared").text == "for anyone"
    with caplog.at_level(logging.CRITICAL, "lms"):
        response = client.get("/forgotten")
    assert response.status_code == 500
    assert "secret" not in response.text
