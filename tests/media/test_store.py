"""The store keeps bytes under their digest, whole or not at all."""

import hashlib
import os
from pathlib import Path

import pytest

from lms.media import kinds, store


def test_what_is_put_lies_under_its_digest(tmp_path: Path) -> None:
    digest = store.put(tmp_path, b"some bytes")
    assert digest == hashlib.sha256(b"some bytes").hexdigest()
    assert store.path_of(tmp_path, digest).read_bytes() == b"some bytes"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [digest]


def test_putting_the_same_again_writes_nothing(tmp_path: Path) -> None:
    digest = store.put(tmp_path, b"some bytes")
    before = store.path_of(tmp_path, digest).stat().st_ino
    assert store.put(tmp_path, b"some bytes") == digest
    assert store.path_of(tmp_path, digest).stat().st_ino == before


def test_a_damaged_file_is_replaced(tmp_path: Path) -> None:
    digest = store.put(tmp_path, b"some bytes")
    store.path_of(tmp_path, digest).write_bytes(b"some bytez")
    store.put(tmp_path, b"some bytes")
    assert store.path_of(tmp_path, digest).read_bytes() == b"some bytes"


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        store.put(tmp_path, b"some bytes")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["", "../" * 3, "a" * 63, "A" * 64, "g" * 64, "a" * 64 + "\n", "/etc/passwd"])
def test_only_digests_are_names(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        store.path_of(tmp_path, name)


@pytest.mark.parametrize(
    ("name", "mimetype", "is_shown"),
    [
        ("a.svg", "image/svg+xml", True),
        ("a.fr.svg", "image/svg+xml", True),
        ("a.opus", "audio/ogg", True),
        ("tool.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", False),
        ("a.csv", "text/csv", False),
        ("a.html", None, False),
        ("a.svg.html", None, False),
        ("svg", None, False),
        (".svg", None, False),
        ("A.SVG", None, False),
        ("a b.svg", None, False),
        ("a/b.svg", None, False),
    ],
)
def test_types_are_a_closed_list(name: str, mimetype: str | None, is_shown: bool) -> None:
    assert kinds.type_of(name) == mimetype
    assert kinds.is_shown(name) is is_shown
