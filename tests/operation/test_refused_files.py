"""What is no whole backup of this version is refused in a sentence, and nothing changes."""

import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lms.config import Config
from lms.errors import Refusal
from lms.operation.queries import backups
from tests.databases import Databases
from tests.operation.made import backup_of, opened, type_in
from tests.people import make_person

Rewrite = Callable[[dict[str, bytes]], dict[str, bytes]]


@pytest.fixture(scope="module")
def saved(sqlite_files: Databases, configure, tmp_path_factory) -> Path:
    """A good backup, of one person."""
    config = configure(sqlite_files.copy())
    with opened(config) as app:
        make_person(app, name="Awa Koné")
    return backup_of(config, tmp_path_factory.mktemp("saved"))


@pytest.fixture
def empty(sqlite_files: Databases, configure) -> Config:
    return configure(sqlite_files.empty("target"))


def said(config: Config, path: Path) -> str:
    """What restoring this file says; it must refuse, without a trace, and leave no table behind."""
    from lms.console import worded

    done = type_in(config, "restore", path)
    assert isinstance(done.exception, Refusal), (done.output, done.exception)
    with opened(config) as app, app.app_context():
        from sqlalchemy import inspect

        from lms.db import db

        assert inspect(db.engine).get_table_names() == []
    assert sorted(Path(config.database_url.removeprefix("sqlite:///")).parent.glob("*.restoring-*")) == []
    return worded(done.exception)


def rewritten(saved: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The backup with something in it changed."""
    with zipfile.ZipFile(saved) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target


def told(members: dict[str, bytes], /, **changes: object) -> None:
    members["manifest.json"] = json.dumps({**json.loads(members["manifest.json"]), **changes}).encode()


def test_the_untouched_one_is_taken(saved: Path, empty: Config) -> None:
    done = type_in(empty, "restore", saved)
    assert done.exit_code == 0, done.output


def test_looking_at_it_changes_nothing(saved: Path, empty: Config) -> None:
    done = type_in(empty, "restore", saved, "--check")
    assert done.exit_code == 0
    assert "1  person" in done.output
    assert not Path(empty.database_url.removeprefix("sqlite:///")).exists()


def test_one_changed_byte_of_any_member_is_found(saved: Path, tmp_path: Path) -> None:
    content = saved.read_bytes()
    with zipfile.ZipFile(saved) as archive:
        members = [info for info in archive.infolist() if info.file_size]
    assert {"database/person.copy", "manifest.json"} < {info.filename for info in members}
    for info in members:
        header = content[info.header_offset : info.header_offset + 30]
        start = info.header_offset + 30 + sum(int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
        spoilt = bytearray(content)
        spoilt[start + info.compress_size // 2] ^= 0xFF
        path = tmp_path / "a.zip"
        path.write_bytes(spoilt)
        with pytest.raises(Refusal, match=r"a\.zip is not a whole backup"):
            backups.verified(path)


def test_a_file_that_was_cut_off_is_refused(saved: Path, empty: Config, tmp_path: Path) -> None:
    content = saved.read_bytes()
    (tmp_path / "a.zip").write_bytes(content[: len(content) // 2])
    assert "not a backup of Palabre" in said(empty, tmp_path / "a.zip")


def test_another_zip_is_refused(empty: Config, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("holiday.jpg", b"a")
    assert "is not a" in said(empty, tmp_path / "a.zip")


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "media/../../x", "database/a.copy/..", "C:\\x"])
def test_a_name_that_leads_out_is_refused(saved: Path, empty: Config, tmp_path: Path, name: str) -> None:
    path = rewritten(saved, tmp_path / "a.zip", lambda members: members.update({name: b"x"}))
    assert "not a whole backup" in said(empty, path)


def test_a_link_is_refused(saved: Path, empty: Config, tmp_path: Path) -> None:
    path = rewritten(saved, tmp_path / "a.zip", lambda members: members.pop("secret-key"))
    link = zipfile.ZipInfo("secret-key")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "secret-key" in said(empty, path)


def test_a_member_that_nobody_announced_is_refused(saved: Path, empty: Config, tmp_path: Path) -> None:
    path = rewritten(saved, tmp_path / "a.zip", lambda members: members.update({f"media/{'0' * 64}": b"x"}))
    assert "manifest.json" in said(empty, path)


def test_a_member_that_is_missing_is_told(saved: Path, empty: Config, tmp_path: Path) -> None:
    path = rewritten(saved, tmp_path / "a.zip", lambda members: members.pop("database/person.copy"))
    assert "not a whole backup" in said(empty, path)


def test_rows_changed_by_hand_are_found(saved: Path, empty: Config, tmp_path: Path) -> None:
    def change(members: dict[str, bytes]) -> None:
        members["database/person.copy"] = members["database/person.copy"].replace(b"Awa", b"Eve")

    assert "database/person.copy" in said(empty, rewritten(saved, tmp_path / "a.zip", change))


def test_a_bomb_is_refused_before_it_goes_off(
    saved: Path, empty: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small file that says it unpacks to more than the disk holds."""
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 10})())
    assert "Make room first" in said(empty, saved)


def test_a_manifest_that_is_a_bomb_is_not_unpacked(saved: Path, empty: Config, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(backups.manifests, "LARGEST_BYTES", 1_000_000)
    path = rewritten(saved, tmp_path / "a.zip", lambda members: members.update({"manifest.json": b" " * 2_000_000}))
    assert path.stat().st_size < 1_000_000
    assert "manifest.json" in said(empty, path)


def test_a_newer_schema_is_refused_with_its_version(saved: Path, empty: Config, tmp_path: Path) -> None:
    path = rewritten(saved, tmp_path / "a.zip", lambda members: told(members, revision="9999", version="9.9"))
    assert "newer version of Palabre (9.9, database 9999)" in said(empty, path)


def test_a_newer_format_is_refused_with_its_version(saved: Path, empty: Config, tmp_path: Path) -> None:
    path = rewritten(saved, tmp_path / "a.zip", lambda members: told(members, format=2, version="9.9"))
    assert "newer version of Palabre (9.9)" in said(empty, path)


@pytest.mark.parametrize("changes", [{"tables": 1}, {"members": []}, {"saved_at": "2026-01-01"}, {"revision": "'; --"}])
def test_a_manifest_of_nonsense_is_refused(saved: Path, empty: Config, tmp_path: Path, changes: dict) -> None:
    path = rewritten(saved, tmp_path / "a.zip", lambda members: told(members, **changes))
    assert "manifest.json" in said(empty, path)


def test_a_table_that_the_schema_does_not_know_is_refused(saved: Path, empty: Config, tmp_path: Path) -> None:
    def change(members: dict[str, bytes]) -> None:
        data = json.loads(members["manifest.json"])
        for table in data["tables"]:
            if table["name"] == "person":
                table["columns"][0]["name"] = "surname"
        told(members, **data)

    assert "not a whole backup" in said(empty, rewritten(saved, tmp_path / "a.zip", change))
