"""Every migration runs up, down and up again with rows in every table, and loses none."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from lms import migrating
from lms.app import create_app
from lms.config import ROOT, Config
from lms.db import Base, open_engine
from lms.migrating import is_modelled, on, settings
from tests.conftest import dispose, release_shipped_courses
from tests.databases import Databases
from tests.rows import fill


def row_counts(connection: Connection) -> dict[str, int]:
    """How many rows each table of a database holds."""
    tables = [name for name in inspect(connection).get_table_names() if is_modelled(name) and name != "alembic_version"]
    return {name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) for name in sorted(tables)}


def losses(engine: Engine) -> list[str]:
    """Walk a database at its newest state down to nothing, each step down, up and down: what got lost on the way."""
    found = []
    for script in ScriptDirectory.from_config(migrating.settings()).walk_revisions():
        before = _counts(engine)
        _step(engine, command.downgrade, script.down_revision or "base")
        between = _counts(engine)
        _step(engine, command.upgrade, script.revision)
        after = _counts(engine)
        if set(after) != set(before):
            found.append(f"{script.revision}: other tables than before: {sorted(set(before) ^ set(after))}")
        found += [
            f"{script.revision}: {name}: {before.get(name)} rows, then {after.get(name)}"
            for name in between  # what its way down drops may come back empty; what it leaves may lose nothing
            if before.get(name) != after.get(name)
        ]
        _step(engine, command.downgrade, script.down_revision or "base")
    left = _counts(engine)
    return found + [f"left behind: {name}" for name in left]


def _counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return row_counts(connection)


def _step(engine: Engine, direction: Callable[..., None], revision: str) -> None:
    with engine.connect() as connection:
        direction(on(connection), revision)


@pytest.fixture
def filled(databases: Databases, configure: Callable[..., Config]) -> str:
    """A database with rows in every table."""
    url = databases.copy()
    app = create_app(configure(url))
    release_shipped_courses(app)
    fill(app)
    dispose(app)
    return url


def test_migrations_run_down_and_up_and_lose_no_row(databases: Databases, filled: str) -> None:
    engine = open_engine(filled)
    empty = [name for name, count in _counts(engine).items() if count == 0]
    found = losses(engine)
    engine.dispose()
    databases.drop(filled)
    assert empty == [], "the test needs rows in every table"
    assert found == []
    assert len(Base.metadata.sorted_tables) > 0


FORGETFUL = """
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{newest}", None, None


def upgrade() -> None:
    {up}


def downgrade() -> None:
    {down}
"""
DELETION = "op.execute('DELETE FROM search_document')"


@pytest.mark.parametrize(("up", "down"), [(DELETION, "pass"), ("pass", DELETION)])
def test_a_planted_migration_that_deletes_rows_is_found(
    databases: Databases, filled: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, up: str, down: str
) -> None:
    [newest] = ScriptDirectory.from_config(settings()).get_heads()
    (tmp_path / "9999_forgetful.py").write_text(FORGETFUL.format(newest=newest, up=up, down=down))

    def settings_with_one_more() -> AlembicConfig:
        found = settings()
        found.set_main_option("version_locations", f"{ROOT / 'migrations' / 'versions'}{os.pathsep}{tmp_path}")
        return found

    engine = open_engine(filled)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    rows = _counts(engine)["search_document"]
    monkeypatch.setattr(migrating, "settings", settings_with_one_more)
    found = losses(engine)
    engine.dispose()
    databases.drop(filled)
    assert rows > 0
    assert f"9999: search_document: {rows} rows, then 0" in found


def test_a_planted_left_over_is_found(databases: Databases, filled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_engine(filled)
    upgrade = command.upgrade

    def upgrade_and_leave_a_table(config, revision) -> None:
        upgrade(config, revision)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE IF NOT EXISTS leftover (id integer)"))

    monkeypatch.setattr(command, "upgrade", upgrade_and_leave_a_table)
    found = losses(engine)
    engine.dispose()
    databases.drop(filled)
    assert "left behind: leftover" in found
