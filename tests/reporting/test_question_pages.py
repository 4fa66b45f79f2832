"""The pages about questions: who may see them, what they say, what they never say, and their file."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Role
from lms.app import create_app
from lms.config import Config
from lms.courseware.compiled import CompiledQuestion
from lms.db import db
from lms.demo.answering import fields
from lms.enrolment.models import Enrolment
from lms.publishing.queries.releases import current
from lms.reporting.actions.question_table import file_of
from lms.reporting.flags import Look
from tests.conftest import dispose, release_shipped_courses
from tests.databases import Databases
from tests.forms import HTTPS
from tests.people import make_person, sign_in, staff
from tests.reporting.answering import Sent, knowing, look_at, take
from tests.reporting.conftest import AT, COURSE, asking

HOME = "/en/administration/statistics"
QUESTIONS = f"{HOME}/questions"
QUIZ = "map-quiz"
NAME = "Ouédraogo-Traoré Fatimata"


def wrong(question: CompiledQuestion, dice: Random) -> Sent:
    """Always wrong; who types, types their name."""
    sent = fields(question, "fr", dice.random, is_right=False)
    typed = {f"answer.{blank.id}" for blank in question.blanks if not blank.options}
    if question.kind == "short":
        typed.add("answer")
    return [[name, NAME if name in typed else value] for name, value in sent]


@pytest.fixture(scope="module")
def site(databases: Databases, configure: Callable[..., Config]) -> Iterator[Flask]:
    """Thirty people who know nothing of a quiz and five who know all; the other quizzes nobody took."""
    url = databases.copy()
    app = create_app(configure(url))
    app.config["TESTING"] = True
    release_shipped_courses(app)
    for number in range(35):
        say = wrong if number < 30 else knowing(1, "fr")
        take(app, enrolled(app), QUIZ, say, at=AT + timedelta(minutes=number))
    yield app
    dispose(app)
    databases.drop(url)


def enrolled(app: Flask, **given: str) -> int:
    """An enrolment of somebody new, who has the name that no page may say."""
    person_id = make_person(app, name=NAME)
    with app.app_context():
        release = current(COURSE)
        assert release is not None
        row = Enrolment(
            person_id=person_id,
            course_id=release.course_id,
            release_id=release.id,
            language="fr",
            enrolled_at=AT,
            **given,
        )
        db.session.add(row)
        db.session.commit()
        return row.id


@pytest.fixture
def administrator(site: Flask) -> FlaskClient:
    return staff(site, Role.ADMINISTRATOR)


def page(client: FlaskClient, address: str) -> str:
    reply = client.get(address, base_url=HTTPS)
    assert reply.status_code == 200, address
    assert reply.headers["Cache-Control"] == "private, no-store"
    return reply.text


def addresses(app: Flask) -> list[str]:
    """Every page about the questions of the quiz that was taken."""
    look = look_at(app, COURSE, QUIZ)
    return [
        QUESTIONS, f"{QUESTIONS}/{COURSE}", f"{QUESTIONS}/{COURSE}/{QUIZ}",
        f"{QUESTIONS}/{COURSE}/{QUIZ}/questions.csv",
        *(f"{QUESTIONS}/{COURSE}/{QUIZ}/{one.question.key}" for one in look.questions),
        f"{HOME}/gain/{COURSE}/before-quiz",
    ]  # fmt: skip


def test_what_everybody_gets_wrong_is_told_and_nobody_is_named(site: Flask, administrator: FlaskClient) -> None:
    look = look_at(site, COURSE, QUIZ)
    assert all(
        any(flag.look is Look.HARD for flag in one.flags) for one in look.questions if one.question.kind == "choice"
    )
    assert {one.question.kind for one in look.questions} & {"short", "blanks"}
    for address in addresses(site):
        text = page(administrator, address)
        assert NAME not in text
        assert "Traor" not in text
    assert "Too hard" in page(administrator, f"{QUESTIONS}/{COURSE}/{QUIZ}")
    course = page(administrator, f"{QUESTIONS}/{COURSE}")
    assert f'href="{QUESTIONS}/{COURSE}/{QUIZ}"' in course
    assert f'href="{HOME}/gain/{COURSE}/before-quiz"' in course
    row = course[course.index(f"{COURSE}/{QUIZ}") :].partition("</tr>")[0]
    assert '<td class="num">35</td>' in row
    assert f'<td class="num">{len(look.flagged)}</td>' in row


def test_a_question_shows_what_was_chosen_and_what_is_right_in_both_languages(
    site: Flask, administrator: FlaskClient
) -> None:
    look = look_at(site, COURSE, QUIZ)
    one = next(one for one in look.questions if one.question.kind == "choice")
    text = page(administrator, f"{QUESTIONS}/{COURSE}/{QUIZ}/{one.question.key}")
    assert '<section lang="fr">' in text
    assert '<section lang="en">' in text
    assert "Bonne réponse" in text
    assert text.count("Right answer") == 2  # in the table, and in the question as it is asked
    for option in one.question.options:
        assert option.html in text
    assert sum(one.analysis.whole.marks.values()) + one.analysis.whole.unanswered == 35


def test_only_administrators_may_look(site: Flask) -> None:
    others = [staff(site, role) for role in (Role.SUPPORT, Role.ANALYST)]
    for client in (*others, sign_in(site.test_client(), make_person(site))):
        assert {client.get(address, base_url=HTTPS).status_code for address in addresses(site)} == {404}
    stranger = site.test_client()
    asked = [stranger.get(address, base_url=HTTPS) for address in addresses(site)]
    assert all("/sign-in?next=" in (reply.location or "") for reply in asked)


def test_what_is_not_there_is_not_found(administrator: FlaskClient) -> None:
    for address in (
        f"{QUESTIONS}/nowhere", f"{QUESTIONS}/{COURSE}/african-base", f"{QUESTIONS}/{COURSE}/{QUIZ}/nothing",
        f"{QUESTIONS}/{COURSE}/nothing/questions.csv", f"{HOME}/gain/{COURSE}/{QUIZ}",
        f"{HOME}/gain/nowhere/before-quiz", f"{HOME}/gain/{COURSE}/before-quiz?period=2026-Q9",
    ):  # fmt: skip
        assert administrator.get(address, base_url=HTTPS).status_code == 404, address


def test_before_anybody_answered_pages_say_so(administrator: FlaskClient) -> None:
    assert "Nobody has finished a first attempt yet." in page(administrator, f"{QUESTIONS}/{COURSE}/five-quiz?page=x")
    assert "Nobody has taken the test before" in page(administrator, f"{HOME}/gain/{COURSE}/before-quiz?country=MG")
    last = page(administrator, f"{QUESTIONS}/{COURSE}/exam?page=99")
    assert '<b aria-current="page">' in last


def test_the_gain_of_who_took_both_is_shown(site: Flask, administrator: FlaskClient) -> None:
    enrolment_id = enrolled(site, sex="female", country="TG")
    take(site, enrolment_id, "before-quiz", knowing(0, "fr"), at=AT)
    address = f"{HOME}/gain/{COURSE}/before-quiz"
    assert "1 learner took the test before" in page(administrator, f"{address}?country=TG")
    take(site, enrolment_id, "exam", lambda question, dice: fields(question, "fr", dice.random, is_right=True),
         at=AT + timedelta(days=1))  # fmt: skip
    text = page(administrator, f"{address}?country=TG&sex=female")
    assert "1.00" in text
    assert "high" in text
    assert "1 of them finished a try after it, and is counted." in text
    assert "Nobody has taken the test before" in page(administrator, f"{address}?country=SN")


def test_the_file_holds_every_question_and_no_formula(site: Flask, administrator: FlaskClient) -> None:
    look = look_at(site, COURSE, QUIZ)
    for delimiter, words in ((";", ""), (",", "?delimiter=,")):
        content = administrator.get(f"{QUESTIONS}/{COURSE}/{QUIZ}/questions.csv{words}", base_url=HTTPS).data
        assert content.startswith(b"\xef\xbb\xbf")
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))
        rows = [dict(zip(lines[0], line, strict=True)) for line in lines[1 : lines.index([])]]
        assert [row["Key"] for row in rows] == [one.question.key for one in look.questions]
        assert {row["Takers"] for row in rows} == {"35"}
        assert {row["Takers (English)"] for row in rows} == {"0"}
        assert all(row["Worth a look"] for row, one in zip(rows, look.questions, strict=True) if one.flags)
    first = look.questions[0]
    planted = replace(first, question=replace(first.question, label='=HYPERLINK("x")'))
    with asking(site):
        text = file_of(replace(look, questions=(planted,)), ";", lambda _: "@SUM(1)").decode("utf-8-sig")
    assert "'=HYPERLINK" in text
    assert "'@SUM(1)" in text


def test_statistics_and_the_page_of_a_course_lead_to_its_questions(administrator: FlaskClient) -> None:
    assert f'href="{QUESTIONS}"' in page(administrator, HOME)
    assert f'href="{QUESTIONS}/{COURSE}"' in page(administrator, f"{HOME}?course={COURSE}")
    assert f'href="{QUESTIONS}/{COURSE}"' in page(administrator, f"/en/administration/courses/{COURSE}")
    courses = page(administrator, QUESTIONS)
    assert f'href="{QUESTIONS}/{COURSE}"' in courses
    assert f'href="{QUESTIONS}/welcome"' in courses
