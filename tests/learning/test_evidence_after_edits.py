"""After any number of edits of a course, each released, every earlier attempt shows the same texts, order, answers and
score in both languages, and who completed the course keeps status, date and certificate.
"""

import re
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from lms.accounts.models import Person
from lms.assessment.models import Answer, Attempt
from lms.certification.models import Certificate
from lms.clock import now
from lms.courseware.problems import Report
from lms.courseware.source import Files
from lms.db import db
from lms.enrolment.actions import confirm_name, enrol
from lms.enrolment.models import Enrolment
from lms.learning.actions import finish_lesson, settle
from lms.publishing import actions
from lms.publishing.queries import releases
from tests.forms import get
from tests.learning.edits import Written
from tests.learning.quizzing import DIRECTORY, SLUG, Learner
from tests.people import make_person

QUIZZES = ("kinds-quiz", "short-quiz", "exam")
TYPED = ("138", "7,5", "personnes", "people", "« & ' \" <b>", "")
LESSONS = ("one", "two", "three", "four")


def release(app: Flask, course: Written) -> bool:
    """Release the course as it is written now; False if the checker refuses it."""
    with app.app_context():
        files = Files(SLUG, {path: text.encode() for path, text in course.files().items()})
        try:
            prepared = actions.prepare_release(files, DIRECTORY, "a folder", Report())
        except actions.BrokenCourse:
            return False
        made = actions.release(prepared, now())
        db.session.commit()
        return made is not None


def by_lot(learner: Learner, lot: Random) -> dict[str, Any]:
    """Something in every field of the form of the page, but in a few."""
    form = learner.forms()[0]
    given: dict[str, Any] = {}
    inputs = re.findall(r'<input type="(\w+)" name="([^"]*answer[^"]*)" value="([^"]*)"', form)
    for name in dict.fromkeys(name for _, name, _ in inputs):
        kinds, values = (
            {kind for kind, one, _ in inputs if one == name},
            [value for _, one, value in inputs if one == name],
        )
        if kinds == {"hidden"}:
            given[name] = lot.sample(values, len(values))
        else:
            given[name] = lot.sample(values, lot.randint(0, len(values)) if kinds == {"checkbox"} else 1)
    for name, inside in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        given[name] = lot.choice(re.findall(r'<option value="([^"]*)"', inside))
    for name in re.findall(r'<input (?!type=)[^>]*name="([^"]*answer[^"]*)"', form):
        given[name] = "138" if name.startswith("children") else lot.choice(TYPED)
    return given


def evidence(page: str) -> str:
    """What a page of an attempt says of it, without the ways to and from it, and without what counts from today."""
    found = re.search(r"<main.*</main>", page, re.S)
    assert found
    text = re.sub(r'<input type="hidden" name="(csrf_token|form_key)"[^>]*>', "", found[0])
    text = re.sub(r'<nav.*?</nav>|<div class="actions">.*?</div>', "", text, flags=re.S)
    text = re.sub(r"<p><strong>(You have completed this course|Vous avez terminé ce cours)\.</strong></p>", "", text)
    text = re.sub(r"<h2>(To read again|À relire)</h2>\n<ul.*?</ul>", "", text, flags=re.S)
    text = re.sub(r'<p class="meta">(To read again|À relire).*?</p>', "", text, flags=re.S)
    return re.sub(r"\s+", " ", text)


class Taken:
    """Attempts of a learner, handed in or still open: what their pages said, and what the database has of them."""

    def __init__(self, app: Flask, lot: Random) -> None:
        self.learner = Learner(app, lot.choice(["fr", "en"]))
        self.pages: dict[str, str] = {}
        for quiz in QUIZZES:
            for is_handed_in in (True, False):
                self.learner.start(quiz)
                path = self.learner.path
                self.learner.send(**by_lot(self.learner, lot))
                assert self.learner.status == 200, self.learner.page
                if is_handed_in:
                    self.learner.send()
                    assert self.learner.path.endswith("/result")
                    path = self.learner.path
                for language in ("fr", "en"):
                    address = re.sub("^/(fr|en)/", f"/{language}/", path)
                    self.pages[address] = evidence(self.learner.get(address))
        self.rows = self.stored()

    def stored(self) -> list[tuple[Any, ...]]:
        enrolment = self.learner.enrolment_id
        with self.learner.app.app_context():
            found: list[tuple[Any, ...]] = []
            for one in db.session.scalars(select(Attempt).filter_by(enrolment_id=enrolment).order_by(Attempt.id)):
                found.append((one.questions, one.settings, one.closed_at, one.points, one.out_of, one.has_passed))
                answers = select(Answer).filter_by(attempt_id=one.id).order_by(Answer.question_key)
                found += [
                    (row.question_key, row.version, row.fields, row.points) for row in db.session.scalars(answers)
                ]
            return found

    def is_as_it_was(self) -> None:
        for address, said in self.pages.items():
            assert evidence(self.learner.get(address)) == said, address
        assert self.stored() == self.rows


def make_completers(app: Flask, count: int) -> list[int]:
    """People who have completed the course as it is, each with a certificate; their enrolments."""
    made = []
    people = [make_person(app) for _ in range(count)]
    with app.app_context():
        present = releases.current(SLUG)
        assert present is not None
        for number, person_id in enumerate(people):
            person = db.session.get_one(Person, person_id)
            enrolment = enrol(person, present, "fr" if number % 2 else "en", now())
            confirm_name(enrolment, f"Awa {number} Koné", now())
            for lesson in LESSONS:
                finish_lesson(enrolment, person, lesson, "fr", now())
            made.append(enrolment.id)
        db.session.commit()
    return made


def completers(app: Flask) -> dict[int, tuple[Any, ...]]:
    """Status, date, rule and certificate of everybody who has completed the course."""
    with app.app_context():
        rows = db.session.execute(
            select(Enrolment, Certificate)
            .join(Certificate, Certificate.enrolment_id == Enrolment.id)
            .where(Enrolment.completed_at.is_not(None))
        ).all()
        return {
            one.id: (one.completed_at, one.completed_release_id, one.completed_rule, one.certified_at,
                     document.number, document.facts, document.facts_digest)
            for one, document in rows
        }  # fmt: skip


def checked(app: Flask, address: str) -> str:
    """The public check of a certificate, but for the minute in which it was looked at."""
    return re.sub(r"\d+:\d\d UTC", "", get(app.test_client(), address).text)


@pytest.mark.parametrize(("edits", "people"), [(8, 10), pytest.param(50, 1000, marks=pytest.mark.slow)])
def test_edits_by_lot_change_no_earlier_attempt_and_take_nothing_from_who_completed(
    fresh_app: Flask, edits: int, people: int
) -> None:
    lot = Random()
    course = Written(lot)
    assert release(fresh_app, course)
    enrolments = make_completers(fresh_app, people)
    before = completers(fresh_app)
    assert sorted(before) == sorted(enrolments)
    number = next(iter(before.values()))[4]
    checks = {address: checked(fresh_app, address) for address in (f"/fr/c/{number}", f"/en/c/{number}")}
    assert all(number[:4] in page for page in checks.values())
    taken = [Taken(fresh_app, lot) for _ in range(2)]
    for number_of_edits in range(1, edits + 1):
        course.edit(lambda: release(fresh_app, course))
        if number_of_edits % 10 == 5:
            taken.append(Taken(fresh_app, lot))
    assert len(taken) > 2
    for one in taken:
        one.is_as_it_was()
    with fresh_app.app_context():  # whatever they do next
        for one in enrolments:
            settle(db.session.get_one(Enrolment, one), now())
        db.session.commit()
    after = completers(fresh_app)
    assert {key: after[key] for key in enrolments} == before
    for address, page in checks.items():
        assert checked(fresh_app, address) == page
