"""Every row of a database as of one moment, read while others write, on either kind of database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Date,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    create_engine,
    inspect,
    text,
)
from sqlalchemy import Table as Reflected
from sqlalchemy.types import TypeEngine

from lms.db import engine_options
from lms.errors import CANNOT_USE, N_, Refusal
from lms.migrating import is_modelled, refuse_unknown, revision_of
from lms.operation import copytext
from lms.operation.copytext import Kind
from lms.operation.manifest import Column

VERSION_TABLE = "alembic_version"
NO_TABLES = N_("There is no database of Palabre here yet: nothing to save.")
SPOILT = N_("The database is damaged: %(reason)s. Restore a backup; see docs/operators.")
_KINDS: tuple[tuple[type[TypeEngine[Any]], Kind], ...] = (
    (Boolean, Kind.BOOLEAN),
    (DateTime, Kind.MOMENT),
    (Date, Kind.DATE),
    (JSON, Kind.JSON),
    (Integer, Kind.INTEGER),
    (Numeric, Kind.REAL),
    (LargeBinary, Kind.BYTES),
    (String, Kind.TEXT),
)


def kind_of(type_: TypeEngine[Any]) -> Kind:
    """What a column of this type holds."""
    return next(kind for of, kind in _KINDS if isinstance(type_, of))


def tables_of(connection: Connection) -> list[Reflected]:
    """The tables of a database as they are, those that others point to first; without what is derived from them."""
    names = [name for name in inspect(connection).get_table_names() if is_modelled(name) and name != VERSION_TABLE]
    metadata = MetaData()
    metadata.reflect(connection, only=names)
    return [table for table in metadata.sorted_tables if table.name in names]


def has_rows(connection: Connection) -> bool:
    """Whether anybody has put anything into this database."""
    return any(
        connection.exec_driver_sql(f'SELECT 1 FROM "{table.name}" LIMIT 1').first() is not None  # noqa: S608 - ours
        for table in tables_of(connection)
    )


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A database as of one moment."""

    connection: Connection
    revision: str
    tables: list[Reflected]

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a copy of SQLite's file."""
        return self.connection.dialect.name == "sqlite"

    def columns(self, table: Reflected) -> list[Column]:
        """The columns of a table, in the order in which its rows give them."""
        return [Column(column.name, kind_of(column.type)) for column in table.columns]

    def lines(self, table: Reflected) -> Iterator[bytes]:
        """The rows of a table in COPY format, in pieces of one line or several."""
        columns = self.columns(table)
        named = ", ".join(f'"{column.name}"' for column in columns)
        driver: Any = self.connection.connection.driver_connection
        if not self.is_sqlite:
            with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({named}) TO STDOUT') as copy:
                yield from map(bytes, copy)
            return
        rows = driver.execute(f'SELECT {named} FROM "{table.name}"')  # noqa: S608 - names of our tables
        yield from copytext.lines(rows, [column.kind for column in columns])

    def last_number(self, table: Reflected) -> int | None:
        """The last number that a table gave to a row, kept or not; None where the database keeps no count."""
        if self.is_sqlite or "id" not in table.columns:
            return None
        name = self.connection.scalar(text("SELECT pg_get_serial_sequence(:t, 'id')"), {"t": f'"{table.name}"'})
        if name is None:
            return None
        found = self.connection.exec_driver_sql(f"SELECT last_value, is_called FROM {name}").one()  # noqa: S608 - its own
        return int(found[0]) if found[1] else 0

    def media(self) -> Iterable[str]:
        """The digests of the media that the database knows."""
        return self.connection.scalars(text("SELECT digest FROM media_file ORDER BY digest"))


@contextmanager
def snapshot(engine: Engine, beside: Path) -> Iterator[Snapshot]:
    """Hold the state of this moment. PostgreSQL keeps it itself; SQLite's is a copy in the file `beside`, checked.

    SQLite without WAL would make everybody who writes wait until the last row is read; a copy is soon made.
    """
    if engine.dialect.name == "sqlite":
        copy_sqlite(engine, beside)
        # Not lms.db's way of opening it: a copy of the file's state, nobody else's, and no journal beside it.
        options = engine_options(str(engine.url))
        own = create_engine(f"sqlite:///{beside}", module=options["module"], hide_parameters=True)
    else:
        own = engine
    try:
        with own.connect() as connection:
            if engine.dialect.name == "sqlite":
                _refuse_spoilt(connection)
            else:
                _hold(connection)
            found = revision_of(connection)
            if found is None:
                raise Refusal(NO_TABLES)
            refuse_unknown(found)
            tables = tables_of(connection)
            if engine.dialect.name != "sqlite":
                named = ", ".join(f'"{table.name}"' for table in tables)
                connection.exec_driver_sql(f"LOCK TABLE {named} IN ACCESS SHARE MODE")  # nobody migrates meanwhile
            yield Snapshot(connection, found, tables)
    finally:
        if own is not engine:
            own.dispose()
            beside.unlink(missing_ok=True)


def copy_sqlite(engine: Engine, target: Path) -> None:
    """Copy SQLite's database to a file that is its owner's alone; whole and consistent, or refused."""
    target.touch(mode=0o600, exist_ok=False)
    pooled = engine.raw_connection()
    try:
        driver: Any = pooled.driver_connection
        driver.execute("VACUUM INTO ?", (str(target),))
    except BaseException as error:
        target.unlink(missing_ok=True)
        if isinstance(error, engine.dialect.loaded_dbapi.OperationalError):
            raise Refusal(CANNOT_USE, path=target.parent, reason=error) from error
        raise
    finally:
        pooled.close()


def _refuse_spoilt(connection: Connection) -> None:
    said = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
    if said != "ok":
        raise Refusal(SPOILT, reason=said)
    orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if orphan is not None:
        raise Refusal(SPOILT, reason=f"{orphan[0]} → {orphan[2]}")


def _hold(connection: Connection) -> None:
    """Begin PostgreSQL's snapshot, and have it show values in the one way that the format asks for."""
    connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    for setting in (
        "TimeZone = 'UTC'", "DateStyle = 'ISO'", "bytea_output = 'hex'", "extra_float_digits = 1",
        "client_encoding = 'UTF8'",
    ):  # fmt: skip
        connection.exec_driver_sql(f"SET LOCAL {setting}")
