"""The course that is shipped can be taken to its end in each language, by forms alone: every page of it leads on."""

import re
from collections.abc import Callable, Iterator, Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from lms.app import create_app
from lms.config import Config
from lms.courseware.compiled import CompiledQuestion, CompiledQuiz, Outline
from lms.demo.answering import fields
from lms.publishing.queries import lesson as lesson_page
from lms.publishing.queries.quizzes import quiz_page
from tests.conftest import dispose, release_shipped_courses
from tests.databases import Databases
from tests.forms import HTTPS, attribute, form_to, get, hidden, send
from tests.people import make_person, sign_in

SLUG = "fundamentals"
WORDS = {
    "fr": {
        "right": "Juste",
        "passed": "C’est réussi",
        "completed": "Vous avez terminé ce cours",
        "valid": "valable",
        "before": "Avant le cours, vous aviez 100",
    },
    "en": {
        "right": "Right",
        "passed": "You passed",
        "completed": "You have completed this course",
        "valid": "is valid",
        "before": "Before the course you had 100",
    },
}


def answered(question: CompiledQuestion, language: str) -> list[tuple[str, str]]:
    """The right answer as a form sends it."""
    return [(name, value) for name, value in fields(question, language, lambda: 0.0, is_right=True)]


class Walker:
    """Somebody who knows every answer, in one language, with a browser that has no script."""

    def __init__(self, app: Flask, language: str) -> None:
        self.app, self.language = app, language
        self.client: FlaskClient = sign_in(
            app.test_client(), make_person(app, name="Mariam Kouadio", language=language)
        )
        self.base = f"/{language}/courses/{SLUG}"
        with app.app_context():
            page = quiz_page(SLUG, language)
            assert page is not None
            self.outline: Outline = page.outline
            self.quizzes: Mapping[str, CompiledQuiz] = page.pinned.in_language(language)
        self.questions = {one.key: one for quiz in self.quizzes.values() for one in quiz.questions}
        self.page = ""
        self.path = ""
        self.asked: list[str] = []

    def open(self, path: str) -> str:
        """A page, wherever it leads."""
        reply = self.client.get(path, base_url=HTTPS, follow_redirects=True)
        assert reply.status_code == 200, (path, reply.status_code)
        self.page, self.path = reply.text, reply.request.path
        return self.page

    def post(self, action: str, *given: tuple[str, str]) -> str:
        """Send the form of the page that leads there, with these fields."""
        form = form_to(self.page, action, self.path)
        data = MultiDict([*hidden(self.page, action, self.path).items(), *given])
        for name, _ in given:
            data.setlist(name, [value for other, value in given if other == name])
        target = attribute(form, "action") or self.path
        reply = self.client.post(target, data=data, base_url=HTTPS, headers={"Referer": HTTPS}, follow_redirects=True)
        assert reply.status_code == 200, (target, reply.status_code, reply.text)
        self.page, self.path = reply.text, reply.request.path
        return self.page

    def read(self, key: str) -> None:
        """A lesson: each of its exercises is tried with the right answer, then it is finished."""
        self.open(f"{self.base}/lessons/{key}")
        lesson = self.page
        with self.app.app_context():
            found = lesson_page(SLUG, key, self.language)
        assert found is not None
        for segment in found.lesson.segments:
            if (question := segment.question) is not None and (given := answered(question, self.language)):
                assert f'id="question-{question.key}"' in lesson
                path = f"{self.base}/lessons/{key}/questions/{question.key}"
                reply = self.client.get(path, query_string=[*given, ("check", "1")], base_url=HTTPS)
                assert reply.status_code == 200
                assert question.kind == "survey" or WORDS[self.language]["right"] in verdict(reply.text), question.key
                self.asked.append(question.key)
        self.page, self.path = lesson, f"{self.base}/lessons/{key}"
        self.post("/done")

    def take(self, key: str, **given: str) -> str:
        """A quiz to its result, whatever its way of asking."""
        self.open(f"{self.base}/quizzes/{key}")
        self.post("/start", *given.items())
        before = len(self.asked)
        while "/result" not in self.path:
            if match := re.search(r"/questions/([a-z0-9-]+)$", self.path):
                assert match[1] not in self.asked[before:], f"{key} asks {match[1]} twice"
                self._answer(match[1])
            elif together := re.findall(r'name="([a-z0-9-]+):version"', self.page):
                attempt = self.path.partition("?")[0]
                given_all = [
                    (f"{one}:{name}", value)
                    for one in together
                    for name, value in answered(self.questions[one], self.language)
                ]
                self.asked += together
                self.post(attempt, *given_all)
            else:
                self.post("/submit")
        return self.page

    def _answer(self, key: str) -> None:
        """One question on its page; where the verdict is shown at once, on to what comes next."""
        self.asked.append(key)
        self.post(f"/questions/{key}", *answered(self.questions[key], self.language))
        if 'id="answer"' in self.page:
            assert WORDS[self.language]["right"] in verdict(self.page)
            onward = re.search(r'<div class="actions"><a class="button" href="([^"]+)"', self.page)
            assert onward is not None
            self.open(onward[1])


def verdict(page: str) -> str:
    """The word that says what an answer was worth."""
    found = re.search(r'id="answer".*?<p[^>]*>(.*?)</p>', page, re.S)
    assert found is not None, page
    return found[1]


@pytest.fixture(scope="module")
def site(sqlite_files: Databases, configure: Callable[..., Config]) -> Iterator[Flask]:
    """The shipped courses on one kind of database: where a page leads does not depend on it."""
    url = sqlite_files.copy()
    app = create_app(configure(url))
    app.config["TESTING"] = True
    release_shipped_courses(app)
    yield app
    dispose(app)
    sqlite_files.drop(url)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_leads_from_enrolment_to_a_certificate(site: Flask, language: str) -> None:
    words = WORDS[language]
    walker = Walker(site, language)
    send(walker.client, walker.base, action=f"{walker.base}/enrol")
    items = walker.outline.items
    assert [item.kind for item in items].count("lesson") == 20
    assert [item.key for item in items if item.kind == "quiz"] == [
        "before-quiz", "why-quiz", "map-quiz", "five-quiz", "six-quiz", "laws-quiz",
    ]  # fmt: skip
    for item in items:
        if item.kind == "lesson":
            walker.read(item.key)
        else:
            page = walker.take(item.key, **({"name": "Mariam Kouadio"} if item.kind == "exam" else {}))
            assert item.key == "before-quiz" or words["passed"] in page, item.key
    assert len(walker.asked) > 100
    assert words["completed"] in walker.page
    assert words["before"] in walker.page
    found = re.search(rf"/{language}/certificates/([0-9A-Z-]+)", walker.page)
    assert found is not None
    stranger = get(site.test_client(), f"/{language}/c/{found[1]}")
    assert words["valid"] in stranger.text
    assert walker.outline.title in stranger.text


@pytest.mark.parametrize(("language", "heading"), [("fr", "À relire"), ("en", "To read again")])
def test_who_failed_the_exam_is_sent_to_the_lessons_of_what_they_missed(
    site: Flask, language: str, heading: str
) -> None:
    walker = Walker(site, language)
    send(walker.client, walker.base, action=f"{walker.base}/enrol")
    walker.open(f"{walker.base}/quizzes/exam")
    walker.post("/start", ("name", "Mariam Kouadio"))
    attempt = walker.path.partition("/questions/")[0]
    walker.open(f"{attempt}?check=1")
    walker.post("/submit")
    asked = re.findall(r'<section id="question-([a-z0-9-]+)"', walker.page)
    assert len(asked) == 15
    listed = walker.page.partition(f"<h2>{heading}</h2>")[2].partition("</ul>")[0]
    titles = {item.key: item.title for item in walker.outline.lessons}
    lessons = [walker.questions[key].lesson for key in asked]
    assert re.findall(r"/lessons/([a-z0-9-]+)", listed) == [key for key in titles if key in lessons]
    for key, lesson in zip(asked, lessons, strict=True):
        section = walker.page.partition(f'<section id="question-{key}"')[2].partition("</section>")[0]
        assert re.findall(r"/lessons/([a-z0-9-]+)\"", section) == [lesson]
