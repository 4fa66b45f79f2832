"""The database: moments in UTC, reads that cannot write, writes that wait for each other."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text, update
from sqlalchemy.exc import DBAPIError, OperationalError, StatementError

from lms.db import UTCDateTime, db, is_unavailable, open_engine, read_only

notes = Table("note", MetaData(), Column("id", Integer, primary_key=True), Column("at", UTCDateTime()))


@pytest.fixture
def engine(databases):
    url = databases.empty("notes")
    engine = open_engine(url)
    notes.metadata.create_all(engine)
    yield engine
    engine.dispose()
    databases.drop(url)


@pytest.fixture
def reading():
    token = read_only.set(True)
    yield
    read_only.reset(token)


def test_a_moment_comes_back_in_utc(engine) -> None:
    abidjan_plus_3 = datetime(2026, 11, 22, 12, 0, tzinfo=timezone(timedelta(hours=3)))
    with engine.begin() as connection:
        connection.execute(insert(notes).values(id=1, at=abidjan_plus_3))
        found = connection.scalar(select(notes.c.at))
    assert found == abidjan_plus_3
    assert found.tzinfo is UTC or found.utcoffset() == timedelta(0)
    assert found.hour == 9


def test_a_moment_without_a_zone_is_refused(engine) -> None:
    with engine.begin() as connection, pytest.raises(StatementError, match="without a zone"):
        connection.execute(insert(notes).values(id=1, at=datetime(2026, 11, 22)))  # noqa: DTZ001


def test_the_database_itself_refuses_to_write_while_reading(engine, reading) -> None:
    with engine.connect() as connection, pytest.raises(DBAPIError, match=r"readonly|read-only"):
        connection.execute(insert(notes).values(id=1))


def test_a_connection_that_read_can_write_again(engine) -> None:
    token = read_only.set(True)
    with engine.connect() as connection:
        connection.execute(select(notes)).all()
    read_only.reset(token)
    with engine.begin() as connection:
        connection.execute(insert(notes).values(id=1))
    with engine.connect() as connection:
        assert connection.scalar(select(notes.c.id)) == 1


def test_no_update_is_lost_between_a_read_and_a_write(sqlite_files) -> None:
    engine = open_engine(sqlite_files.empty("counter"))
    notes.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(notes).values(id=0))

    def count() -> None:
        for _ in range(25):
            with engine.begin() as connection:
                number = connection.scalar(select(notes.c.id))
                connection.execute(update(notes).values(id=number + 1))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engine.connect() as connection:
        assert connection.scalar(select(notes.c.id)) == 100
    engine.dispose()


def test_sqlite_keeps_what_it_confirmed_and_minds_its_references(sqlite_files) -> None:
    engine = open_engine(sqlite_files.empty("settings"))
    with engine.connect() as connection:
        found = [connection.scalar(text(f"PRAGMA {name}")) for name in ("foreign_keys", "synchronous", "busy_timeout")]
        journal = connection.scalar(text("PRAGMA journal_mode"))
        version = tuple(int(part) for part in connection.scalar(text("SELECT sqlite_version()")).split("."))
    engine.dispose()
    assert found == [1, 2, 5000]
    assert journal == ("wal" if version >= (3, 51, 3) else "truncate")


def test_a_database_that_is_away_is_told_from_a_statement_that_is_wrong(engine) -> None:
    with engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(text("SELECT * FROM nowhere"))
    assert not is_unavailable(caught.value)
    assert not is_unavailable(ValueError("no"))


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all.sqlite3", "postgresql+psycopg://nobody@127.0.0.1:9/nowhere"]
)
def test_a_database_that_cannot_be_reached_is_away(url: str) -> None:
    engine = open_engine(url)
    with pytest.raises(OperationalError) as caught:
        engine.connect()
    assert is_unavailable(caught.value)
    engine.dispose()


def test_a_get_request_cannot_write_and_a_post_can(fresh_app) -> None:
    from lms.web.access import ANYONE, access

    @fresh_app.route("/write", methods=["GET", "POST"])
    @access(ANYONE)
    def write() -> str:
        db.session.execute(text("CREATE TABLE scratch (id integer)"))
        db.session.commit()
        return "written"

    fresh_app.config["WTF_CSRF_ENABLED"] = False
    client = fresh_app.test_client()
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        client.get("/write")
    assert client.post("/write").text == "written"
    with pytest.raises(DBAPIError):
        client.get("/write")
