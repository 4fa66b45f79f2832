"""Start-up, all of it: catalogues, database, courses, then the server that needs nothing else."""

import fcntl
import gc
import logging
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from typing import Any

import click
from flask import Flask
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from lms import logs
from lms.catalogues import compile_stale
from lms.clock import now
from lms.config import LOOPBACK_HOSTS, Config, read_config
from lms.console import gettext as _
from lms.console import language, ngettext, worded
from lms.db import db, is_unavailable
from lms.errors import N_, Refusal
from lms.installation import operator
from lms.migrating import migrate, refuse_outdated, refused_when_away

THREADS = 8
logger = logging.getLogger(__name__)
# What anybody may cost before the application has a word to say.
LIMITS: dict[str, Any] = {
    "ident": None,
    # Kept: that they are there tells that a request did not begin on this machine.
    "clear_untrusted_proxy_headers": False,
    "max_request_header_size": 16_384,
    "max_request_body_size": 1_048_576,  # above it, nothing is even received
    "connection_limit": 1_000,
    "asyncore_use_poll": True,  # the default, select(), breaks at the 1024th open file
    "channel_timeout": 15,  # of silence
    "cleanup_interval": 5,
}
# Collect when so many objects more were made than let go: a page leaves a few hundred.
YOUNG_OBJECTS = 10_000
# Any constant will do: whoever prepares a PostgreSQL database holds the advisory lock of this number.
PREPARATION_LOCK = 7_402_517


def serve(host: str, port: int) -> None:
    """Prepare this installation and serve it until Ctrl-C."""
    os.umask(0o077)  # what an installation holds is its owner's alone
    # Loading the application takes most of a start: a port that is taken is told before.
    listener = _listen(host, port)
    compile_stale()
    config = read_config(_with_own_address(host, port))
    logs.set_up(is_json=config.logs_json)

    from lms.app import create_app

    app = create_app(config)
    app.config["IS_BOUND_TO_LOOPBACK"] = ip_address(listener.getsockname()[0].partition("%")[0]).is_loopback
    prepare(app, config)

    from waitress import serve as serve_forever

    from lms.jobs.cli import Runner

    shown = f"[{host}]" if ":" in host else host
    click.echo(_("Palabre is at %(address)s — Ctrl-C ends it.") % {"address": f"http://{shown}:{port}/"})
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a request that waited a moment is no news
    _invite_first_administrator(app, config)
    spare_collector()
    try:
        with Runner(app):
            serve_forever(app, sockets=[listener], threads=THREADS, **LIMITS)
    finally:
        with app.app_context():
            db.engine.dispose()


def load() -> Flask:
    """The application for a server that somebody else runs; it must find a database that is prepared for it.

    One that is away may come back, and is waited for; one of another version ends the process with a sentence.
    """
    os.umask(0o077)
    compile_stale()
    config = read_config(os.environ)
    logs.set_up(is_json=config.logs_json)

    from lms.app import create_app

    app = create_app(config)
    with app.app_context():
        try:
            refuse_outdated(db.engine)
        except Refusal as refusal:
            sys.exit(worded(refusal))
        except SQLAlchemyError as error:
            if not is_unavailable(error):
                raise
            logger.error("the database is away: %s", error)
        finally:
            db.engine.dispose()  # a server may fork from here, and a connection is one process's
    spare_collector()
    return app


def spare_collector() -> None:
    """Have the garbage collector leave alone what stays for as long as the process does: the application itself.

    Walking through it again and again took a tenth of the processor's time of each request. It also lets processes that
    are forked from here go on sharing that memory.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 20)


def prepare(app: Flask, config: Config) -> None:
    """Bring database and courses up to date; one process at a time, the others wait and find it done."""
    with app.app_context(), refused_when_away(), _alone(config, db.engine):
        _migrate(config, db.engine)
        _erase_again()
        _recompile_courses()
        _release_courses(config)


def _with_own_address(host: str, port: int) -> dict[str, str]:
    """The environment, with the public address of a server that only this machine reaches, unless one is set."""
    environ = dict(os.environ)
    if host in LOOPBACK_HOSTS:
        shown = f"[{host}]" if ":" in host else host
        environ.setdefault("LMS_PUBLIC_URL", f"http://{shown}:{port}")
    return environ


def _listen(host: str, port: int) -> socket.socket:
    """Take the port; a second server on it, or an address of another machine, is refused in a sentence."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(1024)  # only bound, Linux would give the port to a second server as well
        except OSError:
            listener.close()
            raise
    except OSError as error:
        message = N_("Cannot listen on %(host)s, port %(port)s: %(reason)s. Another one: --port %(other)s")
        raise Refusal(message, host=host, port=port, reason=error.strerror, other=port % 65535 + 1) from error
    return listener


@contextmanager
def _alone(config: Config, engine: Engine) -> Iterator[None]:
    """Hold the installation's lock, and its database's where several machines may share one."""
    with (config.instance_dir / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if engine.dialect.name != "postgresql":
            yield
            return
        # AUTOCOMMIT: the lock belongs to the connection, and no transaction stays open while others migrate.
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": PREPARATION_LOCK})
            try:
                yield
            finally:
                with suppress(DBAPIError):  # the lock of a connection that is lost is lost with it
                    connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": PREPARATION_LOCK})


def _migrate(config: Config, engine: Engine) -> None:
    if migrate(engine, backups=config.backups_dir, at=now()):
        click.echo(_("The database is up to date."))


def _invite_first_administrator(app: Flask, config: Config) -> None:
    """While nobody looks after the site, print the link by which somebody may: a new one at each start."""
    from lms.accounts.actions.inviting import invite_first_administrator

    token = None
    with app.app_context():
        try:
            token = invite_first_administrator(actor=operator(), at=now())
            db.session.commit()
        except SQLAlchemyError:  # a full disk: readers are served all the same
            logger.exception("no link for a first administrator can be made")
            db.session.rollback()
            token = None
    if token is not None:
        click.echo(_("Nobody looks after this site yet. Whoever opens this link within 24 hours may, once:"))
        click.echo(f"  {config.public_url}/{language()}/invitation/{token}")


def _erase_again() -> None:
    """Erase those whom a database that was put back brought back."""
    from lms.privacy.actions.again import erase_again

    count = erase_again(now())
    if count:
        db.session.commit()
        click.echo(
            ngettext(
                "%(num)s account had been erased before, and is again.",
                "%(num)s accounts had been erased before, and are again.",
                count,
            )
            % {"num": count}
        )


def _recompile_courses() -> None:
    """Show what an earlier version released as this one shows it; what cannot be is told, and stays as it was."""
    from lms.publishing.actions import Recompiled, reading, recompile
    from lms.publishing.cli.starting import refused_lines
    from lms.publishing.queries import releases

    with reading():
        slugs = releases.outdated()
    outcome = Recompiled()
    for slug in slugs:  # each in a transaction of its own: no more than one course is held in memory
        try:
            outcome.add(recompile(slug))
            db.session.commit()
        except Exception as error:
            if is_unavailable(error):
                raise
            logger.exception("the course %s cannot be compiled again", slug)
            db.session.rollback()
    for line in refused_lines(outcome):
        click.echo(line)


def _release_courses(config: Config) -> None:
    """Release what changed in the folder of courses; what cannot be is told, and readers keep what they have."""
    from lms.publishing.actions import release_shipped
    from lms.publishing.cli.starting import shipped_lines

    try:
        outcome = release_shipped(config.courses_dir, now())
        lines = list(shipped_lines(outcome))
        db.session.commit()
    except (OSError, SQLAlchemyError) as error:  # a full disk, a database that has just gone away
        logger.exception("the courses in %s cannot be released", config.courses_dir)
        with suppress(SQLAlchemyError):
            db.session.rollback()
        reason = str(getattr(error, "orig", error)).strip().splitlines()[:1]
        message = _("The courses in %(folder)s cannot be released: %(reason)s. Readers keep those they have.")
        lines = [message % {"folder": config.courses_dir, "reason": "".join(reason)}]
    for line in lines:
        click.echo(line)
