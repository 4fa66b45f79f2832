"""The commands about certificates, as an operator types them."""

import getpass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from lms.app import create_app
from lms.audit.queries import entries_about
from lms.certification.cli import certificates
from lms.certification.number import mint, shown
from lms.certification.queries import certificate
from lms.clock import now
from lms.config import Config
from lms.errors import Refusal
from tests.certification.made import NAME, issue


@pytest.fixture(autouse=True)
def environment(fresh_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config: Config = fresh_app.config["LMS"]
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("LMS_INSTANCE_DIR", str(tmp_path / "instance"))
    monkeypatch.setenv("LMS_DATABASE_URL", config.database_url)
    monkeypatch.setattr(getpass, "getuser", lambda: "awa")


def run(*arguments: str, code: int = 0) -> str:
    result: Result = CliRunner().invoke(certificates, arguments, obj=create_app, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.output


def state(app: Flask, number: str) -> str:
    with app.app_context():
        found = certificate(number, now().date())
        assert found is not None
        return found.state.value


def test_a_certificate_is_shown_however_its_number_is_typed(fresh_app: Flask) -> None:
    number, _ = issue(fresh_app)
    said = run("show", shown(number).lower().replace("0", "o"))
    assert f"{shown(number)}  valid" in said
    assert NAME in said
    assert f"https://palabre.example/c/{number}" in said


def test_a_revocation_is_kept_with_its_reason_and_whose_it_was(fresh_app: Flask) -> None:
    number, _ = issue(fresh_app)
    assert f"{shown(number)} is revoked" in run("revoke", number, "--cause", "mistake", "--reason", "Twice")
    assert state(fresh_app, number) == "revoked"
    with fresh_app.app_context():
        (entry,) = entries_about("certificate", number)
        assert (entry.actor, entry.action, entry.reason) == ("console:awa", "certificate.revoke", "Twice")
    said = run("show", number)
    assert "revoked" in said
    assert "certificate.revoke  console:awa  Twice" in said


def test_a_replacement_names_the_new_certificate(fresh_app: Flask) -> None:
    number, _ = issue(fresh_app)
    said = run("replace", number, "--name", "Mariam Traoré", "--reason", "Maiden name")
    new = said.rpartition("is ")[2].strip().rstrip(".").replace(" ", "")
    assert state(fresh_app, number) == "replaced"
    assert state(fresh_app, new) == "valid"
    assert "Mariam Traoré" in run("show", new)


def test_what_was_revoked_is_issued_again(fresh_app: Flask) -> None:
    number, _ = issue(fresh_app)
    run("revoke", number, "--cause", "mistake", "--reason", "The wrong one")
    said = run("reissue", number, "--reason", "It was right")
    new = said.rpartition("is ")[2].strip().rstrip(".").replace(" ", "")
    assert (state(fresh_app, number), state(fresh_app, new)) == ("revoked", "valid")


def test_a_certificate_expires_by_hand(fresh_app: Flask) -> None:
    number, _ = issue(fresh_app)
    assert "has expired" in run("expire", number, "--reason", "The law changed")
    assert state(fresh_app, number) == "expired"


def test_what_cannot_be_is_refused_in_words(fresh_app: Flask) -> None:
    number, _ = issue(fresh_app)
    with pytest.raises(Refusal, match="some are missing"):
        run("show", number[1:])
    with pytest.raises(Refusal, match="never part of a number"):
        run("show", "%" + number[1:])
    with pytest.raises(Refusal, match="No certificate has the number"):
        run("show", mint(bytes(range(17))))
    assert "Missing option '--reason'" in run("revoke", number, "--cause", "mistake", code=2)
    assert "Missing option '--cause'" in run("revoke", number, "--reason", "Twice", code=2)
    assert state(fresh_app, number) == "valid"


def test_it_speaks_french(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "fr")
    number, _ = issue(fresh_app)
    assert "est révoqué" in run("revoke", number, "--cause", "request", "--reason", "Demandé")
    assert f"{shown(number)}  révoqué" in run("show", number)
