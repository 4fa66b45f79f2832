"""Every page about roles and people in its states: accessible, valid, and never wider than the screen."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from lms.accounts.actions.factors import secret_of
from lms.accounts.actions.inviting import invite
from lms.accounts.models import Person, Role, SecondFactor
from lms.accounts.totp import code_of_step, step_at
from lms.app import create_app
from lms.audit.actions import record
from lms.clock import now
from lms.db import db
from lms.mail.actions import send as send_mail
from tests.browser import LiveServer
from tests.catalog.test_pages_in_a_browser import TOO_SMALL, TOO_WIDE
from tests.conftest import dispose, release_shipped_courses
from tests.history.people import enrol, learner, take_all
from tests.markup import Turns, html_problems
from tests.people import make_person, sign_in

LONG = "Marie-Antoinette Ouédraogo-Kaboré épouse Sawadogo de la Bonne-Espérance et de toutes les Collines"
LONG_EMAIL = "marie-antoinette.ouedraogo-kabore.sawadogo@direction-generale.ministere-du-travail.example.org"


@pytest.fixture(scope="module")
def site(sqlite_files, configure) -> Iterator[tuple[str, Flask, dict[str, str]]]:
    """A site with people of all kinds, on one kind of database: what a browser sees does not depend on it."""
    url = sqlite_files.copy()
    app = create_app(configure(url))
    release_shipped_courses(app)
    for email in ("kept@example.org", "twin@example.org"):
        client = learner(app, "Awa Koné", "en", email=email, email_key=email)
        enrol(client, "en")
        take_all(app, client, "en", "Awa Koné")
    long = make_person(app, name=LONG, email=LONG_EMAIL, email_key=LONG_EMAIL, role=Role.SUPPORT)
    make_person(app, name="Not Confirmed", email_confirmed_at=None)
    gone = make_person(app, name="Disabled One", disabled_at=now())
    for number in range(26):
        make_person(app, name=f"Learner {number}")
    sign_in(app.test_client(), long)
    sign_in(app.test_client(), long)
    with app.app_context():
        db.session.add(SecondFactor(person_id=long, secret="x", confirmed_at=now()))
        send_mail(
            "role_taken", person_id=long, recipient=LONG_EMAIL, language="fr", at=now(), changed_at=now(), zone=None
        )
        for number in range(51):
            record(
                "console:root", "course.rollback", "course", f"course-{number}", "A long reason " * 20,
                {"before": 2, "after": 1}, now(),
            )  # fmt: skip
        record(f"person:{long}", "person.disable", "person", str(gone), "=1+1", {}, now() - timedelta(days=1))
        ids = {
            email: db.session.scalars(db.select(Person.public_id).where(Person.email_key == email)).one()
            for email in ("kept@example.org", LONG_EMAIL)
        }
        ids["disabled"] = db.session.get_one(Person, gone).public_id
        db.session.commit()
    with ExitStack() as stack:
        yield stack.enter_context(LiveServer(app)).url, app, ids
    dispose(app)
    sqlite_files.drop(url)


def become(page: Page, app: Flask, address: str, role: Role | None, *, has_second_factor: bool = True) -> int:
    """Have a browser be signed in as somebody new."""
    number = make_person(app, name="The Chief", role=role)
    client = sign_in(app.test_client(), number, has_second_factor=has_second_factor)
    cookie = client.get_cookie("__Host-session", domain="localhost") or client.get_cookie("session", domain="localhost")
    assert cookie is not None
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": address.replace("http:", "https:"), "secure": True}]
    )
    return number


def code(app: Flask, person_id: int, away: int) -> str:
    with app.app_context():
        secret = secret_of(db.session.get_one(SecondFactor, person_id))
        assert secret is not None
        return code_of_step(secret, step_at(now()) + away)


def factor_states(page: Page, address: str, language: str, app: Flask) -> Iterator[str]:
    number = become(page, app, address, None, has_second_factor=False)
    with app.app_context():
        token = invite(Role.ADMINISTRATOR, actor="console:root", at=now())
        db.session.commit()
    page.goto(f"{address}/{language}/invitation/{token}")
    yield "invitation"
    page.locator("main form .button").click()
    page.wait_for_url("**/second-factor/new**")
    yield "second factor: to begin"
    page.locator("main form .button").click()
    page.wait_for_selector(".qr")
    yield "second factor: begun"
    page.locator("main form .button").click()
    page.wait_for_selector(".errors")
    yield "second factor: begun, errors"
    page.locator("#code").fill(code(app, number, -1))
    page.locator("#code").press("Enter")
    page.wait_for_selector("main ul.number")
    yield "recovery codes"
    page.goto(f"{address}/{language}/account/second-factor/yours")
    yield "one's second factor"
    page.goto(f"{address}/{language}/invitation/{token}")
    yield "invitation: used"
    with app.app_context():
        db.session.execute(db.text("UPDATE sign_in SET second_factor_at = NULL WHERE person_id = :id"), {"id": number})
        db.session.commit()
    page.goto(f"{address}/{language}/administration")
    yield "second factor: asked"
    page.locator("summary").click()
    page.locator("#recovery").fill("WRONG-ONE12")
    page.locator("#recovery").press("Enter")
    page.wait_for_selector(".errors")
    yield "second factor: errors"


def people_states(page: Page, address: str, language: str, app: Flask, ids: dict[str, str]) -> Iterator[str]:
    become(page, app, address, Role.ADMINISTRATOR)
    admin = f"{address}/{language}/administration"
    kept, long = f"{admin}/people/{ids['kept@example.org']}", f"{admin}/people/{ids[LONG_EMAIL]}"
    for name, path in {
        "home": admin, "people": f"{admin}/people", "people: none": f"{admin}/people?q=xylophone",
        "people: long names": f"{admin}/people?q=sawadogo", "person": kept, "person: long, a role": long,
        "person: disabled": f"{admin}/people/{ids['disabled']}", "merge": f"{kept}/merge",
        "merge: errors": f"{kept}/merge?other=nobody@example.org",
        "merge: preview": f"{kept}/merge?other=twin@example.org", "audit log": f"{admin}/audit-log",
        "audit log: none": f"{admin}/audit-log?actor=nobody", "audit log: people": f"{admin}/audit-log?kind=person",
    }.items():  # fmt: skip
        page.goto(path)
        yield name
    page.goto(long)
    for summary in page.locator("summary").all():
        if summary.is_visible():  # that of the menu stands in narrow windows alone
            summary.click()
    yield "person: all open"
    page.locator("form[action$=disable] .button").click()
    page.wait_for_selector(".errors")
    yield "person: errors"
    become(page, app, address, Role.SUPPORT)
    page.goto(long)
    yield "person: for support"


def look(page: Page, states: Iterator[str], turns: Turns, folder: Path) -> list[str]:
    pages, found = {}, []
    for number, state in enumerate(states):
        pages[f"{number}-{''.join(sign if sign.isalnum() else '-' for sign in state)}"] = page.content()
        found += [f"{state}: {problem}" for problem in turns.problems(page)]
        found += [f"{state}: too wide: {part}" for part in page.evaluate(TOO_WIDE)]
        found += [f"{state}: too small: {part}" for part in page.evaluate(TOO_SMALL)]
    return found + html_problems(pages, folder)


@pytest.mark.browser
@pytest.mark.java
@pytest.mark.parametrize(("language", "width"), [("fr", 320), ("en", 1280)])
def test_every_state_holds_on_a_phone_in_french_and_on_a_desktop_in_english(
    chromium: Browser, site: tuple[str, Flask, dict[str, str]], turns: Turns, tmp_path: Path, language: str, width: int
) -> None:
    address, app, ids = site
    context = chromium.new_context(locale=language, viewport={"width": width, "height": 800})
    page = context.new_page()
    try:
        assert look(page, factor_states(page, address, language, app), turns, tmp_path / "factor") == []
        assert look(page, people_states(page, address, language, app, ids), turns, tmp_path / "people") == []
    finally:
        context.close()
