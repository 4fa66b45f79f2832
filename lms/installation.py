"""This installation, for the time of a command: its application, its database brought up to date, who types."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from flask import Flask

    from lms.config import Config


def create_app() -> Callable[..., Flask]:
    """What makes the application: it knows every feature and stands above them all, so whoever calls gives it."""
    given: Callable[..., Flask] = click.get_current_context().find_root().obj
    return given


@contextmanager
def opened() -> Iterator[Config]:
    """The application's context, with a migrated database; what the command does not commit is lost."""
    from lms.clock import now
    from lms.db import db
    from lms.migrating import migrate, refused_when_away

    app = create_app()()
    config: Config = app.config["LMS"]
    with app.app_context():
        try:
            with refused_when_away():
                migrate(db.engine, backups=config.backups_dir, at=now())
                yield config
        finally:
            db.session.remove()
            db.engine.dispose()


def operator() -> str:
    """Whoever types, by their login name, as the audit log names them."""
    try:
        return f"console:{getpass.getuser()}"
    except (KeyError, OSError):  # nobody has this user's number
        return "console:?"
