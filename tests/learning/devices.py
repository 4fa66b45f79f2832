"""Somebody with two devices in an exam, and what ought to come of whatever they do with them, told independently."""

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import count

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from lms.accounts.models import Person, Role
from lms.assessment.models import Attempt
from lms.clock import now
from lms.db import db
from lms.publishing.queries.quizzes import quizzes
from tests.forms import HTTPS, attribute, get, hidden
from tests.learning.quizzing import SLUG, Learner
from tests.people import sign_in, staff

TRIES = 3
MINUTES = 10
Sent = tuple[str, MultiDict[str, str]]


class Crash(Exception):
    """The process ended there."""


class Clock:
    """The clock of the site, put forward by hand."""

    minute = timedelta(minutes=1)
    moment = timedelta(seconds=3)  # longer than a job waits for what is under way

    def __init__(self) -> None:
        self.passed = timedelta()

    def now(self) -> datetime:
        return now() + self.passed

    def is_about(self, one: datetime | None, other: datetime | None) -> bool:
        """Whether these are the same, but for what a step takes here."""
        if one is None or other is None:
            return one is other
        return abs(one - other) < self.minute / 2


@contextmanager
def crash(moment: str, after: int = 0) -> Iterator[list[str]]:
    """Have the next commit, or one after so many, fail before it begins, or the process end once it is done; what was
    hit is listed.
    """
    hit: list[str] = []
    commits = count()

    def fall(session: Session) -> None:
        if not hit and (moment == "before_commit" or not session.in_nested_transaction()) and next(commits) == after:
            hit.append(moment)
            raise Crash

    factory = db.session.session_factory
    event.listen(factory, moment, fall)
    try:
        yield hit
    finally:
        event.remove(factory, moment, fall)


class Browser:
    """What sends forms, and shows what comes back only if it is told to."""

    client: FlaskClient

    def reply(self, sent: Sent) -> TestResponse:
        """Send a form, not following where it leads."""
        return self.client.post(sent[0], data=sent[1], base_url=HTTPS, headers={"Referer": HTTPS})


class Office(Browser):
    """The browser of an administrator, who may do what support does."""

    def __init__(self, app: Flask, person_id: int) -> None:
        self.client = staff(app, Role.ADMINISTRATOR)
        with app.app_context():
            self.learner = f"/en/administration/people/{db.session.get_one(Person, person_id).public_id}"

    def giving_time(self, percent: int) -> Sent:
        """The form that gives the learner so much more time, filled in."""
        path = f"{self.learner}/extra-time"
        fields = hidden(get(self.client, self.learner).text, path)
        given = {"extra-course": SLUG, "extra-time": str(percent), "extra-reason": "Reads slowly"}
        return path, MultiDict(fields | given)

    def regrading(self, question: str = "") -> Sent | None:
        """The form that regrades a question as its page proposes, or else takes the last regrade back, filled in; None:
        the page offers it not.
        """
        path = f"/en/administration/courses/{SLUG}/regrades{question and '/'}{question}"
        shown = get(self.client, path)
        if shown.status_code == 404 or 'name="reason"' not in shown.text:
            return None
        return path, MultiDict({**hidden(shown.text), "reason": "The key was wrong"})


class Device(Browser, Learner):
    """A phone of somebody who is enrolled: the page it shows, and the forms that left it."""

    def __init__(self, app: Flask, person_id: int, language: str) -> None:
        self.app, self.language, self.person_id = app, language, person_id
        self.client = sign_in(app.test_client(), person_id)
        self.page, self.status, self.path = "", 0, ""
        self.attempt = ""  # of the page that it shows, if that has questions
        self.key = ""  # for the next save by script
        self.versions: dict[str, int] = {}

    def look(self, path: str) -> None:
        """Open a page; remember what a script would."""
        self.get(path)
        self.attempt, self.key, self.versions = "", "", {}
        found = re.search(r"/attempts/([^/?]+)", self.path)
        versions = re.findall(r'name="([a-z-]+):version" value="(\d+)"', self.page)
        if found and versions:
            self.attempt, self.versions = found[1], {key: int(version) for key, version in sorted(versions)}
            self.key = attribute(re.findall(r'<input[^>]*name="form_key"[^>]*>', self.forms()[0])[0], "value")

    def keeping(self, question: str, option: str) -> Sent:
        """What the page's script sends when an option is chosen."""
        data = self.prepared()[1]
        path = f"/{self.language}/courses/{SLUG}/quizzes/exam/attempts/{self.attempt}/keep"
        fields = {"csrf_token": data["csrf_token"], "form_key": self.key}
        fields |= {f"{question}:version": str(self.versions[question]), f"{question}:answer": option}
        return path, MultiDict(fields)

    def saving(self, options: dict[str, str]) -> Sent:
        """What the button of the page sends, with these answers; "" for none."""
        action, data = self.prepared()
        fields = {"csrf_token": data["csrf_token"], "form_key": self.key}
        fields |= {f"{key}:version": str(version) for key, version in self.versions.items()}
        return action, MultiDict(fields | {f"{key}:answer": option for key, option in options.items() if option})

    def offered(self, question: str) -> list[str]:
        """The ids of the options of a question, in an order that is the same however they were shuffled."""
        return sorted(re.findall(rf'name="{question}:answer" value="([0-9a-f]{{8}})"', self.page))


@dataclass
class Kept:
    """What ought to be kept of one question."""

    version: int = 0
    option: str = ""
    late: str = ""


@dataclass
class Correction:
    """A question whose right answer was decided to be another one."""

    question: str
    right: int
    is_taken_back: bool = False


@dataclass
class Try:
    """What ought to be known of an attempt. What is right is told by its place among the options, as written."""

    public_id: str
    started_at: datetime
    deadline_at: datetime
    pass_percent: int
    options: dict[str, list[str]]  # by question
    right: dict[str, int]  # by question, in the release it was asked from
    corrections: list[Correction]  # all those of the course, as they are decided
    corrected_before: int  # how many of them were older than this
    kept: dict[str, Kept] = field(default_factory=dict)
    closed_at: datetime | None = None
    worth: dict[str, int] = field(default_factory=dict)  # by question
    points: int = 0

    def is_over(self, at: datetime) -> bool:
        return self.closed_at is not None or at > self.deadline_at

    def give_time(self, percent: int, at: datetime) -> None:
        """Have it last so much longer than it would: what is over stays over, and nothing ends in the past."""
        if not self.is_over(at):
            self.deadline_at = max(end(self.started_at, percent), at)

    def close(self, at: datetime) -> None:
        """Count what was saved in time."""
        if self.closed_at is None:
            self.closed_at = min(at, self.deadline_at)
            self.grade()

    def grade(self) -> None:
        """By what was right as it was asked, then by each correction since: one that would take a pass away leaves the
        result as it is.
        """
        self.worth = {key: self.worth_by(right, key) for key, right in self.right.items()}
        self.points = sum(self.worth.values())
        for one in self.corrections[self.corrected_before :]:
            if not one.is_taken_back:
                self.worth[one.question] = self.worth_by(one.right, one.question)
                points = sum(self.worth.values())
                if self.is_enough(points) or not self.is_enough(self.points):
                    self.points = points

    def worth_by(self, right: int, question: str) -> int:
        """The points of an answer if this option is right."""
        return int(question in self.kept and self.kept[question].option == self.options[question][right])

    def is_enough(self, points: int) -> bool:
        return 100 * points >= self.pass_percent * len(self.right)

    @property
    def share(self) -> Fraction:
        return Fraction(self.points, len(self.right))

    @property
    def has_passed(self) -> bool:
        return self.closed_at is not None and self.is_enough(self.points)

    def save(self, sent: dict[str, tuple[int, str]], at: datetime) -> bool:
        """Take answers, each with the version its page showed; False: something else was saved, nothing is taken."""
        if self.is_over(at):
            self.close(at)
            for key, (_, option) in sent.items():
                kept = self.kept.get(key)
                if option != (kept.option if kept else ""):
                    self.kept.setdefault(key, Kept(version=1)).late = option
            return True
        other = {key: kept for key, kept in self.kept.items() if key in sent and kept.option != sent[key][1]}
        if any(kept.version != sent[key][0] for key, kept in other.items()):
            return False
        for key, (_, option) in sent.items():
            if key in other or (option and key not in self.kept):
                kept = self.kept.setdefault(key, Kept())
                kept.version, kept.option = kept.version + 1, option
        return True


def end(started_at: datetime, percent: int) -> datetime:
    """When time is up for somebody who has so much more of it: a minute begun is given whole."""
    return started_at + timedelta(minutes=math.ceil(MINUTES * (1 + percent / 100)))


def try_of(app: Flask, public_id: str, percent: int, corrections: list[Correction]) -> Try:
    """An attempt that has just been started, as its pinned release writes it, by somebody with so much extra time."""
    with app.app_context():
        row = db.session.query(Attempt).filter_by(public_id=public_id).one()
        quiz = quizzes(row.release_id).in_language("fr")["exam"]
        options = {one.key: [option.id for option in one.options] for one in quiz.questions}
        right = {one.key: [option.is_right for option in one.options].index(True) for one in quiz.questions}
        assert {one["key"] for one in row.questions} == right.keys()
        return Try(
            public_id,
            row.started_at,
            end(row.started_at, percent),
            row.settings["pass_percent"],
            options,
            right,
            corrections,
            len(corrections),
        )
