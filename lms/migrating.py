"""Bringing a database to the tables this version needs, with a copy kept before anything changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
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

# What stands in the place of a revision while a restore is not finished: `restoring-0004`.
RESTORING = "restoring-"
NEWER = N_(
    "This database was brought to its state (%(found)s) by a newer version of Palabre than this one, which knows it up "
    "to %(known)s. Nothing was changed. Install that version again, or restore a backup made by this one."
)
UNFINISHED = N_("A restore into this database did not end. Run it again: python3 -m lms restore FILE --replace")
OLDER = N_("This database is not up to date (%(found)s instead of %(known)s). Type: python3 -m lms upgrade")
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


@cache
def newest() -> str:
    """The revision that this version brings a database to."""
    [head] = ScriptDirectory.from_config(settings()).get_heads()
    return str(head)


@cache
def known() -> frozenset[str]:
    """All revisions that this version knows."""
    return frozenset(str(one.revision) for one in ScriptDirectory.from_config(settings()).walk_revisions())


def revision_of(connection: Connection) -> str | None:
    """The revision of a database; None for one without tables of ours."""
    return MigrationContext.configure(connection).get_current_revision()


def refuse_unknown(found: str | None) -> None:
    """Refuse a database that this version would misread: a newer one's, or one in the middle of a restore."""
    if found is None or found in known():
        return
    if found.startswith(RESTORING):
        raise Refusal(UNFINISHED)
    raise Refusal(NEWER, found=found, known=newest())


def refuse_outdated(engine: Engine) -> None:
    """Refuse, for a process that migrates nothing itself, any database but one of this version."""
    with engine.connect() as connection:
        found = revision_of(connection)
    refuse_unknown(found)
    if found != newest():
        raise Refusal(OLDER, found=found or "–", known=newest())


def migrate(engine: Engine, *, backups: Path | None = None, at: datetime | None = None, to: str = "heads") -> bool:
    """Run the migrations that the database lacks; say whether there were any.

    A SQLite database with tables in it is first copied to `backups`, as of the moment `at`; PostgreSQL has its
    own ways of being saved, and runs each migration in a transaction. A database of a newer version is refused.
    """
    wanted = newest() if to == "heads" else to
    with engine.connect() as connection:
        present = revision_of(connection)
        has_tables = bool(inspect(connection).get_table_names())
    refuse_unknown(present)
    if present == wanted:
        return False
    if has_tables and backups is not None and at is not None and engine.dialect.name == "sqlite":
        _copy_sqlite(engine, backups / f"{present or 'empty'}-{at:%Y%m%dT%H%M%SZ}.sqlite3")
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
