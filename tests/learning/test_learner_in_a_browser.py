"""The pages of somebody who takes courses, in every state, in a browser: valid, and for everyone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from lms.app import create_app
from lms.clock import now
from lms.config import Config
from lms.db import db
from lms.publishing.actions import retire
from tests.browser import LiveServer
from tests.catalog.test_pages_in_a_browser import faults
from tests.conftest import dispose
from tests.databases import Databases
from tests.learning.made import courses_folder, release, write_course
from tests.markup import html_problems
from tests.people import make_person, sign_in

NAME = "Anne-Marie Ngo Bassong épouse Rakotomalala-Razafindrakoto"


@pytest.fixture
def site(sqlite_files: Databases, configure: Callable[..., Config], tmp_path: Path) -> Iterator[Flask]:
    """A few small courses on one kind of database: what a browser sees does not depend on it."""
    url = sqlite_files.copy()
    app = create_app(configure(url))
    app.config["TESTING"] = True
    folder = courses_folder(tmp_path / "courses")
    write_course(folder, "first", "certificate: {hours: 2}", lessons=2)
    write_course(folder, "second", "certificate: none\nprerequisites: {required: [first]}")
    write_course(folder, "members", "certificate: none\naccess: enrolled")
    write_course(folder, "retired")
    release(app, folder)
    with app.app_context():
        retire("retired", actor="console:test", reason="an older law", at=now())
        db.session.commit()
    yield app
    dispose(app)
    sqlite_files.drop(url)


def publish_another(app: Flask, folder: Path) -> None:
    """A lesson more, one gone, one with other words."""
    for path in sorted((folder / "first" / "01-one").glob("0*.md")):
        text = path.read_text("utf-8")
        if "first-1" in path.name:
            path.write_text(text.replace("cocoa", "coffee"), "utf-8")
        else:
            long = "What employers and unions of the whole valley agreed with one another in the end"
            path.with_name(path.name.replace("first-2", "later")).write_text(text.replace("Lesson 2", long), "utf-8")
            path.unlink()
    release(app, folder)


class Learning:
    """A browser that takes a course from the first page to the certificate, and keeps every page on the way."""

    def __init__(self, page: Page, url: str, language: str, publish: Callable[[], None]) -> None:
        self.page, self.base, self.seen = page, f"{url}/{language}", dict[str, str]()
        self.publish = publish  # another release of the course, once it is completed
        self.faults: list[str] = []

    def look(self, name: str, path: str = "") -> None:
        if path:
            self.page.goto(self.base + path)
        self.seen[name] = self.page.content()
        self.faults += [f"{name}: {fault}" for fault in faults(self.page)]

    def send(self) -> None:
        self.page.click("main form .button")

    def go(self) -> None:
        self.look("dashboard-empty", "/my-courses")
        self.look("course-before", "/courses/first")
        self.look("course-retired", "/courses/retired")
        self.look("lesson-not-enrolled", "/courses/first/lessons/first-1")
        self.look("closed", "/courses/members/lessons/members-1")
        self.look("course-prerequisite", "/courses/second")
        self.look("prerequisite", "/courses/second/enrol")
        self.look("enrol-from-lesson", "/courses/first/enrol?lesson=first-1")
        self.send()
        self.look("lesson-enrolled")
        self.look("course-not-started", "/courses/first")
        self.look("dashboard-new", "/my-courses")
        self.page.goto(f"{self.base}/courses/first/lessons/first-1")
        self.send()
        self.look("lesson-next")
        self.look("lesson-finished", "/courses/first/lessons/first-1")
        self.look("course-going", "/courses/first")
        self.look("dashboard-going", "/my-courses")
        self.page.goto(f"{self.base}/courses/first/lessons/first-2")
        self.send()
        self.look("course-completed")
        self.look("name", "/courses/first/certificate-name")
        self.page.fill("#name", " ")
        self.send()
        self.look("name-error")
        self.page.fill("#name", NAME)
        self.send()
        self.look("course-certified")
        self.look("dashboard-certified", "/my-courses")
        self.page.click("main aside .tasks a")
        self.look("certificate")
        self.page.goto(self.page.url + "/cv")
        self.look("cv")
        self.look("leave", "/courses/first/leave")
        self.publish()
        self.look("dashboard-updated", "/my-courses")
        self.page.click("main .courses .lone")
        self.look("course-updated")


@pytest.mark.browser
@pytest.mark.java
@pytest.mark.parametrize(("language", "width", "scheme"), [("fr", 320, "dark"), ("en", 1280, "light")])
def test_every_page_of_a_learner_is_for_everyone(
    chromium: Browser, site: Flask, tmp_path: Path, language: str, width: int, scheme: str
) -> None:
    client = sign_in(site.test_client(), make_person(site, name=NAME, language=language))
    cookie = client.get_cookie(site.config["SESSION_COOKIE_NAME"], domain="localhost")
    assert cookie is not None
    with LiveServer(site) as server:
        context = chromium.new_context(
            locale=language,
            viewport={"width": width, "height": 800},
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        context.set_default_timeout(10_000)
        context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "secure": True, "url": server.url.replace("http:", "https:")}]
        )
        learning = Learning(
            context.new_page(), server.url, language, lambda: publish_another(site, tmp_path / "courses")
        )
        learning.go()
        context.close()
    assert learning.faults == [], "\n".join(learning.faults)
    assert html_problems(learning.seen, tmp_path / "pages") == []


@pytest.mark.browser
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_menu_of_somebody_signed_in_is_one_line_on_a_phone(chromium: Browser, site: Flask, language: str) -> None:
    cookie = sign_in(site.test_client(), make_person(site)).get_cookie("__Host-session", domain="localhost")
    assert cookie is not None
    with LiveServer(site) as server:
        context = chromium.new_context(viewport={"width": 360, "height": 740})
        context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "secure": True, "url": server.url.replace("http:", "https:")}]
        )
        page = context.new_page()
        for path in ("/courses", "/my-courses", "/search", "/account"):
            page.goto(f"{server.url}/{language}{path}")
            assert page.locator(".menu li").count() == 4
            tops = {entry.bounding_box()["y"] for entry in page.locator(".menu li").all()}  # type: ignore[index]
            assert len(tops) == 1, path
        context.close()
