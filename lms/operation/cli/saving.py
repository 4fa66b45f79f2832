"""`lms backup` and `lms restore`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lms.console import gettext as _
from lms.console import ngettext
from lms.installation import create_app, operator

if TYPE_CHECKING:
    from lms.config import Config
    from lms.operation.actions.saving import Saved
    from lms.operation.manifest import Manifest


@click.command(
    help=_(
        "Save the database, the media and the secret key in one file, while the site runs, and read it again to see "
        "that it is whole. FILE may be a folder; without it, the backup goes to backups/ in the instance folder."
    )
)
@click.argument("path", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    help=_("Then remove the older backups of this name in that folder, but for so many."),
)
def backup(path: Path | None, keep: int | None) -> None:
    """Save the installation."""
    with installation() as config:
        from lms.clock import now
        from lms.db import db
        from lms.operation.actions.saving import prune, save
        from lms.operation.naming import backup_name

        at = now()
        target = path if path and not path.is_dir() else (path or config.backups_dir) / backup_name(at)
        saved = save(db.engine, config, target, at)
        tell_saved(saved)
        for gone in prune(saved.path, keep) if keep else ():
            click.echo(_("Removed: %(path)s") % {"path": gone})
    sys.exit(1 if saved.manifest.missing_media else 0)


@click.command(
    help=_(
        "Put a backup in the place of what is here. The file is read from end to end first; the site and its jobs have "
        "to be stopped. Works between SQLite and PostgreSQL."
    )
)
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", "replaces", is_flag=True, help=_("Replace what is here, after saving it."))
@click.option("--check", "is_trial", is_flag=True, help=_("Say what is in the file and whether it is whole; no more."))
def restore(path: Path, replaces: bool, is_trial: bool) -> None:
    """Restore the installation."""
    if is_trial:
        from lms.operation.queries.backups import verified

        _tell_content(path, verified(path))
        return
    with installation() as config:
        from lms.clock import now
        from lms.db import db
        from lms.operation.actions.restoring import restore as put_back

        restored = put_back(config, path, now(), actor=operator(), replaces=replaces)
        db.session.commit()
    if restored.former is not None:
        tell_saved(restored.former)
    _tell_content(path, restored.manifest)
    if not restored.is_key_restored:
        click.echo(_("The secret key is another one: people sign in again, and forms begun before are refused once."))
    click.echo(_("Restored. Start it again: python3 -m lms upgrade, then the site and its jobs."))


@contextmanager
def installation() -> Iterator[Config]:
    """The application's context, with its database as it is: what saves and restores does not migrate first."""
    from lms.db import db
    from lms.migrating import refused_when_away

    os.umask(0o077)  # what an installation holds is its owner's alone
    app = create_app()()
    config: Config = app.config["LMS"]
    with app.app_context():
        try:
            with refused_when_away():
                yield config
        finally:
            db.session.remove()
            db.engine.dispose()


def tell_saved(saved: Saved) -> None:
    """Say what was saved where, and what could not be."""
    manifest = saved.manifest
    rows = ngettext("%(num)d row", "%(num)d rows", manifest.rows) % {"num": manifest.rows}
    count = len(manifest.media)
    files = ngettext("%(num)d media file", "%(num)d media files", count) % {"num": count}
    message = _("Saved and read again: %(path)s (%(rows)s, %(files)s, %(size).1f MB)")
    click.echo(message % {"path": saved.path, "rows": rows, "files": files, "size": saved.bytes / 1_000_000})
    for digest in manifest.missing_media:
        message = _("Missing or damaged in the media store, so not in the backup: %(digest)s")
        click.echo(message % {"digest": digest}, err=True)


def _tell_content(path: Path, manifest: Manifest) -> None:
    message = _("%(path)s: whole. Saved %(day)s UTC from %(database)s by version %(version)s (database %(revision)s).")
    values = {
        "path": path,
        "day": f"{manifest.saved_at:%Y-%m-%d %H:%M}",
        "database": {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(manifest.database, manifest.database),
        "version": manifest.version,
        "revision": manifest.revision,
    }
    click.echo(message % values)
    for table in manifest.tables:
        if table.rows:
            click.echo(f"  {table.rows:>12,}  {table.name}".replace(",", "\u202f"))
