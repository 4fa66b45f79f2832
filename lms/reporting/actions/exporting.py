"""Files of figures: asked for with a reason, written down in the audit log, made at once or by a job, thrown away."""

from __future__ import annotations

import os
import secrets
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from flask import current_app
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from lms.accounts.models import Person, Role
from lms.audit import actions as audit
from lms.config import Config
from lms.db import db, read_only
from lms.jobs import actions as jobs
from lms.mail import actions as mail
from lms.reporting.actions.making import Order, make, order_of
from lms.reporting.columns import ENROLMENTS
from lms.reporting.filters import Filters
from lms.reporting.models import Export
from lms.reporting.queries.counting import count_enrolments
from lms.reporting.queries.scope import Scope
from lms.settings import queries as settings

KIND = "export"
AT_ONCE = 5_000  # rows: more are made by a job
PROGRESS_EVERY = 10_000
# A job that failed for so long is tried no more (see lms/jobs/retrying.py).
GIVEN_UP_AFTER = timedelta(days=3)


def ask(
    person: Person,
    filters: Filters,
    scope: Scope,
    *,
    content: str,
    file_format: str,
    delimiter: str,
    with_names: bool,
    reason: str,
    language: str,
    at: datetime,
) -> Export:
    """Note that somebody wants a file, in the audit log too. A small one is there at once, else a job makes it."""
    rows = count_enrolments(filters, scope) if content == ENROLMENTS else None
    export = Export(
        public_id=secrets.token_urlsafe(16),
        person_id=person.id,
        content=content,
        file_format=file_format,
        language=language,
        options={"filters": filters.as_query(), "delimiter": delimiter, "with_names": with_names},
        reason=reason,
        rows_total=rows,
        created_at=at,
    )
    db.session.add(export)
    db.session.flush()
    details = {"content": content, "format": file_format, "names": with_names, "rows": rows, **filters.as_query()}
    audit.record(f"person:{person.id}", "export.make", "export", export.public_id, reason, details, at)
    if rows is None or rows <= AT_ONCE:
        export.finished_at, export.expires_at, export.rows_done = at, at + kept(), rows or 0
    else:
        jobs.add(KIND, {"export": export.id}, at)
    db.session.flush()
    return export


def kept() -> timedelta:
    """How long a file is to be had, as the settings of the site say."""
    return timedelta(days=settings.value("retention.export_days"))


def small_file(export: Export, at: datetime) -> BytesIO:
    """A file that was not kept, because it is soon made: what it would hold now."""
    out = BytesIO()
    make(order_of(export), out, at)
    out.seek(0)
    return out


def folder() -> Path:
    """Where files wait to be fetched: beside the database, for nobody but this site, and in no backup."""
    config: Config = current_app.config["LMS"]
    return config.instance_dir / "exports"


def path_of(export: Export) -> Path:
    """Where the file of an export lies once a job has made it, under a name that nobody guesses."""
    return folder() / f"{export.public_id}.{export.file_format}"


def _make(arguments: jobs.Arguments) -> tuple[int, int] | None:
    """Make the file of an export anew, whatever a try before it left: its rows and its size."""
    export = db.session.get(Export, arguments["export"])
    if export is None or export.finished_at is not None or not _may_have_it(export):
        return None
    order, path, number = order_of(export), path_of(export), export.id
    db.session.rollback()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode=0o600), "w+b") as file:
            rows = _write(order, file, number)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return rows, path.stat().st_size


def _write(order: Order, file: BinaryIO, number: int) -> int:
    told = 0

    def progress(rows: int) -> None:
        nonlocal told
        if rows - told >= PROGRESS_EVERY:
            told = rows
            _note_progress(number, rows)

    return make(order, file, order.asked_at, progress)


def _note_progress(number: int, rows: int) -> None:
    """Tell whoever waits how far it is, in a transaction of its own: a job's is only at its end."""
    token = read_only.set(False)
    try:
        with db.engine.begin() as connection:
            connection.execute(update(Export).where(Export.id == number).values(rows_done=rows))
    except DBAPIError:
        pass  # the file matters more than its progress, and a busy database has better to do
    finally:
        read_only.reset(token)


def _may_have_it(export: Export) -> bool:
    person = db.session.get(Person, export.person_id) if export.person_id is not None else None
    return person is not None and person.role is Role.ADMINISTRATOR and person.disabled_at is None


def _announce(arguments: jobs.Arguments, made: tuple[int, int] | None, at: datetime) -> None:
    """Say that the file is there; nobody is told of one whose owner may not have it any more."""
    export = db.session.get(Export, arguments["export"])
    if export is None or export.finished_at is not None:
        return
    if made is None:
        export.failed_at = at
        db.session.flush()
        return
    export.rows_done, export.size_bytes = made
    export.rows_total, export.finished_at, export.expires_at = made[0], at, at + kept()
    person = db.session.get(Person, export.person_id) if export.person_id is not None else None
    if person is not None:
        mail.send(
            "export_ready", person_id=person.id, recipient=person.email, language=person.language, at=at,
            export=export.public_id, expires_at=export.expires_at, zone=person.zone,
        )  # fmt: skip
    db.session.flush()


def sweep(at: datetime) -> None:
    """Throw away files whose days are over, and what a process that died left; say of the hopeless that they failed."""
    for export in db.session.scalars(select(Export).where(Export.expires_at <= at)):
        path_of(export).unlink(missing_ok=True)
    db.session.execute(delete(Export).where(Export.expires_at <= at))
    db.session.execute(
        update(Export)
        .where(Export.finished_at.is_(None), Export.failed_at.is_(None), Export.created_at <= at - GIVEN_UP_AFTER)
        .values(failed_at=at, expires_at=at + kept())
    )
    known = {f"{name}.{kind}" for name, kind in db.session.execute(select(Export.public_id, Export.file_format))}
    for path in folder().glob("*") if folder().is_dir() else ():
        if path.name not in known and at.timestamp() - path.stat().st_mtime > GIVEN_UP_AFTER.total_seconds():
            path.unlink(missing_ok=True)


jobs.register(KIND, jobs.Kind(carry_out=_announce, reach_out=_make))
