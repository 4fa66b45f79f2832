"""From sign-up to a certificate that a stranger checks, in Chromium: on a phone in French, at a desk in English."""

import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from sqlalchemy import select

from lms.courseware.compiled import CompiledQuestion
from lms.db import db
from lms.jobs.cli import run_due
from lms.mail.models import Mail
from lms.publishing.queries.quizzes import quiz_page
from tests.browser import LiveServer
from tests.conftest import release_shipped_courses
from tests.journeys.answering import answer_rightly

COURSE = "welcome"
WORDS = {
    "fr": {
        "email": "mariam.kouadio@example.ci", "name": "Mariam Kouadio-Traoré", "country": "CI", "mark": ",",
        "finished": "J’ai fini cette leçon", "send": "Envoyer mes réponses", "valid": "valable",
    },
    "en": {
        "email": "kofi.mensah@example.gh", "name": "Kofi Mensah", "country": "GH", "mark": ".",
        "finished": "I have finished this lesson", "send": "Send my answers", "valid": "is valid",
    },
}  # fmt: skip


@pytest.fixture
def site(fresh_app: Flask) -> Iterator[tuple[Flask, str]]:
    """A site of its own with the shipped courses, behind a socket; its public address is that socket's."""
    release_shipped_courses(fresh_app)
    with LiveServer(fresh_app) as server:
        yield fresh_app, server.url


def last_code(app: Flask) -> str:
    with app.app_context():
        run_due()
        body = db.session.scalars(select(Mail.body).order_by(Mail.id.desc())).first()
    assert body is not None
    return re.search(r"\b\d{6}\b", body)[0]


def questions_of(app: Flask, language: str, course: str = COURSE) -> dict[str, CompiledQuestion]:
    """All questions of the course's quizzes, by key, with their right answers."""
    with app.app_context():
        page = quiz_page(course, language)
        assert page is not None
        quizzes = page.pinned.in_language(language)
        return {question.key: question for quiz in quizzes.values() for question in quiz.questions}


def register(page: Page, app: Flask, url: str, language: str) -> None:
    words = WORDS[language]
    page.goto(f"{url}/{language}/register")
    page.fill("#name", words["name"])
    page.fill("#email", words["email"])
    page.check(f'input[name="language"][value="{language}"]')
    page.select_option("#country", words["country"])
    page.check("#consent")
    page.click("main form button")
    assert page.url.startswith(f"{url}/{language}/sign-in/code")
    page.fill("#code", last_code(app))
    page.click("main form button")
    page.check('input[name="sex"] >> nth=0')
    page.click("main form button")
    assert page.url == f"{url}/{language}/my-courses"


def take(page: Page, questions: dict[str, CompiledQuestion], words: dict[str, str]) -> None:
    """Answer every question of the attempt that is open, check the answers and send them."""
    answered: list[str] = []
    while match := re.search(r"/questions/([a-z0-9-]+)", page.url):
        answer_rightly(page, questions[match[1]], words["mark"])
        before = page.url
        page.click("form.question .actions button.button")
        page.wait_for_url(lambda url, before=before: url != before)  # with script, once the answer is kept
        answered.append(match[1])
        assert len(set(answered)) == len(answered), f"asked twice: {answered}\n{page.inner_text('main')}"
    page.click(f"button:has-text('{words['send']}')")


def follow_to_certificate(page: Page, site: tuple[Flask, str], language: str) -> str:
    """The whole way; return the address of the certificate's page."""
    app, url = site
    words, questions = WORDS[language], questions_of(app, language)
    register(page, app, url, language)
    page.goto(f"{url}/{language}/courses/{COURSE}")
    page.click("main form button")  # enrol
    page.click("main .actions a.button")  # the first lesson
    seen: list[str] = []
    while "/lessons/" in page.url:
        assert page.url not in seen, f"read twice: {page.url}"
        seen.append(page.url)
        page.click(f"button:has-text('{words['finished']}')")
    page.click("main form button")  # start the quiz
    take(page, questions, words)
    assert "/result" in page.url
    page.goto(f"{url}/{language}/courses/{COURSE}/quizzes/exam")
    page.fill("#name", words["name"])
    page.click("main form button")
    take(page, questions, words)
    page.click("main .actions a.button")  # where the result of the last step leads
    address = page.url
    page.goto(f"{url}/{language}/my-courses")
    page.click("main aside .tasks a")
    assert page.url == address
    assert "/certificates/" in page.url
    return page.url


def check_as_a_stranger(chromium: Browser, page: Page, address: str, language: str, tmp_path: Path) -> None:
    """Fetch the PDF, read the QR off its first page as printed, and follow it in a browser that knows nobody."""
    words = WORDS[language]
    pdf = page.context.request.get(f"{address}/pdf").body()
    assert len(pdf) <= 100_000
    text = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert words["name"] in " ".join(text.split())
    (tmp_path / "certificate.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", "110", "-f", "1", "-l", "1", "-png", "certificate.pdf", "page"], cwd=tmp_path, check=True
    )
    [picture] = tmp_path.glob("page*.png")
    [code] = zxingcpp.read_barcodes(Image.open(picture))
    number = address.rpartition("/")[2]
    assert code.text.endswith(f"/c/{number}")
    stranger = chromium.new_context(locale="fr-SN" if language == "fr" else "en-NG").new_page()
    stranger.goto(f"{re.match(r'https?://[^/]+', page.url)[0]}/c/{number}")
    assert f"/{language}/c/{number}" in stranger.url
    shown = stranger.inner_text("main")
    assert words["valid"] in shown
    initials = "M. K.-T." if language == "fr" else "K. M."
    assert initials in shown
    assert words["name"] not in shown
    stranger.context.close()


@pytest.mark.browser
def test_a_learner_with_a_phone_and_no_script_earns_a_certificate_in_french(
    chromium: Browser, french_phone: Page, site: tuple[Flask, str], tmp_path: Path
) -> None:
    address = follow_to_certificate(french_phone, site, "fr")
    check_as_a_stranger(chromium, french_phone, address, "fr", tmp_path)


@pytest.mark.browser
def test_a_learner_at_a_desk_earns_a_certificate_in_english(
    chromium: Browser, english_desktop: Page, site: tuple[Flask, str], tmp_path: Path
) -> None:
    address = follow_to_certificate(english_desktop, site, "en")
    check_as_a_stranger(chromium, english_desktop, address, "en", tmp_path)
