"""Installations for tests of operation: one with people in it, and commands typed into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from click.testing import CliRunner, Result
from flask import Flask

from lms.app import create_app
from lms.commandline import lms
from lms.config import Config
from tests.conftest import dispose


@contextmanager
def opened(config: Config) -> Iterator[Flask]:
    """The application of an installation, for a while."""
    app = create_app(config)
    app.config["TESTING"] = True
    try:
        yield app
    finally:
        dispose(app)


def type_in(config: Config, *words: object) -> Result:
    """Type a command into an installation; the application it makes is closed again by the command itself."""
    runner = CliRunner(env={"LANGUAGE": "en"})
    make: Callable[[], Flask] = lambda: create_app(config)  # noqa: E731
    return runner.invoke(lms, [str(word) for word in words], obj=make)


def backup_of(config: Config, folder: Path) -> Path:
    """Save an installation as an operator does."""
    target = folder / "saved.zip"
    done = type_in(config, "backup", target)
    assert done.exit_code == 0, (done.output, done.exception)
    return target
