"""The whole of the fundamentals in a browser: every lesson and its exercises, every quiz, the exam, the certificate."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from lms.courseware.compiled import CompiledQuestion, Outline
from lms.publishing.queries import lesson, outline
from tests.journeys.answering import answer_rightly
from tests.journeys.test_learning import WORDS, check_as_a_stranger, questions_of, register
from tests.journeys.test_learning import site as site

COURSE = "fundamentals"


class Learner:
    """Somebody with a browser who knows every answer."""

    def __init__(self, page: Page, site: tuple[Flask, str], language: str) -> None:
        self.page = page
        self.app, self.url = site
        self.language, self.words = language, WORDS[language]
        self.base = f"{self.url}/{language}/courses/{COURSE}"
        with self.app.app_context():
            found = outline(COURSE, language)
        assert found is not None
        self.outline: Outline = found
        self.questions = questions_of(self.app, language, COURSE)

    def exercises(self, key: str) -> Iterator[CompiledQuestion]:
        """The questions of a lesson that have an answer."""
        with self.app.app_context():
            found = lesson(COURSE, key, self.language)
        assert found is not None
        for segment in found.lesson.segments:
            if segment.question is not None and segment.question.kind != "reflection":
                yield segment.question

    def read(self, key: str) -> None:
        """A lesson: its exercises answered where they stand, then the button that finishes it."""
        assert self.page.url.partition("#")[0] == f"{self.base}/lessons/{key}"
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.page.viewport_size["width"]
        for question in self.exercises(key):
            asked = self.page.locator(f"#question-{question.key}")
            answer_rightly(asked, question, self.words["mark"])
            asked.locator("[name=check]").click()
            # Without script the verdict is a page, with it the verdict stands where the options were.
            around = self.page.locator("#answer") if "/questions/" in self.page.url else asked.locator("section").first
            expect(around).to_have_class("message" if question.kind == "survey" else "right")
            if "/questions/" in self.page.url:
                self.page.click("[data-back]")
        with self.page.expect_navigation():
            self.page.click(f"button:has-text('{self.words['finished']}')")

    def take(self) -> None:
        """The quiz whose page this is, to its result."""
        page = self.page
        with page.expect_navigation():
            page.click("main form button")
        answered: list[str] = []
        while "/result" not in page.url:
            if match := re.search(r"/questions/([a-z0-9-]+)", page.url):
                if page.locator("#answer").count():
                    self.follow("main .question + .actions a.button")
                    continue
                assert match[1] not in answered, f"asked twice: {answered}"
                answered.append(match[1])
                answer_rightly(page, self.questions[match[1]], self.words["mark"])
                self.follow("form.question .actions button.button")
            elif page.locator("form section.question").count():
                for section in page.locator("form section.question").all():
                    key = (section.get_attribute("id") or "").removeprefix("question-")
                    answer_rightly(section, self.questions[key], self.words["mark"], f"{key}:")
                self.follow("main form > .actions button.button")
            else:
                self.follow(f"button:has-text('{self.words['send']}')")

    def follow(self, selector: str) -> None:
        """Press what leads on, and be there."""
        with self.page.expect_navigation():
            self.page.click(selector)

    def complete(self) -> str:
        """From a new account to the certificate; its address."""
        page = self.page
        register(page, self.app, self.url, self.language)
        page.goto(self.base)
        self.follow("main form button")  # enrol
        assert self.outline.items[0].key == "before-quiz"
        page.goto(f"{self.base}/quizzes/before-quiz")
        for item in self.outline.items:
            if item.kind == "lesson":
                self.read(item.key)
                continue
            assert page.url == f"{self.base}/quizzes/{item.key}", item.key
            if item.kind == "exam":
                page.fill("#name", self.words["name"])
            self.take()
            assert item.pass_percent is None or page.locator(".score").inner_text().split("/")[0].strip() != "0"
            self.follow("main .actions a.button")  # where the result leads: the next step, at last the certificate
        assert "/certificates/" in page.url
        return page.url


@pytest.mark.slow
@pytest.mark.browser
def test_the_fundamentals_are_taken_to_their_end_on_a_phone_without_script_in_french(
    chromium: Browser, french_phone: Page, site: tuple[Flask, str], tmp_path: Path
) -> None:
    address = Learner(french_phone, site, "fr").complete()
    check_as_a_stranger(chromium, french_phone, address, "fr", tmp_path)


@pytest.mark.slow
@pytest.mark.browser
def test_the_fundamentals_are_taken_to_their_end_at_a_desk_in_english(
    chromium: Browser, english_desktop: Page, site: tuple[Flask, str], tmp_path: Path
) -> None:
    address = Learner(english_desktop, site, "en").complete()
    check_as_a_stranger(chromium, english_desktop, address, "en", tmp_path)
