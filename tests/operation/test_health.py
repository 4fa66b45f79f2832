"""What machines ask: is it alive, is it ready, how much of everything."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from lms.accounts.models import Person
from lms.app import create_app
from lms.clock import now
from lms.config import Config
from lms.db import db
from lms.jobs.actions import add
from lms.jobs.models import Job
from lms.mail.models import Mail
from lms.operation import views
from lms.operation.exposition import Metric, exposition
from tests.conftest import dispose, release_shipped_courses
from tests.databases import Databases
from tests.history.people import COURSE, enrol, learner, take_all

TOKEN = "a-token-of-some-length"
SHOWN = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def site(databases: Databases, configure: Callable[..., Config]) -> Iterator[Flask]:
    url = databases.copy()
    app = create_app(configure(url, LMS_METRICS_TOKEN=TOKEN))
    app.config["TESTING"] = True
    yield app
    dispose(app)
    databases.drop(url)


def figures(app: Flask) -> dict[str, float]:
    """What /metrics says: values by name and labels, the process's number left out."""
    reply = app.test_client().get("/metrics", headers=SHOWN)
    assert reply.status_code == 200
    assert reply.content_type == "text/plain; version=0.0.4; charset=utf-8"
    lines = [line for line in reply.text.splitlines() if not line.startswith("#")]
    for line in lines:
        assert re.fullmatch(r'[a-z_]+(\{([a-z]+="[^"\\]*",?)+\})? [0-9.]+(e[+-]\d+)?', line), line
    named = (re.sub(r',?process="\d+"', "", line).replace("{}", "").rsplit(" ", 1) for line in lines)
    return {name: float(value) for name, value in named}


def test_a_process_that_answers_is_alive_database_or_not(configure: Callable[..., Config]) -> None:
    app = create_app(configure("postgresql://nobody:secret@127.0.0.1:9/none"))
    reply = app.test_client().get("/livez")
    dispose(app)
    assert (reply.status_code, reply.text, reply.headers["Cache-Control"]) == (200, "ok\n", "no-store")


def test_ready_means_a_database_of_this_version(site: Flask) -> None:
    client = site.test_client()
    assert client.get("/readyz").status_code == 200
    for found, said in (("0001", "migrations-pending"), ("9999", "database-newer"), ("restoring-0004", "restoring")):
        with site.app_context():
            db.session.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": found})
            db.session.commit()
        reply = client.get("/readyz")
        assert reply.status_code == 503
        assert said in reply.text
        assert int(reply.headers["Retry-After"]) > 0


def test_a_database_that_is_away_is_told_within_two_seconds(configure: Callable[..., Config]) -> None:
    app = create_app(configure("postgresql://nobody:secret@127.0.0.1:9/none", LMS_METRICS_TOKEN=TOKEN))
    started = time.monotonic()
    reply = app.test_client().get("/readyz")
    assert time.monotonic() - started < 2
    assert (reply.status_code, reply.text) == (503, "database-away\n")
    assert "Retry-After" in reply.headers
    told = figures(app)
    assert told["palabre_database_up"] == 0
    assert "palabre_people" not in told
    dispose(app)


def test_without_a_token_in_the_settings_there_are_no_figures(app: Flask) -> None:
    assert app.test_client().get("/metrics").status_code == 404
    assert app.test_client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("shown", [None, "Bearer", "Bearer ", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer é"])
def test_another_token_is_shown_nothing(site: Flask, shown: str | None) -> None:
    headers = {} if shown is None else {"Authorization": shown}
    reply = site.test_client().get("/metrics", headers=headers)
    assert reply.status_code == 401
    assert "palabre" not in reply.text


def test_requests_are_counted_by_endpoint_and_never_by_address(site: Flask) -> None:
    release_shipped_courses(site)
    client = site.test_client()
    for path in ("/en/", "/fr/", f"/fr/courses/{COURSE}", "/en/courses/none", "/en/a/b/c", "/x@y.example"):
        client.get(path).close()
    client.open("/en/", method="BREW").close()
    told = figures(site)
    assert told['palabre_http_requests_total{endpoint="catalog.home",method="GET",status="2xx"}'] == 2
    assert told['palabre_http_requests_total{endpoint="catalog.course",method="GET",status="4xx"}'] == 1
    assert told['palabre_http_requests_total{endpoint="none",method="GET",status="4xx"}'] == 2
    assert told['palabre_http_requests_total{endpoint="none",method="OTHER",status="4xx"}'] == 1
    assert told['palabre_http_request_seconds_count{endpoint="catalog.home"}'] == 2
    assert told['palabre_http_request_seconds_bucket{endpoint="catalog.home",le="+Inf"}'] == 2
    assert not any("x@y" in name or COURSE in name for name in told)


def test_what_there_is_is_counted(site: Flask) -> None:
    release_shipped_courses(site)
    client = learner(site, "Awa", "en")
    enrol(client, "en")
    take_all(site, client, "en", "Awa")
    told = figures(site)
    names = ("people", "enrolments", "completions", "attempts", "certificates")
    assert [told[f"palabre_{name}"] for name in names] == [1, 1, 1, 2, 1]
    learner(site, "Kofi", "en")
    assert figures(site)["palabre_people"] == 1  # counted once a minute
    kept = site.extensions["palabre.totals"]
    site.extensions["palabre.totals"] = (kept[0] - views.TOTALS_KEPT_S - 1, kept[1])
    assert figures(site)["palabre_people"] == 2


def test_work_that_waits_is_counted(site: Flask) -> None:
    at = now()
    with site.app_context():
        late = add("mail", {}, at - timedelta(minutes=10))
        values = {"recipient": "a", "language": "fr", "subject": "a", "body": "a", "is_secret": False, "created_at": at}
        db.session.add(Mail(message_id="waiting", job_id=late.id, **values))
        db.session.add(Mail(message_id="sent", job_id=late.id, sent_at=at, **values))
        add("mail", {}, at, due_at=at + timedelta(hours=1))
        db.session.add(Job(kind="mail", arguments={}, created_at=at, failures=12))
        db.session.add(Job(kind="mail", arguments={}, created_at=at, due_at=at + timedelta(hours=1), failures=2))
        db.session.add(Job(kind="mail", arguments={}, created_at=at, done_at=at))
        db.session.commit()
    told = figures(site)
    assert told['palabre_jobs{state="pending"}'] == 3
    assert told['palabre_jobs{state="failing"}'] == 1
    assert told['palabre_jobs{state="failed"}'] == 1
    assert 600 <= told["palabre_jobs_oldest_due_seconds"] < 660
    assert told["palabre_mails_waiting"] == 1


def test_a_label_cannot_break_out_of_its_quotes() -> None:
    text_ = exposition([Metric("a", "gauge", "A.", [("", {"b": 'c"} 1\n\\'}, 2)])])
    assert text_ == '# HELP a A.\n# TYPE a gauge\na{b="c\\"} 1\\n\\\\"} 2\n'


def test_no_figure_is_of_a_person(site: Flask) -> None:
    release_shipped_courses(site)
    learner(site, "Mariam Kouadio-Traoré", "en", email="mariam@example.org", email_key="mariam@example.org")
    text_ = site.test_client().get("/metrics", headers=SHOWN).text
    assert "Mariam" not in text_
    assert "@" not in text_
    with site.app_context():
        assert db.session.query(Person).count() == 1
