"""The database: one session per request, constraints with names, moments in UTC, and reads that cannot write.

Relationships are declared with `lazy="raise"`: a page loads what it shows in queries.py, with a known number of
statements, and anything forgotten fails in the tests instead of costing a query per row in production.
"""

from __future__ import annotations

import errno
import importlib
import os
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, Enum, MetaData, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

# In a request that only reads (GET, HEAD) the database itself refuses to write: lms.web says so around each request.
# What remains: code of ours that sends PRAGMA query_only or SET TRANSACTION READ WRITE by itself.
read_only: ContextVar[bool | None] = ContextVar("read_only", default=None)

Value = TypeVar("Value")

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_TIMEOUT_MS = 5_000
_AT_ONCE = 500  # values in one IN (…), rows in one INSERT
WAL_IS_SAFE_FROM = (3, 51, 3)


class Base(DeclarativeBase):
    """What all tables share: names for their constraints, so that a migration can say which it changes."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:

    class Model(Base):
        """The parent of every table, as the type checker sees it."""

        __abstract__ = True
else:
    Model = db.Model


class UTCDateTime(TypeDecorator[datetime]):
    """A moment: only a value that names its zone goes in, and UTC comes out, on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; refuse a naive value, which could mean any of two dozen moments."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a zone: {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back UTC, said so."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(name: str, values: type[StrEnum]) -> Enum:
    """A column for a closed set, stored as its values and held by a constraint on every database."""
    return Enum(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )


def is_reading() -> bool:
    """Whether the database refuses to write here and now.

    Where nobody said, the main thread of a process may write, for it runs commands; any other thread may not.
    """
    said = read_only.get()
    return threading.current_thread() is not threading.main_thread() if said is None else said


def engine_options(url: str) -> dict[str, Any]:
    """How to open this database, for Flask-SQLAlchemy and for `open_engine` alike."""
    if make_url(url).get_backend_name() == "sqlite":
        return {
            "hide_parameters": True,  # what people typed stays out of the log
            "module": _sqlite_module(),
            # None: the driver opens no transaction of its own, `_begin` below says how each one starts.
            "connect_args": {"isolation_level": None, "timeout": BUSY_TIMEOUT_MS / 1000},
        }
    from lms.postgresql import CONNECT  # loaded with its driver, by those who use it

    # A database that is away must be noticed within two seconds, and its return at the next request.
    return {"hide_parameters": True, "pool_timeout": 2, "connect_args": dict(CONNECT)}


def insertion(table: type[Any]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that can say what happens where the row is there already: each dialect has its own."""
    is_sqlite = db.engine.dialect.name == "sqlite"
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)


def in_pieces(values: Sequence[Value]) -> Iterable[Sequence[Value]]:
    """Long lists in pieces that a statement can hold."""
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))


def open_engine(url: str) -> Engine:
    """An engine of its own, for migrations and tests; whoever opens it disposes of it."""
    engine = create_engine(url, **engine_options(url))
    prepare(engine)
    return engine


def prepare(engine: Engine) -> None:
    """Teach an engine how its connections behave and how its transactions begin."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", _keep_sqlite_private)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "checkout", _check_out_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        from lms.postgresql import prepare as prepare_postgresql

        prepare_postgresql(engine, is_reading)


def is_unavailable(error: BaseException) -> bool:
    """Whether the database, rather than our statement, is at fault: away, busy, full. Worth trying again later."""
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, DBAPIError) or error.orig is None:
        return False
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return int(code) & 0xFF in {5, 6, 10, 13, 14}  # BUSY, LOCKED, IOERR, FULL, CANTOPEN
    return error.connection_invalidated or type(error.orig).__name__ in {
        "OperationalError", "AdminShutdown", "CannotConnectNow", "CrashShutdown", "ConnectionTimeout", "DiskFull",
        "QueryCanceled", "TooManyConnections",
    }  # fmt: skip


def is_full(error: BaseException) -> bool:
    """Whether the disk takes nothing more: what only reads goes on."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    if not isinstance(error, DBAPIError) or error.orig is None:
        return False
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return int(code) & 0xFF == 13 or (int(code) & 0xFF == 10 and not is_reading())  # FULL; IOERR: a quota's
    return type(error.orig).__name__ == "DiskFull"


def _sqlite_module() -> Any:
    """SQLite from its own wheel where there is one: Debian's carries a bug that can corrupt a WAL database."""
    try:
        return importlib.import_module("pysqlite3.dbapi2")
    except ModuleNotFoundError:
        return importlib.import_module("sqlite3")


def _keep_sqlite_private(_dialect: Dialect, _record: object, arguments: list[Any], _settings: object) -> None:
    """Make a new database for its owner alone, whatever folder it lies in; its journals take after it."""
    with suppress(OSError):  # it is there, or cannot be made: connecting tells
        os.close(os.open(arguments[0], os.O_CREAT | os.O_EXCL, mode=0o600))


def _set_up_sqlite(connection: Any, _record: object) -> None:
    version = tuple(int(part) for part in _sqlite_module().sqlite_version.split("."))
    journal = "WAL" if version >= WAL_IS_SAFE_FROM else "TRUNCATE"
    for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "foreign_keys=ON", f"journal_mode={journal}", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}").fetchall()


def _check_out_sqlite(connection: Any, _record: object, _proxy: object) -> None:
    """Hand out every connection, even one that begins no transaction of ours, as able to write as may be."""
    connection.execute(f"PRAGMA query_only = {int(is_reading())}")


def _begin_sqlite(connection: Connection) -> None:
    """A read takes a snapshot and cannot write; a write takes its lock first, so no update is lost between the two."""
    reading = is_reading()
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(f"PRAGMA query_only = {int(reading)}")  # cannot fail, so SQLAlchemy's costlier way is not needed
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
