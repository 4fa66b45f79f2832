"""People of earlier versions keep what they had: scores, dates, answers, certificates; and go on where they were."""

import gzip
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from lms.accounts.models import Person
from lms.app import create_app
from lms.assessment.models import Attempt
from lms.config import Config
from lms.db import db, open_engine
from lms.migrating import migrate
from tests.conftest import dispose, release_shipped_courses
from tests.databases import Databases
from tests.forms import HTTPS
from tests.history.people import COURSE, finish, send, truth
from tests.people import sign_in
from tests.postgresql_tools import program

FOLDERS = sorted(path.name for path in Path(__file__).parent.iterdir() if (path / "sqlite.sqlite3.gz").exists())


def restore(databases: Databases, folder: Path) -> str:
    """The database as it was dumped, on the kind of server it was dumped from."""
    url = databases.empty("history")
    if databases.kind == "sqlite":
        file = gzip.decompress((folder / "sqlite.sqlite3.gz").read_bytes())
        Path(url.removeprefix("sqlite:///")).write_bytes(file)
        return url
    dump = gzip.decompress((folder / "postgresql.sql.gz").read_bytes())
    address = url.replace("postgresql+psycopg://", "postgresql://")
    command = [program("psql"), "-q", "-v", "ON_ERROR_STOP=1", address]
    subprocess.run(command, input=dump, check=True, capture_output=True)
    return url


def known(databases: Databases, folder: Path) -> dict:
    return json.loads(gzip.decompress((folder / f"{databases.kind}.json.gz").read_bytes()))


@pytest.fixture(params=FOLDERS)
def folder(request: pytest.FixtureRequest) -> Path:
    return Path(__file__).parent / request.param


@pytest.fixture
def site(databases: Databases, configure: Callable[..., Config], folder: Path) -> Iterator[Flask]:
    """That database under the code of today, its courses as they are shipped today."""
    url = restore(databases, folder)
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
    app = create_app(configure(url))
    app.config["TESTING"] = True
    release_shipped_courses(app)
    yield app
    dispose(app)
    databases.drop(url)


def test_there_is_a_history() -> None:
    assert "learn" in FOLDERS


def test_everything_is_as_it_was(databases: Databases, folder: Path, site: Flask) -> None:
    before = known(databases, folder)
    assert len(before["people"]) > 1
    after = json.loads(json.dumps(truth(site)))
    for was, is_ in zip(before["people"], after["people"], strict=True):
        assert is_ == was
    if "site" in before:  # what runs a site came after the first of these
        assert after["site"] == before["site"]


def test_the_certificates_can_still_be_checked(databases: Databases, folder: Path, site: Flask) -> None:
    numbers = [one[0] for person in known(databases, folder)["people"] for one in person.get("certificates", [])]
    assert numbers
    for number in numbers:
        assert "This certificate is valid" in site.test_client().get(f"/en/c/{number}").text


def test_who_was_in_mid_quiz_goes_on_and_passes(site: Flask) -> None:
    with site.app_context():
        attempt = db.session.scalars(select(Attempt).where(Attempt.closed_at.is_(None))).one()
        person_id = db.session.scalars(select(Person.id).where(Person.name == "Kofi Mensah")).one()
        public_id, quiz, asked = attempt.public_id, attempt.quiz_key, attempt.questions
    client = sign_in(site.test_client(), person_id)
    address = f"/en/courses/{COURSE}/quizzes/{quiz}/attempts/{public_id}"
    page = client.get(address, base_url=HTTPS).text
    assert page.count("No answer yet") == len(asked) - 3
    finish(site, client, f"{address}/questions/{asked[3]['key']}", "en")
    result = client.get(send(client, address), base_url=HTTPS).text
    assert "You passed" in result
    with site.app_context():
        assert db.session.scalars(select(Attempt).where(Attempt.public_id == public_id)).one().has_passed is True


def test_who_was_certified_sees_it_and_may_read_their_attempts_again(site: Flask) -> None:
    with site.app_context():
        person_id = db.session.scalars(select(Person.id).where(Person.name == "Mariam Kouadio-Traoré")).one()
        attempts = db.session.scalars(select(Attempt).where(Attempt.has_passed).order_by(Attempt.id)).all()
        own = [(one.quiz_key, one.public_id) for one in attempts][:2]
    client = sign_in(site.test_client(), person_id)
    assert "/fr/certificates/" in client.get("/fr/my-courses", base_url=HTTPS).text
    for language in ("fr", "en"):
        for quiz, public_id in own:
            address = f"/{language}/courses/{COURSE}/quizzes/{quiz}/attempts/{public_id}/result"
            assert client.get(address, base_url=HTTPS).status_code == 200
