"""A restore replaces all or nothing, saves what it replaces, and keeps the word of every feature."""

import sqlite3
import stat
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select, text

from lms.accounts.models import Person
from lms.config import Config
from lms.db import db
from lms.errors import Refusal
from lms.operation.actions import restoring
from lms.operation.actions.restoring import Keeper
from tests.databases import Databases
from tests.operation.made import backup_of, opened, type_in
from tests.people import make_person


@pytest.fixture
def config(databases: Databases, configure: Callable[..., Config]) -> Iterator[Config]:
    url = databases.copy()
    yield configure(url)
    databases.drop(url)


def people(config: Config) -> list[str]:
    with opened(config) as app, app.app_context():
        return list(db.session.scalars(select(Person.name).order_by(Person.id)))


def add(config: Config, *names: str) -> None:
    with opened(config) as app:
        for name in names:
            make_person(app, name=name)


def refused(config: Config, *words: object) -> Refusal:
    done = type_in(config, *words)
    assert isinstance(done.exception, Refusal), (done.output, done.exception)
    return done.exception


def test_a_backup_is_for_its_owner_alone(config: Config, tmp_path: Path) -> None:
    add(config, "Awa")
    path = backup_of(config, tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["saved.zip"]


def test_a_backup_writes_over_nothing(config: Config, tmp_path: Path) -> None:
    path = backup_of(config, tmp_path)
    before = path.read_bytes()
    assert "exists already" in str(refused(config, "backup", path))
    assert path.read_bytes() == before


def test_without_a_name_backups_are_kept_in_the_installation_and_old_ones_go_if_told(config: Config) -> None:
    config.backups_dir.mkdir()
    for name in ("palabre-20200101T000000Z.zip", "palabre-20210101T000000Z.zip", "mine.zip", "palabre-1.zip"):
        (config.backups_dir / name).write_bytes(b"")
    done = type_in(config, "backup", "--keep", 2)
    assert done.exit_code == 0, done.output
    left = sorted(one.name for one in config.backups_dir.iterdir())
    assert left[:3] == ["mine.zip", "palabre-1.zip", "palabre-20210101T000000Z.zip"]
    assert len(left) == 4


def test_what_is_there_is_not_replaced_unless_told(config: Config, tmp_path: Path) -> None:
    add(config, "Awa")
    path = backup_of(config, tmp_path)
    add(config, "Kofi")
    assert "--replace" in str(refused(config, "restore", path))
    assert people(config) == ["Awa", "Kofi"]


def test_what_is_replaced_is_saved_first(config: Config, tmp_path: Path) -> None:
    add(config, "Awa")
    path = backup_of(config, tmp_path)
    add(config, "Kofi")
    done = type_in(config, "restore", path, "--replace")
    assert done.exit_code == 0, (done.output, done.exception)
    assert people(config) == ["Awa"]
    [former] = config.backups_dir.glob("before-restore-*.zip")
    assert type_in(config, "restore", former, "--replace").exit_code == 0
    assert people(config) == ["Awa", "Kofi"]


def test_a_site_that_runs_is_not_replaced_under_its_feet(config: Config, tmp_path: Path) -> None:
    add(config, "Awa")
    path = backup_of(config, tmp_path)
    with opened(config) as app, app.app_context(), db.engine.connect() as served:
        served.execute(text("SELECT 1"))
        assert "stop the site" in str(refused(config, "restore", path, "--replace"))
        assert served.execute(text("SELECT name FROM person")).scalar() == "Awa"
    assert people(config) == ["Awa"]


def test_numbers_once_given_are_not_given_again(
    postgresql: Databases, configure: Callable[..., Config], tmp_path: Path
) -> None:
    """PostgreSQL counts on after a deletion; what refers to the number of somebody erased must meet nobody else."""
    config = configure(postgresql.copy())
    add(config, "Awa", "Kofi")
    with opened(config) as app, app.app_context():
        last = db.session.scalars(select(Person.id).order_by(Person.id.desc())).first()
        db.session.execute(delete(Person).where(Person.id == last))
        db.session.commit()
    path = backup_of(config, tmp_path)
    assert type_in(config, "restore", path, "--replace").exit_code == 0
    with opened(config) as app:
        assert make_person(app) == last + 1


@pytest.fixture
def keeper(monkeypatch: pytest.MonkeyPatch) -> list:
    """A feature that remembers whom it has erased, and what it was told."""
    heard: list = []

    def carry() -> list[str]:
        return list(db.session.scalars(select(Person.name).where(Person.name.like("Erased%"))))

    def apply(carried: list[str] | None, saved_at: datetime, at: datetime) -> None:
        heard.append((carried, saved_at, at))
        db.session.execute(delete(Person).where(Person.name == "Kofi"))

    monkeypatch.setattr(restoring, "after_restore", [Keeper(apply, carry)])
    return heard


def test_who_was_erased_since_does_not_come_back(config: Config, tmp_path: Path, keeper: list) -> None:
    add(config, "Awa", "Kofi")
    path = backup_of(config, tmp_path)
    with opened(config) as app, app.app_context():
        db.session.execute(delete(Person).where(Person.name == "Kofi"))
        db.session.commit()
    add(config, "Erased: Kofi")
    assert type_in(config, "restore", path, "--replace").exit_code == 0
    assert people(config) == ["Awa"]
    [(carried, saved_at, at)] = keeper
    assert carried == ["Erased: Kofi"]
    assert saved_at <= at


def test_nobody_sees_a_restore_whose_erasures_failed(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(config, "Awa", "Kofi")
    path = backup_of(config, tmp_path)

    def fail(*_told: object) -> None:
        raise RuntimeError("the power failed")

    monkeypatch.setattr(restoring, "after_restore", [Keeper(fail)])
    assert isinstance(type_in(config, "restore", path, "--replace").exception, RuntimeError)
    for command in (["courses", "list"], ["backup", tmp_path / "b.zip"]):
        assert "restore" in str(refused(config, *command))
    assert "did not end" in str(refused(config, "work"))
    monkeypatch.setattr(restoring, "after_restore", [])
    assert type_in(config, "restore", path, "--replace").exit_code == 0
    assert people(config) == ["Awa", "Kofi"]


def test_a_restore_that_fails_half_way_changes_nothing(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(config, "Awa")
    path = backup_of(config, tmp_path)
    add(config, "Kofi")
    from lms.operation.actions import loading

    whole, made = {name: getattr(loading, name) for name in ("_insert", "_copy")}, []

    def fail_at_the_fifth(*given: object) -> None:
        made.append(given)
        if len(made) == 5:
            raise RuntimeError("the power failed")
        name = "_copy" if given[0].dialect.name == "postgresql" else "_insert"  # type: ignore[attr-defined]
        whole[name](*given)

    for name in whole:
        monkeypatch.setattr(loading, name, fail_at_the_fifth)
    assert isinstance(type_in(config, "restore", path, "--replace").exception, RuntimeError)
    assert len(made) == 5
    assert people(config) == ["Awa", "Kofi"]


def test_a_damaged_sqlite_database_is_not_saved_as_if_it_were_whole(
    sqlite_files: Databases, configure: Callable[..., Config], tmp_path: Path
) -> None:
    config = configure(sqlite_files.copy())
    add(config, "Awa")
    raw = sqlite3.connect(config.database_url.removeprefix("sqlite:///"))
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute("UPDATE person SET id = id")
    raw.execute(
        "INSERT INTO enrolment (person_id, course_id, release_id, language, enrolled_at) VALUES (1, 999, 999, 'fr', '')"
    )
    raw.commit()
    raw.close()
    assert "damaged" in str(refused(config, "backup", tmp_path / "a.zip"))
    assert list(tmp_path.iterdir()) == []


def test_a_missing_picture_is_told_and_the_rest_is_saved(fresh_app: Flask, tmp_path: Path) -> None:
    config: Config = fresh_app.config["LMS"]
    from lms.clock import now
    from lms.media.actions import put

    with fresh_app.app_context():
        kept, lost, spoilt = (put(word, now()) for word in (b"kept", b"lost", b"spoilt"))
        db.session.commit()
    (config.media_dir / lost[:2] / lost).unlink()
    (config.media_dir / spoilt[:2] / spoilt).write_bytes(b"other")
    done = type_in(config, "backup", tmp_path / "a.zip")
    assert done.exit_code == 1
    assert lost in done.output
    assert spoilt in done.output
    assert kept not in done.output
    assert "1 media file" in type_in(config, "backup", tmp_path / "b.zip").output
