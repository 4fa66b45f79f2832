"""The pages of a certificate: accessible, valid, and never wider than a phone, in every state."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from lms.accounts.actions import open_sign_in
from lms.accounts.models import Person
from lms.app import create_app
from lms.clock import now
from lms.db import db
from tests.browser import LiveServer
from tests.catalog.test_pages_in_a_browser import faults
from tests.certification.made import issue
from tests.certification.test_views import UNKNOWN, act
from tests.markup import Turns, html_problems


@pytest.fixture(scope="module")
def site(sqlite_files, configure) -> Iterator[tuple[Flask, list[str], str]]:
    """An application with certificates in every state, the addresses of their pages, and the holder's cookie."""
    url = sqlite_files.copy()
    app = create_app(configure(url))
    app.config["TESTING"] = True
    shown, person_id = issue(app, shows_name=True, shows_score=True, name="مريم بنت عبد الرحمن")
    paths = ["/check", "/check?number=U", f"/c/{UNKNOWN}", f"/c/{shown}"]
    paths += [f"/certificates/{shown}{path}" for path in ("", "/cv")]
    paths.append(f"/c/{issue(app, valid_until=date(2020, 1, 1))[0]}")
    for state in ("revoked", "replaced", "expired"):
        number, _ = issue(app)
        act(app, number, state)
        paths.append(f"/c/{number}")
    with app.app_context():
        token = open_sign_in(db.session.get_one(Person, person_id), "a test", now())
        db.session.commit()
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    yield app, paths, f"__Host-session={serializer.dumps({'_user_id': token})}"
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    sqlite_files.drop(url)


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
    site, chromium: Browser, turns: Turns, language: str, scheme: str, width: int
) -> None:
    app, paths, cookie = site
    context = chromium.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 800},
        extra_http_headers={"Cookie": cookie},
    )
    page = context.new_page()
    found: list[str] = []
    with LiveServer(app) as server:
        for path in paths:
            page.goto(f"{server.url}/{language}{path}")
            found += faults(page, turns)
            if page.evaluate("() => document.documentElement.scrollWidth") > width:
                found.append(f"{page.url}: wider than the screen")
    context.close()
    assert found == []


@pytest.mark.java
def test_every_page_is_valid(site, tmp_path: Path) -> None:
    app, paths, cookie = site
    client = app.test_client(use_cookies=False)
    pages = {
        f"{language}-{place}": client.get(f"/{language}{path}", headers={"Cookie": cookie}).text
        for language in ("fr", "en")
        for place, path in enumerate(paths)
    }
    assert all("</html>" in page for page in pages.values())
    assert html_problems(pages, tmp_path / "pages") == []
