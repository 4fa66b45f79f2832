"""The drill: saved while people write, restored elsewhere; everybody goes on where they were."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select, text

from lms.accounts.models import Person
from lms.app import create_app
from lms.assessment.models import Attempt
from lms.audit.actions import record
from lms.audit.models import AuditEntry
from lms.clock import now
from lms.config import Config
from lms.db import db, read_only
from lms.jobs.actions import add
from lms.operation.actions.saving import Saved, save
from tests.conftest import dispose, release_shipped_courses
from tests.databases import Databases
from tests.forms import HTTPS
from tests.history.people import COURSE, finish, live, send, truth
from tests.operation.made import opened, type_in
from tests.people import make_person, sign_in


@dataclass
class World:
    config: Config
    told: dict
    saved: Saved
    written_meanwhile: int


@pytest.fixture(scope="module")
def world(databases: Databases, configure, tmp_path_factory) -> Iterator[World]:
    """A site with a history, saved while it serves somebody who does not stop writing."""
    url = databases.copy()
    config = configure(url)
    app = create_app(config)
    app.config["TESTING"] = True
    release_shipped_courses(app)
    live(app)
    with app.app_context():
        record("console:a", "course.rollback", "course", "a", "a\tb\\n\nc", {"before": "é", "after": None}, now())
        db.session.commit()
    told = truth(app)
    is_over, count = threading.Event(), 0

    def write() -> None:
        nonlocal count
        read_only.set(False)
        with app.app_context():
            while not is_over.is_set():
                add("mail", {"mail": 0}, now())
                db.session.commit()
                count += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with app.app_context():
            while count < 3:
                is_over.wait(0.01)
            saved = save(db.engine, config, tmp_path_factory.mktemp("saved") / "site.zip", now())
    finally:
        is_over.set()
        writer.join()
    yield World(config, told, saved, count)
    dispose(app)
    databases.drop(url)


@pytest.fixture(params=["same kind", "other kind"])
def restored(request, world: World, databases: Databases, configure: Callable[..., Config]) -> Iterator[Flask]:
    """The backup, restored by the command into an empty installation on the same kind of database, or on the other."""
    kind = databases.kind
    if request.param == "other kind":
        kind = {"sqlite": "postgresql", "postgresql": "sqlite"}[kind]
    target: Databases = request.getfixturevalue({"sqlite": "sqlite_files", "postgresql": "postgresql"}[kind])
    url = target.empty("restored")
    config = configure(url)
    done = type_in(config, "restore", world.saved.path)
    assert done.exit_code == 0, (done.output, done.exception)
    assert "whole" in done.output
    with opened(_again(config, configure)) as app:
        yield app
    target.drop(url)


def _again(config: Config, configure: Callable[..., Config]) -> Config:
    """The settings as the next start reads them: the secret key is the restored one."""
    from lms.config import read_config

    return read_config({"LMS_INSTANCE_DIR": str(config.instance_dir), "LMS_DATABASE_URL": config.database_url})


def test_who_was_writing_meanwhile_was_not_stopped(world: World) -> None:
    jobs = next(table.rows for table in world.saved.manifest.tables if table.name == "job")
    assert world.written_meanwhile >= 3
    assert 3 <= jobs <= world.written_meanwhile + 20


def test_everything_is_as_it_was(world: World, restored: Flask) -> None:
    assert json.loads(json.dumps(truth(restored))) == json.loads(json.dumps(world.told))


def test_the_person_in_mid_quiz_goes_on_and_passes(restored: Flask) -> None:
    with restored.app_context():
        attempt = db.session.scalars(select(Attempt).where(Attempt.closed_at.is_(None))).one()
        person_id = db.session.scalars(select(Person.id).where(Person.name == "Kofi Mensah")).one()
        public_id, quiz, asked = attempt.public_id, attempt.quiz_key, attempt.questions
    client = sign_in(restored.test_client(), person_id)
    address = f"/en/courses/{COURSE}/quizzes/{quiz}/attempts/{public_id}"
    assert client.get(address, base_url=HTTPS).text.count("No answer yet") == len(asked) - 3
    finish(restored, client, f"{address}/questions/{asked[3]['key']}", "en")
    assert "You passed" in client.get(send(client, address), base_url=HTTPS).text


def test_a_certificate_checks_and_its_file_is_the_same(world: World, restored: Flask) -> None:
    [number] = [one[0] for person in world.told["people"] for one in person.get("certificates", [])]
    assert "This certificate is valid" in restored.test_client().get(f"/en/c/{number}").text
    with restored.app_context():
        pdf, digest = db.session.execute(text("SELECT pdf, pdf_digest FROM certificate")).one()
    import hashlib

    assert hashlib.sha256(bytes(pdf)).hexdigest() == digest


def test_the_signature_of_a_session_is_still_known(world: World, restored: Flask) -> None:
    assert restored.config["SECRET_KEY"] == world.config.secret_key


def test_the_search_finds_lessons_and_pictures_are_served(restored: Flask) -> None:
    client = restored.test_client()
    assert "/lessons/" in client.get("/en/search?q=certificate").text
    with restored.app_context():
        digest = db.session.scalar(text("SELECT digest FROM media_file"))
    assert client.get(f"/media/{digest}/a.svg").status_code == 200


def test_new_rows_get_new_numbers(restored: Flask) -> None:
    with restored.app_context():
        last = db.session.scalar(select(Person.id).order_by(Person.id.desc()))
    assert make_person(restored) == last + 1


def test_the_audit_log_says_the_same_and_still_cannot_be_changed(restored: Flask) -> None:
    with restored.app_context():
        *_others, entry, restored_one = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        assert (entry.reason, entry.details) == ("a\tb\\n\nc", {"before": "é", "after": None})
        assert restored_one.action == "installation.restore"
        assert restored_one.actor.startswith("console:")
        with pytest.raises(Exception, match="never changed"):
            db.session.execute(text("UPDATE audit_entry SET reason = 'b'"))
