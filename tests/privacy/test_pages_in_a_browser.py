"""The pages about one's own data: accessible, valid, and never wider than a phone, in every state."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from lms.accounts.actions.hashing import hash_passphrase
from lms.accounts.models import Consent, Person, Role
from lms.app import create_app
from lms.clock import now
from lms.db import db
from lms.privacy.actions.asking import ask_for_erasure
from lms.privacy.queries import holdings
from tests.browser import LiveServer
from tests.catalog.test_pages_in_a_browser import faults
from tests.conftest import dispose
from tests.forms import send
from tests.markup import Turns, html_problems
from tests.people import make_person, sign_in, staff
from tests.privacy.made import somebody

DATA = "account/data"


@dataclass(frozen=True)
class State:
    """A page, as somebody with this cookie meets it."""

    name: str
    path: str
    cookie: str


def cookie_of(client) -> str:
    found = client.get_cookie("__Host-session")
    return f"__Host-session={found.value}"


def refused(app: Flask, language: str) -> str:
    """The page that somebody gets who withdrew their consent and sends a form of a course."""
    person_id = make_person(app)
    client = sign_in(app.test_client(), person_id)
    with app.app_context():
        text = db.session.query(Consent).first().text_digest
        db.session.add(Consent(person_id=person_id, text_digest=text, given_at=now(), withdrawn_at=now()))
        db.session.commit()
    reply = send(client, f"/{language}/courses/welcome", action="/enrol", answer="what I typed")
    assert reply.status_code == 403
    return reply.text


@pytest.fixture(scope="module")
def site(sqlite_files, configure) -> Iterator[tuple[Flask, list[State]]]:
    """Somebody with everything, a newcomer, one about to go, one who withdrew, one with a role."""
    url = sqlite_files.copy()
    app = create_app(configure(url))
    app.config["TESTING"] = True
    full, full_id = somebody(app)
    with app.app_context():
        db.session.get_one(Person, full_id).name = "مريم بنت عبد الرحمن Ouédraogo-Lindqvist de la Longue-Maison"
        db.session.commit()
    new = sign_in(app.test_client(), make_person(app, passphrase_hash=hash_passphrase("le mil pousse sous la lune")))
    going_id, away_id = make_person(app), make_person(app)
    going, away = sign_in(app.test_client(), going_id), sign_in(app.test_client(), away_id)
    with app.app_context():
        ask_for_erasure(db.session.get_one(Person, going_id), keeps_certificates=True, at=now())
        text = db.session.query(Consent).first().text_digest
        at = now()
        db.session.add(Consent(person_id=away_id, text_digest=text, given_at=at, withdrawn_at=at + timedelta(days=1)))
        db.session.commit()
    boss = staff(app, Role.ADMINISTRATOR)
    kinds = [one.key for one in holdings()]
    states = [State(f"full {path}", path, cookie_of(full)) for path in (DATA, f"{DATA}/consent", f"{DATA}/erase")]
    states += [State("code sent", f"{DATA}/erase?sent=1", cookie_of(full))]
    states += [State(kind, f"{DATA}/held/{kind}", cookie_of(full)) for kind in kinds]
    states += [State("a name that is not there", f"{DATA}/held/exports", cookie_of(new))]
    states += [State(f"new {path}", path, cookie_of(new)) for path in (DATA, f"{DATA}/consent", f"{DATA}/erase")]
    states += [State(f"going {path}", path, cookie_of(going)) for path in (DATA, f"{DATA}/erase", "account")]
    states += [State("going my-courses", "my-courses", cookie_of(going))]
    states += [State("away consent", f"{DATA}/consent", cookie_of(away))]
    states += [
        State(f"boss {path}", path, cookie_of(boss))
        for path in (f"{DATA}/erase", "administration", "administration/processing")
    ]
    yield app, states
    dispose(app)
    sqlite_files.drop(url)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [
        ("fr", "light", 320),
        ("en", "dark", 1280),
        pytest.param("fr", "dark", 1280, marks=pytest.mark.slow),
        pytest.param("en", "light", 320, marks=pytest.mark.slow),
    ],
)
def test_every_page_can_be_used_by_everyone(
    site, chromium: Browser, turns: Turns, language: str, scheme: str, width: int
) -> None:
    app, states = site
    found: list[str] = []
    context = chromium.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    with LiveServer(app) as server:
        for state in states:
            context.clear_cookies()  # of whoever was here before
            page.set_extra_http_headers({"Cookie": state.cookie})
            reply = page.goto(f"{server.url}/{language}/{state.path}")
            assert reply is not None
            assert reply.ok, state
            assert page.url.endswith(state.path), state
            found += [f"{state.name}: {fault}" for fault in faults(page, turns)]
            if page.evaluate("() => document.documentElement.scrollWidth") > width:
                found.append(f"{state.name}: wider than the screen")
    context.close()
    assert found == []


@pytest.mark.browser
def test_what_was_left_out_is_said_where_it_is_left_out(site, chromium: Browser) -> None:
    app, states = site
    state = next(one for one in states if one.name == f"full {DATA}/erase")
    context = chromium.new_context(extra_http_headers={"Cookie": state.cookie}, viewport={"width": 320, "height": 700})
    page = context.new_page()
    with LiveServer(app) as server:
        page.goto(f"{server.url}/en/{DATA}/erase?sent=1")
        page.get_by_role("button", name="Erase my account in 7 days").click()
        page.wait_for_selector(".errors")
        assert page.locator(".errors li").all_inner_texts() == [
            "Choose what becomes of your certificates", "Type the code",
        ]  # fmt: skip
        assert faults(page) == []
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    context.close()


@pytest.mark.java
def test_every_page_and_the_file_are_valid(site, tmp_path: Path) -> None:
    app, states = site
    client = app.test_client(use_cookies=False)
    full = next(state.cookie for state in states if state.name == f"full {DATA}")
    states = [*states, State("file", f"{DATA}/file.html", full)]
    pages = {
        f"{language}-{place}": client.get(
            f"/{language}/{state.path}", headers={"Cookie": state.cookie}, base_url="https://localhost"
        ).text
        for language in ("fr", "en")
        for place, state in enumerate(states)
    }
    for language in ("fr", "en"):
        pages[f"{language}-refused"] = refused(app, language)
    assert all("</html>" in page for page in pages.values())
    assert html_problems(pages, tmp_path / "pages") == []
