"""Catalogues are compiled when they changed, and only then."""

import gettext
import os
from pathlib import Path

import pytest

from lms.catalogues import compile_stale

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Home"\nmsgstr "Accueil"\n'


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "fr" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO, encoding="utf-8")
    return path


def test_a_catalogue_is_compiled_once(tmp_path: Path, catalogue: Path) -> None:
    assert compile_stale(tmp_path) == [catalogue.with_suffix(".mo")]
    assert compile_stale(tmp_path) == []
    assert gettext.translation("messages", tmp_path, ["fr"]).gettext("Home") == "Accueil"
    assert [path.name for path in catalogue.parent.iterdir() if path.suffix == ".tmp"] == []


def test_a_changed_catalogue_is_compiled_again(tmp_path: Path, catalogue: Path) -> None:
    [compiled] = compile_stale(tmp_path)
    catalogue.write_text(PO.replace("Accueil", "Maison"), encoding="utf-8")
    later = compiled.stat().st_mtime_ns + 1_000_000_000
    os.utime(catalogue, ns=(later, later))
    assert compile_stale(tmp_path) == [compiled]
    assert b"Maison" in compiled.read_bytes()
