"""Start-up brings a database up to date, and keeps a copy of what it changes."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command, op
from sqlalchemy import inspect, text

from lms.db import open_engine
from lms.migrating import migrate, on

AT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


def test_a_database_up_to_date_is_left_alone(sqlite_files, tmp_path: Path) -> None:
    engine = open_engine(sqlite_files.copy())
    assert not migrate(engine, backups=tmp_path / "backups", at=AT)
    assert not (tmp_path / "backups").exists()
    engine.dispose()


def test_a_new_database_needs_no_copy(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert migrate(engine, backups=tmp_path / "backups", at=AT)
    assert not (tmp_path / "backups").exists()
    engine.dispose()


def test_a_copy_is_kept_before_tables_change(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE keepsake (word text)"))
        connection.execute(text("INSERT INTO keepsake VALUES ('palaver')"))
    assert migrate(engine, backups=tmp_path / "backups", at=AT)
    engine.dispose()
    [copy] = (tmp_path / "backups").iterdir()
    assert copy.name == "empty-20261122T103000Z.sqlite3"
    assert copy.stat().st_mode & 0o777 == 0o600
    connection = sqlite3.connect(copy)
    assert connection.execute("SELECT word FROM keepsake").fetchall() == [("palaver",)]
    connection.close()


def test_a_migration_that_fails_leaves_nothing_behind(databases, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a migration would be a database that no version knows."""
    engine = open_engine(databases.empty("failing"))
    create, made = op.create_table, []

    def create_one_then_fail(name, *columns, **options):
        if made:
            raise RuntimeError("the power failed")
        made.append(name)
        return create(name, *columns, **options)

    monkeypatch.setattr(op, "create_table", create_one_then_fail)
    with pytest.raises(RuntimeError, match="power"):
        migrate(engine)
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
    engine.dispose()
    assert made
    assert [name for name in tables if name != "alembic_version"] == []


def test_rows_that_would_point_to_nothing_stop_a_migration(sqlite_files) -> None:
    url = sqlite_files.copy()
    engine = open_engine(url)
    with engine.connect() as connection:
        command.downgrade(on(connection), "base")
    raw = sqlite3.connect(url.removeprefix("sqlite:///"))
    raw.executescript(
        "CREATE TABLE tree (id integer PRIMARY KEY);"
        "CREATE TABLE leaf (tree_id integer REFERENCES tree (id)); INSERT INTO leaf VALUES (7);"
    )
    raw.close()
    with pytest.raises(RuntimeError, match="point to nothing"):
        migrate(engine)
    engine.dispose()
