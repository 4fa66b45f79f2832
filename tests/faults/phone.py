"""A quiz of ten questions on a phone: going to a question, answering it, and what the site has of it."""

import re

from flask import Flask
from playwright.sync_api import BrowserContext, expect

from lms.assessment.models import Answer, Attempt
from lms.db import db
from lms.publishing.queries.quizzes import quizzes
from tests.browser import LiveServer
from tests.learning.quizzing import SLUG, Learner
from tests.learning.test_answers_on_a_phone import PAGES_KEPT, until

NAMES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
ANSWERS = ("Yes", "Yes", "Maybe", "Yes", "Maybe", "No", "Yes", "Yes", "No", "No")


class Phone:
    """A phone in the hands of somebody who has started the quiz of ten questions."""

    def __init__(self, context: BrowserContext, server: LiveServer, app: Flask, learner: Learner | None = None) -> None:
        self.context, self.server, self.app = context, server, app
        self.learner = learner or Learner(app, "en")
        self.sign_in()
        self.page = context.new_page()
        self.page.goto(f"{server.url}/en/courses/{SLUG}/quizzes/late-quiz")
        with self.page.expect_navigation(url=re.compile("/questions/")):
            self.page.click("main form .actions .button")
        self.attempt = self.page.url.partition("/questions/")[0]

    def sign_in(self) -> None:
        cookie = self.learner.client.get_cookie("__Host-session", domain="localhost")
        assert cookie is not None
        self.context.clear_cookies()
        self.context.add_cookies(
            [{"name": "__Host-session", "value": cookie.value, "secure": True,
              "url": self.server.url.replace("http:", "https:")}]
        )  # fmt: skip

    def await_pages(self) -> None:
        """Until every page of the attempt opens without a network."""
        until(self.page, "navigator.serviceWorker.controller !== null")
        until(self.page, f"({PAGES_KEPT})().then((count) => count === {len(NAMES) + 1})")

    def open(self, number: int) -> None:
        self.page.goto(f"{self.attempt}/questions/l-{NAMES[number]}")

    def choose(self, words: str) -> None:
        self.page.locator(".option", has_text=words).click()

    def is_told(self, name: str) -> None:
        expect(self.page.locator(".saving")).to_have_attribute("data-told", name)

    def press(self, words: str) -> None:
        """Press a button or a link, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.page.locator("main .actions").locator("a, button").filter(has_text=words).first.click()

    def chosen(self) -> str:
        """The words of the option that the page shows as chosen; "" for none."""
        found = self.page.locator(".option", has=self.page.locator("input:checked"))
        return found.inner_text().strip() if found.count() else ""


def answers(app: Flask, learner: Learner) -> dict[str, tuple[str, int]]:
    """What the site has: by question, the English words of the answer and its version."""
    enrolment = learner.enrolment_id
    with app.app_context():
        rows = db.session.query(Answer, Attempt.release_id).join(Attempt, Attempt.id == Answer.attempt_id)
        found = rows.filter(Attempt.enrolment_id == enrolment).all()
        words = {release: words_of(release) for release in {release for _, release in found}}
        return {
            row.question_key: (words[release][row.fields[0][1]] if row.fields else "", row.version)
            for row, release in found
        }


def words_of(release_id: int) -> dict[str, str]:
    """The English words of every option of the quiz, by id."""
    quiz = quizzes(release_id).in_language("en")["late-quiz"]
    return {option.id: option.text for question in quiz.questions for option in question.options}
