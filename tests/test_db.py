"""The database: moments in UTC, reads that cannot write, writes that wait for each other."""

import os
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, StatementError

from lms.db import UTCDateTime, db, is_reading, is_unavailable, open_engine, read_only

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


def test_a_connection_outside_any_transaction_of_ours_refuses_too(engine, reading) -> None:
    connection = engine.raw_connection()
    try:
        with pytest.raises(Exception, match=r"readonly|read-only"):
            connection.cursor().execute("INSERT INTO note (id) VALUES (1)")
        connection.rollback()
    finally:
        connection.close()


def test_a_thread_that_was_told_nothing_may_only_read(engine) -> None:
    found: list[bool] = []
    for told in (None, False):
        thread = threading.Thread(target=lambda told=told: (read_only.set(told), found.append(is_reading())))
        thread.start()
        thread.join()
    assert found == [True, False]
    assert not is_reading()


def test_who_reads_twice_reads_the_same(engine) -> None:
    token = read_only.set(True)
    with engine.connect() as reader:
        before = reader.execute(select(notes.c.id)).all()
        read_only.set(False)
        if engine.dialect.name == "postgresql":  # SQLite without WAL lets nobody write meanwhile
            with engine.begin() as writer:
                writer.execute(insert(notes).values(id=1))
        assert reader.execute(select(notes.c.id)).all() == before
    read_only.reset(token)


def test_what_was_typed_is_not_in_the_error(engine) -> None:
    with engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(text("SELECT * FROM nowhere WHERE word = :word"), {"word": "confidence"})
    assert "confidence" not in str(caught.value)


def test_what_a_row_holds_is_not_in_the_error_nor_in_its_cause(engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE named (word varchar(20) CONSTRAINT one_each UNIQUE)"))
        connection.execute(text("INSERT INTO named VALUES ('confidence')"))
    with engine.connect() as connection, pytest.raises(IntegrityError) as caught:
        connection.execute(text("INSERT INTO named VALUES (:word)"), {"word": "confidence"})
    for error in (caught.value, caught.value.orig, caught.value.__cause__):
        assert "confidence" not in str(error)
    assert "unique" in str(caught.value).lower()


def test_a_new_database_is_its_owners_alone(tmp_path) -> None:
    tmp_path.chmod(0o755)
    before = os.umask(0o022)
    engine = open_engine(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    try:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE one (id integer)"))
            modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    finally:
        os.umask(before)
        engine.dispose()
    assert "new.sqlite3" in modes
    assert set(modes.values()) == {0o600}


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
        read_only.set(False)
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


def test_nothing_before_a_views_first_line_can_write_either(fresh_app) -> None:
    """Not even what Flask calls before any handler of ours: a GET reads from beginning to end."""
    found = []
    fresh_app.url_value_preprocessor(lambda *_: found.append(is_reading()))
    fresh_app.teardown_request(lambda _: found.append(is_reading()))
    fresh_app.test_client().get("/fr/help")
    assert found == [True, True]
    assert not is_reading()
