"""Bringing a database to the tables this version needs, with a copy kept before anything changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import DatabaseError

from lms.config import ROOT
from lms.db import is_unavailable
from lms.errors import N_, Refusal

# Tables that a migration makes by hand, with SQLite's own beside them: full-text indexes, which no model can describe.
BY_HAND = ("search_index",)


@contextmanager
def refused_when_away() -> Iterator[None]:
    """Tell a person who typed a command that the database is at fault, in a sentence and without a trace."""
    try:
        yield
    except DatabaseError as error:
        is_no_database = "not a database" in str(error.orig)
        if not is_no_database and not is_unavailable(error):
            raise
        reason = str(error.orig).strip().splitlines()[0]
        message = N_("The database cannot be used: %(reason)s. See LMS_DATABASE_URL, or try again in a moment.")
        raise Refusal(message, reason=reason) from error


def is_modelled(table: str | None) -> bool:
    """Whether a table is one that a model describes, and so one to compare with it."""
    return table is None or not table.startswith(BY_HAND)


def settings() -> Config:
    """Alembic's settings, from wherever it is called."""
    return Config(str(ROOT / "setup.cfg"))


def migrate(engine: Engine, *, backups: Path | None = None, at: datetime | None = None, to: str = "heads") -> bool:
    """Run the migrations that the database lacks; say whether there were any.

    A SQLite database with tables in it is first copied to `backups`, as of the moment `at`; PostgreSQL has its
    own ways of being saved, and runs each migration in a transaction.
    """
    wanted = ScriptDirectory.from_config(settings()).get_heads() if to == "heads" else [to]
    with engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_heads()
        has_tables = bool(inspect(connection).get_table_names())
    if set(present) == set(wanted):
        return False
    if has_tables and backups is not None and at is not None and engine.dialect.name == "sqlite":
        _copy_sqlite(engine, backups / f"{'-'.join(present) or 'empty'}-{at:%Y%m%dT%H%M%SZ}.sqlite3")
    with engine.connect() as connection:
        command.upgrade(on(connection), to)
    return True


def on(connection: Connection) -> Config:
    """Alembic's settings, for commands on an open connection."""
    found = settings()
    found.attributes["connection"] = connection
    return found


def _copy_sqlite(engine: Engine, target: Path) -> None:
    """Save a whole and consistent copy; it fails, and so the migration does not start, if it cannot be made."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pooled = engine.raw_connection()
    try:
        driver_connection = pooled.driver_connection
        assert driver_connection is not None
        driver_connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        pooled.close()
    target.chmod(0o600)
