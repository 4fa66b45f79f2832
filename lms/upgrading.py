"""`lms upgrade`: from the former version to this one in one command, with a backup first and an examination last."""

from __future__ import annotations

import os
import sys

import click

from lms.clock import now
from lms.config import read_config
from lms.console import gettext as _
from lms.db import db
from lms.migrating import newest, refuse_unknown, refused_when_away, revision_of


def upgrade() -> None:
    """Save what is here, bring database and courses to this version, and say how the installation is.

    The backup is of the former version: with that version's code it can be restored, should this one disappoint.
    """
    from lms.app import create_app
    from lms.operation.actions.saving import save
    from lms.operation.cli.examining import is_broken, tell
    from lms.operation.cli.saving import tell_saved
    from lms.operation.naming import backup_name
    from lms.operation.queries.installation import examine
    from lms.serving import prepare

    os.umask(0o077)
    config = read_config(os.environ)
    app = create_app(config)
    with app.app_context():
        try:
            with refused_when_away():
                with db.engine.connect() as connection:
                    found = revision_of(connection)
                refuse_unknown(found)
                if found is not None:
                    at = now()
                    tell_saved(save(db.engine, config, config.backups_dir / backup_name(at, "before-upgrade"), at))
                    if found != newest():
                        click.echo(_("Database: from %(found)s to %(known)s.") % {"found": found, "known": newest()})
                prepare(app, config)
                seen = list(examine(config, now()))
        finally:
            db.session.remove()
            db.engine.dispose()
    tell(seen)
    click.echo(_("Upgraded. Start the site and its jobs again."))
    sys.exit(1 if is_broken(seen) else 0)
