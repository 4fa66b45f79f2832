"""The pages for those who run the site: accessible, valid, and never wider than a phone, in every state."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from lms.accounts.models import Role
from lms.app import create_app
from lms.clock import now
from lms.db import db
from lms.jobs.models import Job
from tests.administration.made import add_mail, change_lesson, release_all, write_courses
from tests.administration.test_regrading import decide, exam, taken
from tests.browser import LiveServer
from tests.catalog.test_pages_in_a_browser import faults
from tests.certification.made import issue
from tests.certification.test_views import act
from tests.conftest import dispose
from tests.forms import get, send
from tests.learning.quizzing import release_course
from tests.markup import Turns, html_problems
from tests.people import staff
from tests.settings.made import put

BASE = "/administration"
_NUMBERS = count(1)


class Site:
    """An application to look at as an administrator, and the addresses of its pages in every state."""

    def __init__(self, app: Flask, client: FlaskClient, paths: list[str]) -> None:
        self.app, self.client, self.paths = app, client, paths

    @property
    def cookie(self) -> str:
        """What the administrator's browser holds."""
        found = self.client.get_cookie("__Host-session")
        assert found is not None
        return f"__Host-session={found.value}"


@pytest.fixture(scope="module")
def site(sqlite_files, configure, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    url = sqlite_files.copy()
    folder = write_courses(tmp_path_factory.mktemp("site") / "courses", "first", "second", "third", "broken")
    (folder / "broken" / "course.yml").write_text("languages: [fr, en]\nlevel: none\n", "utf-8")
    app = create_app(configure(url, LMS_COURSES_DIR=str(folder)))
    app.config["TESTING"] = True
    client = staff(app, Role.ADMINISTRATOR, name="Adjoa Mensah-Kouadio")
    paths = ["", "/courses", "/certificates", "/mails", "/jobs", "/settings"]
    (folder / "broken" / "course.yml").rename(folder / "broken" / "kept.yml")
    release_all(app, folder)
    (folder / "broken" / "kept.yml").rename(folder / "broken" / "course.yml")
    change_lesson(folder, "first", "More about shea, and quite a long paragraph of it.")
    release_all_but_broken(app, client)
    send(client, "/en/administration/courses/second", action="/retire", reason="Out of date: the law has changed")
    tomorrow = (now().date() + timedelta(days=1)).isoformat()
    send(client, "/en/administration/courses/third", action="/dates", opens_on=tomorrow, closes_on="", reason="Not yet")
    paths += ["/courses/first?done=release", "/courses/second", "/courses/third"]
    paths += ["/courses/first/releases/2", "/courses/first/releases/1", "/courses/first/releases/1?from=2"]
    number, _ = issue(app, name="مريم بنت عبد الرحمن", valid_until=date(2020, 1, 1))
    paths.append(f"/certificates/{number}")
    for state in ("valid", "revoked", "replaced"):
        number, _ = issue(app, name="Mariam Kouadio-Traoré de la Longue-Rivière-aux-Caïmans")
        if state != "valid":
            act(app, number, state)
        paths.append(f"/certificates/{number}")
    paths += ["/certificates?q=nobody", f"/certificates?q={'0' * 27}", "/certificates?state=revoked"]
    for state in ("sent", "waiting", "refused", "failed"):
        paths.append(f"/mails/{add_mail(app, state, recipient='une.adresse.bien.longue.sans.fin@exemple-long.org')}")
    paths += [f"/mails/{add_mail(app, 'failed', is_secret=True)}", "/mails?recipient=nobody", "/mails?again=2"]
    with app.app_context():
        at = now()
        db.session.add(Job(kind="close-attempt", arguments={}, created_at=at, due_at=at - timedelta(hours=1)))
        db.session.add(
            Job(kind="other.kind", arguments={}, created_at=at, due_at=None, failures=12, last_error="Error('x' * 90)")
        )
        db.session.commit()
    paths += ["/jobs?done=again", "/jobs?state=running"]
    release_course(app, exam())
    taken(app, "Non", "Non")
    release_course(app, exam("x-one", "x-two", Non="Pas du tout, du tout", No="Not at all"))
    decide(app, client, "x-two")
    paths += ["/courses/taking/regrades", "/courses/taking/regrades?done=made", "/courses/taking/regrades/x-one"]
    put(
        app,
        site__name="Karité formation",
        legal__terms={"fr": "## Règles\n\nSoyez *polis*.", "en": "## Rules\n\nBe kind."},
    )
    paths += [f"/settings/{group}" for group in ("site", "certificates", "notice", "privacy", "terms", "retention")]
    paths.append("/settings/site?saved=1")
    yield Site(app, client, [f"{BASE}{path}" for path in paths])
    dispose(app)
    sqlite_files.drop(url)


def release_all_but_broken(app: Flask, client: FlaskClient) -> None:
    """By the button, as an administrator does."""
    assert send(client, "/en/administration/courses/first", action="/first/release").status_code == 303


def refused_pages(site: Site, language: str) -> dict[str, str]:
    """Pages that say no: what was typed is there, and what to mend."""
    client, base = site.client, f"/{language}{BASE}"
    certificate = next(path for path in site.paths if "/certificates/" in path)
    pages = {
        "broken": send(client, f"{base}/courses", action="/broken/release").text,
        "retire": send(client, f"{base}/courses/first", action="/retire").text,
        "dates": send(client, f"{base}/courses/first", action="/dates", opens_on="soon").text,
        "rollback": send(client, f"{base}/courses/first/releases/1", action="/rollback").text,
        "certificate": send(client, f"/{language}{certificate}", action="/revoke", reason="why").text,
        "regrade": send(client, f"{base}/courses/taking/regrades/x-one").text,
        "take-back": send(client, f"{base}/courses/taking/regrades").text,
        "retention": send(client, f"{base}/settings/retention", **{"retention.export_days": "x"}).text,
        "preview": send(
            client,
            f"{base}/settings/terms",
            preview="1",
            **{"legal.terms.fr": "## Un\n\nDeux", "legal.terms.en": "- a\n- b"},
        ).text,
    }
    page = get(client, f"{base}/settings/site").text
    put(site.app, site__publisher=f"ACME {next(_NUMBERS)}")  # another each time: the form was shown before
    pages["moved"] = send(client, f"{base}/settings/site", page, **{"site.name": "X", "site.language": "fr"}).text
    return pages


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [
        ("fr", "light", 320),
        ("en", "dark", 1280),
        pytest.param("fr", "dark", 1280, marks=pytest.mark.slow),
        pytest.param("en", "light", 360, marks=pytest.mark.slow),
    ],
)
def test_every_page_can_be_used_by_everyone(
    site: Site, chromium: Browser, turns: Turns, language: str, scheme: str, width: int
) -> None:
    context = chromium.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 800},
        extra_http_headers={"Cookie": site.cookie},
    )
    page = context.new_page()
    found: list[str] = []
    with LiveServer(site.app) as server:
        for path in site.paths:
            reply = page.goto(f"{server.url}/{language}{path}")
            assert reply is not None and reply.status == 200, path
            found += faults(page, turns)
            if page.evaluate("() => document.documentElement.scrollWidth") > width:
                found.append(f"{page.url}: wider than the screen")
        page.goto(f"{server.url}/{language}/help")
        for name, text in refused_pages(site, language).items():
            page.set_content(text.replace("<head>", f'<head><base href="{server.url}">'))
            found += [f"{name}: {fault}" for fault in faults(page, turns)]
    context.close()
    assert found == []


@pytest.mark.java
def test_every_page_is_valid(site: Site, tmp_path: Path) -> None:
    pages = {}
    for language in ("fr", "en"):
        for place, path in enumerate(site.paths):
            pages[f"{language}-{place}"] = get(site.client, f"/{language}{path}").text
        pages |= {f"{language}-{name}": text for name, text in refused_pages(site, language).items()}
    assert all("</html>" in page for page in pages.values())
    assert html_problems(pages, tmp_path / "pages") == []


def test_empty_lists_are_valid_too(sqlite_files, configure, tmp_path: Path) -> None:
    """An installation on its first day."""
    url = sqlite_files.copy()
    (tmp_path / "courses").mkdir()
    app = create_app(configure(url, LMS_COURSES_DIR=str(tmp_path / "courses")))
    client = staff(app, Role.ADMINISTRATOR)
    for part in ("courses", "certificates", "mails", "jobs"):
        page = get(client, f"/fr{BASE}/{part}").text
        assert '<p role="status">' in page, part
    dispose(app)
    sqlite_files.drop(url)
