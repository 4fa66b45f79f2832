"""What ails an installation: everything that `lms doctor` looks at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from lms.accounts.queries import has_administrator
from lms.certification import queries as certification
from lms.config import Config
from lms.db import db
from lms.errors import N_, Refusal
from lms.media import queries as media
from lms.migrating import newest, refuse_unknown, revision_of
from lms.operation import findings
from lms.operation.findings import ADMINISTRATION, DATABASE, FONTS, MEDIA, SCHEMA, Finding, fault, ok, warning
from lms.operation.queries import machine
from lms.operation.queries.totals import waiting

MEDIA_SAMPLE = 30
OLDEST_POSTGRESQL = 130_000
MOST_CONNECTIONS = 0.8


def examine(config: Config, at: datetime) -> Iterator[Finding]:
    """Look at everything, and go on whatever is found; within the application's context."""
    yield machine.address(config)
    yield from machine.files(config)
    yield machine.clock(config)
    yield from _database(at)
    yield machine.mail(config)
    yield _fonts()
    yield machine.backups(config, at)


def _database(at: datetime) -> Iterator[Finding]:
    mend = N_("Start it, and check LMS_DATABASE_URL.")
    try:
        is_sqlite = db.engine.dialect.name == "sqlite"
        yield from _sqlite() if is_sqlite else _postgresql(at)
        schema = _schema()
        yield schema
        if schema.level is findings.Level.OK:
            yield _administration()
            yield _jobs(at)
            yield _media()
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        yield fault(DATABASE, N_("does not answer: %(reason)s"), mend, reason=reason)
    finally:
        db.session.rollback()


def _sqlite() -> Iterator[Finding]:
    connection = db.session.connection()

    def pragma(name: str) -> str:
        return str(connection.exec_driver_sql(f"PRAGMA {name}").scalar())

    version, journal = connection.exec_driver_sql("SELECT sqlite_version()").scalar(), pragma("journal_mode").upper()
    mend = N_("Restore the last backup, and look after the disk; see docs/operators.")
    said = pragma("quick_check(1)")
    orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if said != "ok" or orphan is not None:
        yield fault(DATABASE, N_("damaged: %(reason)s"), mend, reason=said if said != "ok" else orphan)
        return
    values = {"version": version, "journal": journal}
    if pragma("foreign_keys") != "1":
        yield fault(DATABASE, N_("SQLite %(version)s does not hold foreign keys"), N_("Use another SQLite."), **values)
    elif journal != "WAL":
        mend = N_("Where many write at once, use PostgreSQL: reading and writing wait for each other here.")
        yield warning(DATABASE, N_("SQLite %(version)s, journal %(journal)s, whole"), mend, **values)
    else:
        yield ok(DATABASE, N_("SQLite %(version)s, journal %(journal)s, whole"), **values)


def _postgresql(at: datetime) -> Iterator[Finding]:
    connection = db.session.connection()
    row = connection.execute(
        text(
            "SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version,"
            " current_setting('server_encoding') AS encoding, current_setting('max_connections')::int AS most,"
            " (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS used,"
            " extract(epoch FROM clock_timestamp())::float AS now"
        )
    ).one()
    values = {"version": row.version, "encoding": row.encoding, "used": row.used, "most": row.most}
    said = N_("PostgreSQL %(version)s, %(encoding)s, %(used)d of %(most)d connections")
    if row.number < OLDEST_POSTGRESQL:
        yield fault(DATABASE, said, N_("Use PostgreSQL 13 or newer."), **values)
    elif row.encoding != "UTF8":
        yield fault(DATABASE, said, N_("Make the database anew with ENCODING 'UTF8', and restore a backup."), **values)
    elif row.used > row.most * MOST_CONNECTIONS:
        yield warning(DATABASE, said, N_("Raise max_connections: each process may take 15."), **values)
    else:
        yield ok(DATABASE, said, **values)
    yield findings.of_clock(at.timestamp() - row.now, "database")


def _schema() -> Finding:
    found = revision_of(db.session.connection())
    try:
        refuse_unknown(found)
    except Refusal as refusal:
        return fault(SCHEMA, refusal.message, N_("See docs/operators."), **refusal.values)
    values = {"found": found or "–", "known": newest()}
    if found != newest():
        mend = N_("Type: python3 -m lms upgrade")
        return fault(SCHEMA, N_("the database is at %(found)s, this version at %(known)s"), mend, **values)
    return ok(SCHEMA, N_("all done, up to %(known)s"), **values)


def _administration() -> Finding:
    """Servers that import the application print no link for the first administrator: only `python3 -m lms` does."""
    if has_administrator():
        return ok(ADMINISTRATION, N_("somebody looks after the site"))
    mend = N_("Type: python3 -m lms administrators invite — whoever opens the link that it prints is the first one.")
    return warning(ADMINISTRATION, N_("there is no administrator yet"), mend)


def _jobs(at: datetime) -> Finding:
    left = waiting(at)
    due = (at - left.due_since).total_seconds() if left.due_since else 0.0
    return findings.of_jobs(left.jobs, due, left.failing, left.failed)


def _media() -> Finding:
    seen, lost = media.lost_among(MEDIA_SAMPLE)
    values = {"seen": seen, "lost": len(lost), "example": lost[0][:12] if lost else ""}
    if lost:
        mend = N_("Release the courses again from their files, or restore the media of the last backup.")
        said = N_("%(lost)d of %(seen)d files looked at are missing or damaged (%(example)s…)")
        return fault(MEDIA, said, mend, **values)
    return ok(MEDIA, N_("%(seen)d files looked at, all whole"), **values)


def _fonts() -> Finding:
    missing = certification.undrawable()
    mend = N_("The program is not whole: install it again.")
    if missing:
        return fault(FONTS, N_("certificates could not show: %(missing)s"), mend, missing=missing)
    return ok(FONTS, N_("certificates can be drawn"))
