"""Whoever does the jobs: a thread beside the server, or a command of its own."""

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

import click
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from lms import logs
from lms.clock import now
from lms.console import gettext as _
from lms.db import db, is_unavailable, read_only
from lms.jobs import actions, queries
from lms.migrating import refuse_outdated

LOOKS_EVERY_S = 4.0
SWEEPS_EVERY = timedelta(hours=1)
ENDS_WITHIN_S = 10.0
logger = logging.getLogger(__name__)


@contextmanager
def _may_write(may: bool) -> Iterator[None]:
    """A transaction at a time: threads of ours may write only where they say so."""
    token = read_only.set(not may)
    try:
        yield
    finally:
        db.session.rollback()
        read_only.reset(token)


def run_due(at: Callable[[], datetime] = now, is_over: Callable[[], bool] = lambda: False) -> int:
    """Do everything that is due, in an application's context; return how many jobs were tried."""
    count = 0
    while not is_over():
        with _may_write(False):
            if not queries.has_due_job(at()):
                break
        if not _run_one(at):
            break
        count += 1
    return count


def _run_one(at: Callable[[], datetime]) -> bool:
    with _may_write(True):
        job = actions.claim(at())
        if job is None:
            return False
        number, kind, arguments, is_given_up = job.id, job.kind, job.arguments, job.due_at is None
        db.session.commit()
    if is_given_up:
        return True
    try:
        _carry_out(number, kind, arguments, at)
    except Exception as error:
        if isinstance(error, SQLAlchemyError) and is_unavailable(error):
            raise  # nothing can be noted: the lease runs out
        logger.exception("the job %s (%s) failed", number, kind)
        with _may_write(True):
            actions.put_off(number, repr(error), at(), is_final=isinstance(error, actions.Final))
            db.session.commit()
    return True


def _carry_out(number: int, kind: str, arguments: actions.Arguments, at: Callable[[], datetime]) -> None:
    found: Any = None
    reach_out = actions.kinds[kind].reach_out
    if reach_out is not None:
        with _may_write(False):
            found = reach_out(arguments)
    with _may_write(True):
        actions.carry_out(number, found, at())
        db.session.commit()


def sweep(at: datetime) -> None:
    """Throw away what nobody needs any more, each kind in a transaction of its own."""
    for one in actions.sweeps():
        with _may_write(True):
            one(at)
            db.session.commit()


def _refuse_another_version() -> None:
    """Do no job in a database of another version; one that is away is waited for."""
    try:
        refuse_outdated(db.engine)
    except SQLAlchemyError as error:
        if not is_unavailable(error):
            raise
        logger.error("the jobs wait for the database: %s", error)


class Runner:
    """Does jobs until it is told to stop: `with Runner(app):` in a thread, or `run()` in the caller's own."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self.run, name="jobs", daemon=True)
        self._sweeps_at = now()

    def run(self) -> None:
        """Look for work until the end; a database that is away is waited for."""
        while not self._is_over.is_set():
            actions.added.clear()  # before looking: what is added meanwhile wakes us again
            try:
                with self._app.app_context():
                    run_due(is_over=self._is_over.is_set)
                    self._sweep_if_due()
            except SQLAlchemyError as error:
                if not is_unavailable(error):
                    logger.exception("the jobs cannot be done")
                else:
                    logger.error("the jobs wait for the database: %s", error)
            except Exception:
                logger.exception("the jobs cannot be done")
            if not self._is_over.is_set():
                actions.added.wait(LOOKS_EVERY_S)

    def _sweep_if_due(self) -> None:
        at = now()
        if at >= self._sweeps_at and not self._is_over.is_set():
            self._sweeps_at = at + SWEEPS_EVERY
            sweep(at)

    def stop(self) -> None:
        """End after the job that is being done."""
        self._is_over.set()
        actions.added.set()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._thread.join(ENDS_WITHIN_S)


@click.command(
    help=_("Do the jobs of a site that another server serves: its mails, its overdue quizzes. Ctrl-C ends it.")
)
@click.pass_obj
def work(create_app: Callable[[], Flask]) -> None:
    """Do jobs until Ctrl-C."""
    app = create_app()
    logs.set_up(is_json=app.config["LMS"].logs_json)
    with app.app_context():
        try:
            _refuse_another_version()
        finally:
            db.engine.dispose()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as a service manager ends it
    click.echo(_("Palabre does its jobs — Ctrl-C ends it."))
    with Runner(app):
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            click.echo()
    with app.app_context():
        db.engine.dispose()
