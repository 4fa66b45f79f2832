"""From the former version to this one in one command; and no version touches what a newer one has made."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from lms.config import ROOT, Config
from lms.db import open_engine
from lms.migrating import newest, on, revision_of
from tests.databases import Databases
from tests.operation.made import type_in


@pytest.fixture
def config(databases: Databases, configure: Callable[..., Config]) -> Iterator[Config]:
    url = databases.copy()
    yield configure(url)
    databases.drop(url)


def lms(config: Config, *words: str, timeout: float = 90, code: str = "") -> subprocess.CompletedProcess[str]:
    environ = {
        **os.environ,
        "LMS_INSTANCE_DIR": str(config.instance_dir),
        "LMS_DATABASE_URL": config.database_url,
        "LANGUAGE": "en",
    }
    typed = [sys.executable, "-c", code] if code else [sys.executable, "-m", "lms.commandline", *words]
    return subprocess.run(typed, cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=timeout)


def set_revision(config: Config, revision: str) -> None:
    engine = open_engine(config.database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})
    engine.dispose()


def test_one_command_saves_migrates_releases_and_examines(config: Config, databases: Databases) -> None:
    engine = open_engine(config.database_url)
    with engine.connect() as connection:
        command.downgrade(on(connection), "0003")
    engine.dispose()
    done = lms(config, "upgrade")
    assert done.returncode == 0, done.stdout + done.stderr
    [saved] = config.backups_dir.glob("before-upgrade-*.zip")
    assert f"from 0003 to {newest()}" in done.stdout
    assert "welcome: release 1" in done.stdout
    assert "Migrations: all done" in done.stdout
    engine = open_engine(config.database_url)
    with engine.connect() as connection:
        assert revision_of(connection) == newest()
        assert connection.scalar(text("SELECT count(*) FROM course")) >= 1
    engine.dispose()
    assert "(database 0003)" in type_in(config, "restore", saved, "--check").output


def test_a_backup_of_a_former_version_is_restored_and_migrated(config: Config, tmp_path: Path) -> None:
    engine = open_engine(config.database_url)
    with engine.connect() as connection:
        command.downgrade(on(connection), "0003")
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO course (slug, source, created_at) VALUES ('old', 'files', '2026-01-01 00:00:00.000000')")
        )
    engine.dispose()
    saved = tmp_path / "old.zip"
    assert type_in(config, "backup", saved).exit_code == 0
    assert type_in(config, "restore", saved, "--replace").exit_code == 0
    engine = open_engine(config.database_url)
    with engine.connect() as connection:
        assert revision_of(connection) == newest()
        assert connection.execute(text("SELECT slug FROM course")).scalar() == "old"
    engine.dispose()


def test_nothing_starts_on_a_database_of_a_newer_version(config: Config, tmp_path: Path) -> None:
    set_revision(config, "9999")
    tried = {
        "serve": lms(config, "serve", "--port", "8419"),
        "work": lms(config, "work"),
        "upgrade": lms(config, "upgrade"),
        "backup": lms(config, "backup", str(tmp_path / "a.zip")),
        "courses": lms(config, "courses", "list"),
        "granian": lms(config, code="import wsgi"),
    }
    for name, done in tried.items():
        assert done.returncode == 1, name
        [line] = done.stderr.strip().splitlines()
        assert "newer version of Palabre" in line, name
        assert "9999" in line
        assert "Install that version again, or restore a backup" in line
    assert not (tmp_path / "a.zip").exists()


def test_a_production_server_does_not_start_on_a_database_that_is_not_migrated(config: Config) -> None:
    set_revision(config, "0001")
    for done in (lms(config, "work"), lms(config, code="import wsgi")):
        assert done.returncode == 1
        assert "python3 -m lms upgrade" in done.stderr
