"""Each process keeps a copy of the settings: it sees what another changed within seconds, and pages pay nothing."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event

from lms.app import create_app
from lms.db import db
from lms.settings import queries
from tests.conftest import dispose
from tests.queries import count_queries
from tests.settings.made import put


@pytest.fixture
def other_app(fresh_app: Flask) -> Iterator[Flask]:
    """A second process on the same database, as far as the settings know."""
    app = create_app(fresh_app.config["LMS"])
    app.config["TESTING"] = True
    yield app
    dispose(app)


def test_another_process_sees_a_change_within_seconds(
    fresh_app: Flask, other_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = other_app.test_client()
    moment = 1000.0
    monkeypatch.setattr(queries, "monotonic", lambda: moment)
    before = client.get("/fr/help")
    put(fresh_app, site__name="Karité formation")
    assert "Karité formation" not in client.get("/fr/help").text
    moment += queries.LOOKS_EVERY_S
    after = client.get("/fr/help", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200  # its copy is not good any more
    assert after.text.count("Karité formation") >= 2


def test_a_page_costs_no_query_for_the_settings_but_once_in_some_seconds(
    fresh_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = 1000.0
    monkeypatch.setattr(queries, "monotonic", lambda: moment)
    client = fresh_app.test_client()
    with count_queries(fresh_app) as statements:
        for _ in range(20):
            client.get("/fr/help")
        assert len(statements) == 0, statements
        moment += queries.LOOKS_EVERY_S
        client.get("/fr/help")
        client.get("/en/help")
        assert len(statements) == 1, statements


def test_a_database_that_is_away_leaves_what_was_read_last(fresh_app: Flask) -> None:
    put(fresh_app, site__name="Karité")
    with fresh_app.app_context():
        assert queries.site_name() == "Karité"

        def gone(*_: object) -> None:
            raise RuntimeError("away")

        event.listen(db.engine, "before_cursor_execute", gone)
        db.session.rollback()
        queries.forget()
        with pytest.raises(RuntimeError):
            queries.site_name()
        assert queries.site_name() == "Karité"
        event.remove(db.engine, "before_cursor_execute", gone)
