"""The disk is full: whoever reads goes on, whoever sends something is told it was not kept, nothing is half written."""

import http.client
import resource
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select, text
from werkzeug.datastructures import MultiDict

from lms.app import create_app
from lms.assessment.models import Answer
from lms.config import Config
from lms.db import db
from lms.errors import Refusal
from tests.conftest import dispose
from tests.databases import Databases
from tests.faults.test_killed import PATIENCE_S, Site, site
from tests.learning.quizzing import Learner, release_course, small_quiz, texts
from tests.operation.made import type_in

SAID = "Rien ne peut être enregistré pour l’instant"


def app_on(databases: Databases, configure: Callable[..., Config]) -> Iterator[Flask]:
    url = databases.copy()
    app = create_app(configure(url))
    app.config["TESTING"] = True
    yield app
    dispose(app)
    databases.drop(url)


@pytest.fixture
def sqlite_app(sqlite_files: Databases, configure: Callable[..., Config]) -> Iterator[Flask]:
    yield from app_on(sqlite_files, configure)


@pytest.fixture
def postgresql_app(postgresql: Databases, configure: Callable[..., Config]) -> Iterator[Flask]:
    yield from app_on(postgresql, configure)


def in_mid_quiz(app: Flask) -> Learner:
    """Somebody before a page of questions."""
    french, english = small_quiz(["p-one", "p-two"], "Une page", page="all")
    release_course(app, texts(**{"01_all__03_page_quiz_fr": french, "01_all__03_page_quiz_en": english}))
    learner = Learner(app)
    learner.get("/quizzes/page-quiz")
    return learner


def fetch(served: Site, learner: Learner, path: str, data: MultiDict[str, str] | None = None) -> tuple[int, str]:
    """Open a page, or send a form, of a site in another process."""
    cookie = learner.client.get_cookie(learner.app.config["SESSION_COOKIE_NAME"], domain="localhost")
    assert cookie is not None
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE_S)
    headers = {"Cookie": f"{cookie.key}={cookie.value}", "Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode(list(data.items(multi=True))) if data is not None else None
    try:
        connection.request("GET" if data is None else "POST", path, body, headers)
        reply = connection.getresponse()
        return reply.status, reply.read().decode()
    finally:
        connection.close()


def limit_files_of(process: int, size: int) -> None:
    """Have no file of a process grow beyond this size; to the process, its disk is full."""
    _soft, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (size, hard))


def test_reading_goes_on_and_writing_says_so_until_there_is_room_again(sqlite_app: Flask) -> None:
    learner = in_mid_quiz(sqlite_app)
    with site(sqlite_app) as served:
        status, location = served.post(learner, *learner.prepared())
        assert status == 303
        learner.get(location)
        yes = learner.option("Oui")
        action, data = learner.prepared(**{"p-one__answer": yes, "p-two__answer": yes})
        assert fetch(served, learner, location)[0] == 200

        limit_files_of(served.server, 1)
        status, page = fetch(served, learner, action, data)
        assert status == 503
        assert SAID in page
        for path in (location, "/en/", "/en/my-courses"):
            assert fetch(served, learner, path)[0] == 200, path

        limit_files_of(served.server, resource.RLIM_INFINITY)
        assert served.post(learner, action, data)[0] == 303  # the same form, sent again, is kept
    with sqlite_app.app_context():
        assert len(db.session.scalars(select(Answer)).all()) == 2
        assert db.session.scalar(text("PRAGMA integrity_check")) == "ok"


def test_it_is_said_in_english_too(sqlite_app: Flask) -> None:
    learner = in_mid_quiz(sqlite_app)
    with site(sqlite_app) as served:
        action, data = learner.prepared()
        limit_files_of(served.server, 1)
        page = fetch(served, learner, action.replace("/fr/", "/en/"), data)[1]
    assert "Nothing can be saved for the moment" in page
    assert "was not kept" in page


def test_a_postgresql_without_room_is_told_in_the_same_words(postgresql_app: Flask) -> None:
    learner = in_mid_quiz(postgresql_app)
    with postgresql_app.app_context():
        db.session.execute(
            text(
                "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                " RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$"
            )
        )
        db.session.execute(text("CREATE TRIGGER no_room BEFORE INSERT ON attempt EXECUTE FUNCTION no_room()"))
        db.session.commit()
    action, data = learner.prepared()
    reply = learner.client.post(
        action, data=data, base_url="https://localhost", headers={"Referer": "https://localhost"}
    )
    assert reply.status_code == 503
    assert SAID in reply.text
    assert int(reply.headers["Retry-After"]) >= 60
    assert learner.client.get("/en/my-courses", base_url="https://localhost").status_code == 200
    with postgresql_app.app_context():
        assert db.session.scalar(text("SELECT count(*) FROM sent_form")) == 0


def test_a_backup_that_finds_no_room_leaves_nothing_behind(
    sqlite_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config: Config = sqlite_app.config["LMS"]
    in_mid_quiz(sqlite_app)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        done = type_in(config, "backup", tmp_path / "a.zip")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert done.exit_code == 1
    assert isinstance(done.exception, Refusal | OSError), done.exception
    assert list(tmp_path.iterdir()) == []


def test_a_restore_that_finds_no_room_leaves_what_was_there(sqlite_app: Flask, tmp_path: Path) -> None:
    config: Config = sqlite_app.config["LMS"]
    in_mid_quiz(sqlite_app)
    dispose(sqlite_app)
    assert type_in(config, "backup", tmp_path / "a.zip").exit_code == 0
    path = Path(config.database_url.removeprefix("sqlite:///"))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        done = type_in(config, "restore", tmp_path / "a.zip", "--replace")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert done.exit_code == 1
    assert not list(path.parent.glob(f"{path.name}.restoring-*"))
    raw = sqlite3.connect(path)
    assert raw.execute("SELECT count(*) FROM person").fetchone() == (1,)
    assert raw.execute("SELECT version_num FROM alembic_version").fetchone()[0].isdigit()
    raw.close()
