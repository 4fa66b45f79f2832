"""The rows of a backup, put into a database whose tables are made for them."""

from __future__ import annotations

import secrets
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from lms.db import open_engine
from lms.errors import CANNOT_USE, N_, Refusal
from lms.migrating import RESTORING, migrate, newest, on, revision_of
from lms.operation import copytext
from lms.operation.actions.saving import sync_folder
from lms.operation.manifest import DAMAGED, Manifest, Table
from lms.operation.queries.snapshots import tables_of

IN_USE = N_("Somebody is using this database: stop the site and `lms work` first, then restore.")
_PIECE_BYTES = 1 << 18


def file_of(engine: Engine) -> Path | None:
    """The file of a SQLite database."""
    return Path(str(engine.url.database)) if engine.dialect.name == "sqlite" else None


def load(engine: Engine, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Replace what a database holds by the rows of a backup, migrated; all of it, or nothing.

    Afterwards it says that the restore is not finished.
    """
    path, driver = file_of(engine), engine.dialect.loaded_dbapi
    try:
        if path is None:
            _load_postgresql(engine, archive, manifest)
        else:
            _load_sqlite(engine, path, archive, manifest)
    except OperationalError:
        raise
    except driver.OperationalError as error:
        raise Refusal(CANNOT_USE, path=path or engine.url.database, reason=error) from error
    except (driver.Error, DBAPIError, ValueError, KeyError) as error:  # whole rows that make no sense to the tables
        raise Refusal(DAMAGED, path=archive.filename, reason=type(error).__name__) from error


def refuse_while_in_use(engine: Engine) -> None:
    """Refuse to replace a database under a server's feet."""
    engine.dispose()
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            others = (
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"
            )
            if connection.scalar(text(others)):
                raise Refusal(IN_USE)
            return
    engine.dispose()
    _close_sqlite(engine)


def _close_sqlite(engine: Engine) -> None:
    """Bring everything into the one file, which only works while nobody else has it open."""
    pooled = engine.raw_connection()
    try:
        driver: Any = pooled.driver_connection
        if driver.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            driver.execute("PRAGMA busy_timeout = 500")
            if driver.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
                raise Refusal(IN_USE)
        driver.execute("BEGIN EXCLUSIVE")
        driver.execute("ROLLBACK")
    except Exception as error:
        if "locked" not in str(error):
            raise
        raise Refusal(IN_USE) from error
    finally:
        pooled.invalidate()


def _load_sqlite(engine: Engine, path: Path, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Make the database beside the one in use, then rename it over that."""
    fresh = path.with_name(f"{path.name}.restoring-{secrets.token_hex(4)}")
    own = open_engine(f"sqlite:///{fresh}")
    try:
        try:
            migrate(own, to=manifest.revision)
            with own.begin() as connection:
                connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # a row may point to one that comes later
                for table in _checked(connection, manifest, archive):
                    _insert(connection, archive, table)
            migrate(own)
            with own.begin() as connection:
                _mark(connection)
        finally:
            own.dispose()
        engine.dispose()
        _close_sqlite(engine)
        for suffix in ("-wal", "-shm", "-journal"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        fresh.replace(path)
        sync_folder(path.parent)
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{fresh}{suffix}").unlink(missing_ok=True)


def _load_postgresql(engine: Engine, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Take the tables down, make them anew and fill them, in one transaction."""
    with engine.begin() as connection:
        found = revision_of(connection)
        if found is not None:
            _mark(connection, found.removeprefix(RESTORING))
            command.downgrade(on(connection), "base")
        command.upgrade(on(connection), manifest.revision)
        for table in _checked(connection, manifest, archive):
            _copy(connection, archive, table)
            if table.last_number is not None or any(column.name == "id" for column in table.columns):
                _set_count(connection, table)
        command.upgrade(on(connection), "heads")
        connection.exec_driver_sql("ANALYZE")  # else the first hour's pages would be planned for empty tables
        _mark(connection)


def _checked(connection: Connection, manifest: Manifest, archive: zipfile.ZipFile) -> Iterator[Table]:
    """The tables of a backup, after seeing that they are those of its revision."""
    there = {table.name: {column.name for column in table.columns} for table in tables_of(connection)}
    saved = {table.name: {column.name for column in table.columns} for table in manifest.tables}
    if there != saved:
        raise Refusal(DAMAGED, path=archive.filename, reason=manifest.revision)
    return iter(manifest.tables)


def _named(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _insert(connection: Connection, archive: zipfile.ZipFile, table: Table) -> None:
    driver: Any = connection.connection.driver_connection
    marks = ", ".join("?" * len(table.columns))
    statement = f'INSERT INTO "{table.name}" ({_named(table)}) VALUES ({marks})'  # noqa: S608 - names were compared
    with archive.open(table.member) as lines:
        driver.executemany(statement, copytext.rows(lines, [column.kind for column in table.columns]))


def _copy(connection: Connection, archive: zipfile.ZipFile, table: Table) -> None:
    driver: Any = connection.connection.driver_connection
    statement = f'COPY "{table.name}" ({_named(table)}) FROM STDIN'
    with archive.open(table.member) as member, driver.cursor() as cursor, cursor.copy(statement) as copy:
        while piece := member.read(_PIECE_BYTES):
            copy.write(piece)


def _set_count(connection: Connection, table: Table) -> None:
    """Have numbers go on where they stopped: none that was given is ever given again."""
    sequence = connection.scalar(text("SELECT pg_get_serial_sequence(:t, 'id')"), {"t": f'"{table.name}"'})
    if sequence is None:
        return
    last = connection.exec_driver_sql(f'SELECT max(id) FROM "{table.name}"').scalar() or 0  # noqa: S608 - as above
    last = max(last, table.last_number or 0)
    connection.execute(text("SELECT setval(:s, :n, :called)"), {"s": sequence, "n": max(last, 1), "called": last > 0})


def _mark(connection: Connection, revision: str = "") -> None:
    """Say which revision the database is of; without one, that the restore is not finished."""
    connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision or f"{RESTORING}{newest()}"})
