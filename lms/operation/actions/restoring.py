"""Putting an installation back to what a backup holds: all of it, or nothing.

The rows go into tables as they were when they were saved, on either kind of database, and are then migrated. Until the
last step the database says that a restore is not finished, and every command and server refuses it: nobody sees people
who had themselves erased after the backup was made.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from lms.audit.actions import record
from lms.config import Config
from lms.db import db
from lms.errors import N_, Refusal
from lms.media import actions as media
from lms.migrating import RESTORING, migrate, newest, refuse_unknown, revision_of
from lms.operation.actions import loading
from lms.operation.actions.saving import Saved, save, sync_folder
from lms.operation.manifest import KEY_MEMBER, Manifest
from lms.operation.naming import former_name
from lms.operation.queries.backups import opened, verified
from lms.operation.queries.snapshots import has_rows

NOT_EMPTY = N_(
    "There are courses or people here already. To put the backup in their place (a backup of them is saved first), add "
    "--replace."
)
NO_ROOM = N_("%(path)s takes %(needed)d MB unpacked, and %(folder)s has %(free)d MB left. Make room first.")
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Keeper:
    """What a feature keeps true across a restore, such as that whoever was erased stays so.

    `carry` is asked in the installation that is about to be replaced, and not at all where there is none. `apply` gets
    what it said (else None), the moment of which the backup is, and this one; it finds the restored rows, migrated, in
    a transaction of its own with all others and the end of the restore: it flushes and does not commit.
    """

    apply: Callable[[Any, datetime, datetime], None]
    carry: Callable[[], Any] | None = None


# Filled by lms/app.py, which knows every feature; carried out in this order.
after_restore: list[Keeper] = []


def register_after_restore(keeper: Keeper) -> None:
    """Have something kept true across restores."""
    if keeper not in after_restore:
        after_restore.append(keeper)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and the backup of what was there before, if anything was."""

    manifest: Manifest
    former: Saved | None
    is_key_restored: bool


def restore(config: Config, path: Path, at: datetime, *, actor: str, replaces: bool = False) -> Restored:
    """Put this installation back to what a backup holds; within the application's context.

    The caller's commit ends it: before that, the database refuses to be used.
    Refused: a file that is not whole or of a newer version; an installation in which there is anything, unless
    `replaces`; one that is in use. Whatever is refused, nothing has changed.
    """
    manifest = verified(path)
    _refuse_without_room(config, path, manifest)
    loading.refuse_while_in_use(db.engine)
    with db.engine.connect() as connection:
        found = revision_of(connection)
        is_unfinished = found is not None and found.startswith(RESTORING)
        is_taken = has_rows(connection)
    if is_taken and not replaces:
        raise Refusal(NOT_EMPTY)
    if not is_unfinished:
        refuse_unknown(found)
    former, carried = None, [None] * len(after_restore)
    if is_taken and not is_unfinished:
        former = save(db.engine, config, config.backups_dir / former_name(at), at)
        migrate(db.engine)
        carried = [keeper.carry() if keeper.carry else None for keeper in after_restore]
    db.session.remove()
    with opened(path) as (archive, _manifest):
        media.keep(archive.read(f"media/{digest}") for digest in manifest.media)
        loading.load(db.engine, archive, manifest)
        key = archive.read(KEY_MEMBER) if KEY_MEMBER in manifest.members else None
    _finish(manifest, carried, actor, at)
    return Restored(manifest, former, _put_key(config, key))


def _finish(manifest: Manifest, carried: list[Any], actor: str, at: datetime) -> None:
    """Have every feature keep its word, and say in the same transaction that the restore is finished."""
    for keeper, told in zip(after_restore, carried, strict=True):
        keeper.apply(told, manifest.saved_at, at)
    saved = f"{manifest.saved_at:%Y-%m-%dT%H:%M:%SZ}"
    details = {"version": manifest.version, "database": manifest.revision, "rows": manifest.rows}
    record(actor, "installation.restore", "installation", saved, "", details, at)
    db.session.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": newest()})
    db.session.flush()


def _refuse_without_room(config: Config, path: Path, manifest: Manifest) -> None:
    """Refuse what would fill the disk: also the end of a small file that unpacks to a very large one."""
    of_media = sum(manifest.members[f"media/{digest}"].bytes for digest in manifest.media)
    of_rows = sum(manifest.members[table.member].bytes for table in manifest.tables)
    needs = {config.media_dir: of_media}
    database = loading.file_of(db.engine)
    if database is not None:
        needs[database.parent] = of_rows
    for folder, needed in needs.items():
        there = next(one for one in (folder, *folder.parents) if one.exists())
        free = shutil.disk_usage(there).free
        if needed > free:
            raise Refusal(NO_ROOM, path=path, needed=needed // _MB + 1, folder=folder, free=free // _MB)


def _put_key(config: Config, key: bytes | None) -> bool:
    """Keep the key that the backup holds, unless this installation is given one; without it people sign in again."""
    if key is None or config.kept_secret_key is None:
        return False
    fresh = config.secret_key_file.with_name(f"secret-key.{secrets.token_hex(8)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(config.secret_key_file)
    sync_folder(config.instance_dir)
    return True
