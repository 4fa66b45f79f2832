"""A PostgreSQL that falls silent is noticed, and what only reads is bounded and reads one state."""

import os
import signal
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from lms import postgresql as silent
from lms.db import engine_options, is_unavailable, open_engine, read_only


@pytest.fixture
def engine(postgresql) -> Iterator[Engine]:
    url = postgresql.empty("silence")
    engine = open_engine(url)
    yield engine
    engine.dispose()
    postgresql.drop(url)


@pytest.fixture
def reading() -> Iterator[None]:
    token = read_only.set(True)
    yield
    read_only.reset(token)


def setting(engine: Engine, name: str) -> str:
    with engine.connect() as connection:
        return str(connection.scalar(text(f"SHOW {name}")))


def test_a_server_that_falls_silent_is_away_and_not_waited_for(engine: Engine, monkeypatch) -> None:
    monkeypatch.setattr(silent, "SILENCE_S", 0.2)
    monkeypatch.setattr(silent, "NOT_AGAIN_S", 0.5)
    with engine.connect() as connection:
        pid = connection.scalar(text("SELECT pg_backend_pid()"))
    os.kill(pid, signal.SIGSTOP)
    try:
        with pytest.raises(PoolTimeout) as caught:
            engine.connect()
    finally:
        os.kill(pid, signal.SIGCONT)
    assert is_unavailable(caught.value)
    with pytest.raises(DBAPIError, match="a moment ago") as caught:
        engine.connect()
    assert is_unavailable(caught.value)
    time.sleep(0.5)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1


def test_a_server_that_falls_silent_in_a_statement_is_away(engine: Engine) -> None:
    with engine.connect() as connection:
        driver_connection = connection.connection.driver_connection
        assert isinstance(driver_connection, silent.PatientConnection)
        driver_connection.patience = 0.2
        with pytest.raises(DBAPIError) as caught:
            connection.execute(text("SELECT pg_sleep(60)"))
        assert driver_connection.closed
    assert is_unavailable(caught.value)


def test_connections_that_were_cut_are_replaced_at_their_next_use(engine: Engine) -> None:
    with engine.connect() as one, engine.connect() as other:
        pids = [connection.scalar(text("SELECT pg_backend_pid()")) for connection in (one, other)]
    cut = open_engine(engine.url.render_as_string(hide_password=False))
    with cut.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(pid, 5000) FROM unnest(:pids) AS pid"), {"pids": pids})
    cut.dispose()
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT pg_backend_pid()")) not in pids


def test_what_reads_is_bounded_and_what_writes_is_not(engine: Engine, reading: None) -> None:
    assert (setting(engine, "statement_timeout"), setting(engine, "default_transaction_read_only")) == ("5s", "on")
    read_only.set(False)
    assert (setting(engine, "statement_timeout"), setting(engine, "default_transaction_read_only")) == ("0", "off")
    with engine.connect() as connection:
        driver_connection = connection.connection.driver_connection
        assert isinstance(driver_connection, silent.PatientConnection)
        assert driver_connection.patience is None


def test_a_statement_that_took_too_long_is_a_database_that_is_busy(engine: Engine) -> None:
    with engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(text("SET LOCAL statement_timeout = 50"))
        connection.execute(text("SELECT pg_sleep(60)"))
    assert is_unavailable(caught.value)


def test_the_network_itself_gives_up_within_two_seconds() -> None:
    options = engine_options("postgresql+psycopg://nobody@127.0.0.1:9/nowhere")
    arguments = options["connect_args"]
    assert arguments["connect_timeout"] <= 2
    assert arguments["tcp_user_timeout"] <= 2000
    assert arguments["keepalives_idle"] + arguments["keepalives_interval"] * arguments["keepalives_count"] <= 3
