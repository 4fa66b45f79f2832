"""The database goes away, by a cut or in silence: everybody is told within two seconds, and it recovers alone."""

import gc
import time
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from lms.accounts.models import Person
from lms.app import create_app
from lms.clock import now
from lms.config import Config
from lms.db import db
from lms.jobs.actions import add
from lms.jobs.cli import Runner
from lms.jobs.models import Job
from lms.settings import queries as settings
from tests.conftest import dispose, release_shipped_courses
from tests.databases import Databases
from tests.faults.relay import Relay
from tests.forms import HTTPS, get, send
from tests.history.people import COURSE, enrol, learner

WITHIN_S = 2.0 + 0.2  # the target, and what a machine that runs other tests takes besides


@pytest.fixture
def relay(postgresql: Databases) -> Iterator[tuple[Relay, str]]:
    url = postgresql.copy()
    parts = urlsplit(url)
    folder = parse_qs(parts.query)["host"][0]
    with Relay(f"{folder}/.s.PGSQL.{parts.port or 5432}") as found:
        user = parts.username or "postgres"
        yield found, f"postgresql://{user}@127.0.0.1:{found.port}{parts.path}"
    postgresql.drop(url)


@pytest.fixture
def site(relay: tuple[Relay, str], configure: Callable[..., Config]) -> Iterator[Flask]:
    app = create_app(configure(relay[1]))
    release_shipped_courses(app)
    gc.collect()
    gc.freeze()  # a collection over the applications of all these tests takes longer than what is let pass
    yield app
    dispose(app)


@pytest.mark.parametrize("how", ["cut", "fall_silent"])
@pytest.mark.parametrize("seconds", [3, pytest.param(30, marks=pytest.mark.slow)])
def test_a_database_that_is_away_is_told_and_comes_back(
    relay: tuple[Relay, str], site: Flask, how: str, seconds: int
) -> None:
    way, _url = relay
    client = learner(site, "Awa", "en")
    page = get(client, f"/en/courses/{COURSE}").text
    getattr(way, how)()
    began = time.monotonic()
    replies = 0
    while time.monotonic() - began < seconds:
        for ask in (
            lambda: get(client, f"/en/courses/{COURSE}"),
            lambda: send(client, f"/en/courses/{COURSE}", page, action="/enrol"),
            lambda: client.get("/readyz"),
        ):
            site.extensions[settings.COPY].looked_at = None  # as it is for who asks after a while
            asked = time.monotonic()
            reply = ask()
            assert time.monotonic() - asked < WITHIN_S
            assert reply.status_code == 503
            assert int(reply.headers["Retry-After"]) > 0
            replies += 1
        time.sleep(0.2)  # most replies come at once, and thousands of them would only fill the log
    assert replies >= 3
    assert "comes back by itself" in get(client, f"/en/courses/{COURSE}").text
    assert client.get("/livez").status_code == 200
    way.mend()
    mended = time.monotonic()
    while get(client, f"/en/courses/{COURSE}").status_code != 200:
        assert time.monotonic() - mended < 5
        time.sleep(0.1)
    # The form that was refused, sent again, does what it was to do; once.
    assert send(client, f"/en/courses/{COURSE}", page, action="/enrol").status_code == 303
    assert client.get("/readyz", base_url=HTTPS).status_code == 200
    with site.app_context():
        assert len(db.session.scalars(select(Person)).all()) == 1


def test_jobs_wait_for_it_and_are_done_afterwards(relay: tuple[Relay, str], site: Flask, monkeypatch) -> None:
    way, _url = relay
    monkeypatch.setattr("lms.jobs.cli.LOOKS_EVERY_S", 0.1)
    done: list[int] = []
    from lms.jobs import actions

    monkeypatch.setitem(actions.kinds, "test", actions.Kind(carry_out=lambda arguments, _found, _at: done.append(1)))
    with Runner(site):
        time.sleep(0.3)
        way.cut()
        time.sleep(1)
        way.mend()
        with site.app_context():
            for _ in range(50):
                try:
                    add("test", {}, now())
                    db.session.commit()
                    break
                except Exception:
                    db.session.rollback()
                    time.sleep(0.1)
        waited = time.monotonic()
        while not done:
            assert time.monotonic() - waited < 10
            time.sleep(0.05)
    assert done == [1]
    with site.app_context():
        assert db.session.scalars(select(Job.done_at)).one() is not None


def test_whoever_was_in_the_middle_of_a_course_goes_on(relay: tuple[Relay, str], site: Flask) -> None:
    way, _url = relay
    client = learner(site, "Awa", "en")
    enrol(client, "en")
    way.cut()
    assert get(client, "/en/my-courses").status_code == 503
    way.mend()
    time.sleep(0.2)
    assert COURSE in get(client, "/en/my-courses").text
