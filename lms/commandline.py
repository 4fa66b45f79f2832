"""`python3 -m lms <command>`: the whole command line. A command's own code is loaded only when it is called."""

from __future__ import annotations

import errno
import importlib
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from lms.catalogues import compile_stale
from lms.console import gettext as _
from lms.console import worded
from lms.errors import CANNOT_USE, N_, Refusal

if TYPE_CHECKING:
    from flask import Flask

    from lms.config import Config

# Named, not imported: `courses check` starts without Flask, and this module is below no feature.
CONTRIBUTED = {
    "administrators": "lms.accounts.cli:administrators",
    "backup": "lms.operation.cli.saving:backup",
    "bench": "tests.benchmarks.bench:bench",
    "certificates": "lms.certification.cli:certificates",
    "courses": "lms.publishing.cli:courses",
    "doctor": "lms.operation.cli.examining:doctor",
    "restore": "lms.operation.cli.saving:restore",
    "demo": "lms.demo.cli:demo",
    "work": "lms.jobs.cli:work",
}
# Faults of the place that was to be read or written, not ours.
PLACE_REFUSES = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}
# What click says by itself, for the catalogue: its texts go through the same gettext as ours.
CLICKS_OWN_WORDS = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Arguments"),
    N_("Show this message and exit."),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("No such command {name!r}."),
    N_("No such option {name!r}."),
    N_("Invalid value for {param_hint}: {message}"),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("{name} {filename!r} does not exist."),
    N_("directory"),
    N_("file"),
    N_("path"),
    N_("Missing argument"),
    N_("Missing parameter"),
    N_("Missing option"),
    N_("Missing command."),
    N_("Got unexpected extra argument ({args})"),
    N_("default: {default}"),
    N_("required"),
    N_("Aborted!"),
)


class LazyGroup(click.Group):
    """A group some of whose commands stand in modules that are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, those of features too."""
        present = [name for name in CONTRIBUTED if _contributed(name) is not None]
        return sorted([*super().list_commands(ctx), *present])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        return super().get_command(ctx, cmd_name) or _contributed(cmd_name)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; without a command the one that serves is meant."""
        if not args or (args[0].startswith("-") and args[0] != "--help"):
            args = ["serve", *args]
        return super().parse_args(ctx, args)


def _contributed(name: str) -> click.Command | None:
    module_name, _colon, attribute = CONTRIBUTED.get(name, "").partition(":")
    if not module_name:
        return None
    try:
        module = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name and module_name.startswith(error.name):
            return None  # the feature is not there; a fault inside it is not to be hidden
        raise
    command: click.Command = getattr(module, attribute)
    return command


@click.group(
    cls=LazyGroup,
    help=_("Palabre: online courses in French and in English. Without a command, serves the site."),
    context_settings={"help_option_names": ["--help"], "max_content_width": 100},
)
def lms() -> None:
    """The command line."""


@lms.command(help=_("Prepare the database and the courses, then serve the site. Ctrl-C ends it."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen on."))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help=_("Port to listen on."))
def serve(host: str, port: int) -> None:
    """Serve the site."""
    from lms.serving import serve as serve_site

    serve_site(host, port)


@lms.command(help=_("Bring an installation to this version: backup, database, courses, examination."))
def upgrade() -> None:
    """Upgrade the installation."""
    from lms.upgrading import upgrade as upgrade_installation

    upgrade_installation()


@lms.command(
    help=_("Run the tests: all arguments go to pytest, and --all runs the slow ones too."),
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Run the tests."""
    from lms.testing import run_tests

    sys.exit(run_tests(arguments))


@lms.command(help=_("For developers: collect the texts to translate into the French catalogue."))
def messages() -> None:
    """Update the catalogue."""
    from lms.messages import update_catalogue

    for line in update_catalogue():
        click.echo(line)


def _create_app(config: Config | None = None) -> Flask:
    """The application, for commands of features that need it: it stands above them, so they are given it."""
    from lms.app import create_app

    return create_app(config)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; a refusal is told in a sentence, without a trace."""
    try:
        compile_stale()
        lms(args=arguments, prog_name="python3 -m lms", obj=_create_app)
    except Refusal as refusal:
        click.echo(worded(refusal), err=True)
        sys.exit(1)
    except OSError as error:
        if error.errno not in PLACE_REFUSES:
            raise
        place = error.filename or _("The disk")
        click.echo(_(CANNOT_USE) % {"path": place, "reason": error.strerror}, err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
