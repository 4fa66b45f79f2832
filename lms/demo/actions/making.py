"""Learners and all they did, some at a time. Each is made of the seed and a number: batches change nothing."""

import base64
import json
from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from random import Random
from typing import Any

from lms.accounts.models import Person
from lms.accounts.queries import name_key
from lms.assessment.models import Answer, Attempt, Closing
from lms.assessment.queries import percent_down
from lms.db import Model, db
from lms.demo.actions.papers import Papers
from lms.demo.actions.writing import Moments, ids, write
from lms.demo.journeys import Journey, Try, Way, walk
from lms.demo.people import Somebody, somebody
from lms.demo.queries import Taken
from lms.demo.seasons import Arrivals
from lms.demo.shares import Dice, Shares, between
from lms.enrolment.models import Enrolment
from lms.learning.actions.completing import settle
from lms.learning.models import LessonDone
from lms.learning.queries import completion

_DAY_S = 86_400
_HOW_MANY_COURSES = Shares({1: 68, 2: 22, 3: 7, 4: 3})
# In the order in which they are written: what is pointed at comes first.
_COLUMNS: dict[type[Model], tuple[str, ...]] = {
    Person: (
        "id", "name", "email", "email_key", "email_confirmed_at", "language", "country", "sex", "age_band", "sector",
        "organisation_kind", "created_at", "active_at", "public_id", "name_key",
    ),
    Enrolment: (
        "id", "person_id", "course_id", "release_id", "language", "country", "sex", "age_band", "sector",
        "organisation_kind", "enrolled_at", "started_at", "active_at", "ended_at", "completed_at",
        "completed_release_id", "completed_rule", "certificate_name", "name_confirmed_at", "exam_percent",
        "passed_first_try",
    ),
    LessonDone: ("enrolment_id", "lesson_key", "release_id", "language", "done_at"),
    Attempt: (
        "id", "public_id", "enrolment_id", "quiz_key", "number", "release_id", "questions", "settings", "started_at",
        "deadline_at", "closed_at", "closing", "points", "out_of", "share", "has_passed",
    ),
    Answer: (
        "attempt_id", "question_key", "version", "fields", "language", "saved_at", "first_saved_at", "is_late",
        "is_locked", "points",
    ),
}  # fmt: skip
Rows = dict[type[Model], list[tuple[Any, ...]]]


class Maker:
    """Makes learners of courses as they are now, who came in the two years before a moment."""

    def __init__(self, courses: list[Taken], seed: int, until: datetime) -> None:
        self._seed = seed
        self._until = until
        self._courses = {course.quizzes.release_id: course for course in courses}
        self._ways = [_way(course) for course in courses]
        self._rules = {way.release_id: json.dumps(way.outline.completion) for way in self._ways}
        self._arrivals = Arrivals(until.date())
        self._papers = Papers(courses, seed)
        self._moments = Moments(until)

    def make(self, numbers: range, most_certificates: int) -> tuple[int, int, int]:
        """Make the learners of these numbers: how many enrolments, completed ones and certificates that gave."""
        rows: Rows = {model: [] for model in _COLUMNS}
        batch = _Batch(self, rows)
        for number in numbers:
            batch.add(number)
        for model, columns in _COLUMNS.items():
            write(model, columns, rows[model])
        issued = self._issue(batch.certifiable[:most_certificates])
        return len(rows[Enrolment]), batch.completed, issued

    def _issue(self, certifiable: list[tuple[int, int]]) -> int:
        """Issue certificates as completing does, one by one: the file of each is drawn and kept."""
        for enrolment_id, seconds in certifiable:
            settle(db.session.get_one(Enrolment, enrolment_id), self.moment(seconds))
        return len(certifiable)

    def moment(self, seconds: int) -> datetime:
        """A moment, for what is not written in bulk."""
        return datetime.fromtimestamp(self._until.timestamp() + seconds, self._until.tzinfo)

    def journeys(self, number: int) -> tuple[Somebody, int, list[tuple[Way, Journey]], Random]:
        """A learner, when they opened their account, and what they did in each course."""
        random = Random(f"{self._seed}/{number}")  # noqa: S311 - plausible, not secret
        dice = random.random
        person = somebody(number, dice)
        at = self._arrivals.drawn(dice)
        created_at = at - int(between(60, 2 * _DAY_S, dice))
        return person, created_at, list(self._taken(at, dice)), random

    def _taken(self, at: int, dice: Dice) -> Iterator[tuple[Way, Journey]]:
        """Courses one after the other, those that ask for another one after that was completed."""
        left, completed = list(self._ways), set[str]()
        for _ in range(_HOW_MANY_COURSES.drawn(dice)):
            open_ways = [way for way in left if completed.issuperset(way.outline.required)]
            if not open_ways or at >= 0:
                return
            way = open_ways[int(dice() * len(open_ways))]
            left.remove(way)
            journey = walk(way, at, dice)
            yield way, journey
            if journey.completed_at is not None:
                completed.add(way.outline.slug)
            at = (journey.active_at or at) + int(between(_DAY_S / 24, 40 * _DAY_S, dice))


class _Batch:
    """Rows in the making, within one transaction."""

    def __init__(self, maker: Maker, rows: Rows) -> None:
        self._maker, self._rows = maker, rows
        self._people, self._enrolments, self._attempts = ids(Person), ids(Enrolment), ids(Attempt)
        self.completed = 0
        self.certifiable: list[tuple[int, int]] = []  # enrolment, the moment in which its certificate was due

    def add(self, number: int) -> None:
        person, created_at, taken, random = self._maker.journeys(number)
        text, person_id = self._maker._moments.text, next(self._people)
        last = max((journey.active_at or journey.enrolled_at for _, journey in taken), default=created_at)
        profile = (person.country, person.sex, person.age_band, person.sector, person.organisation_kind)
        self._rows[Person].append((
            person_id, person.name, person.email, person.email, text(created_at + 50), person.language, *profile,
            text(created_at), text(last), _public_id(random), name_key(person.name),
        ))  # fmt: skip
        for way, journey in taken:
            self._enrol(person_id, person, profile, way, journey, random)

    def _enrol(
        self, person_id: int, person: Somebody, profile: tuple[str | None, ...], way: Way, journey: Journey,
        random: Random,
    ) -> None:  # fmt: skip
        text, enrolment_id = self._maker._moments.text, next(self._enrolments)
        is_complete, named_at = journey.completed_at is not None, journey.named_at
        course = self._maker._courses[way.release_id]
        self._rows[Enrolment].append((
            enrolment_id, person_id, course.course_id, way.release_id, person.language, *profile,
            text(journey.enrolled_at), text(journey.started_at), text(journey.active_at), text(journey.ended_at),
            text(journey.completed_at), way.release_id if is_complete else None,
            self._maker._rules[way.release_id] if is_complete else None,
            person.name if named_at is not None else None, text(named_at), *self._exam(way, journey, person.language),
        ))  # fmt: skip
        self._rows[LessonDone].extend(
            (enrolment_id, key, way.release_id, person.language, text(at)) for key, at in journey.lessons
        )
        for tried in journey.tries:
            self._try(enrolment_id, person.language, way, tried, random)
        if journey.completed_at is not None:
            self.completed += 1
            if named_at is not None and way.outline.certificate_hours is not None:
                self.certifiable.append((enrolment_id, max(named_at, journey.completed_at)))

    def _exam(self, way: Way, journey: Journey, language: str) -> tuple[int | None, bool | None]:
        """The best result of the exam, rounded down, and whether the first try passed; nothing before one is over."""
        final = {item.key for item in way.outline.final if item.kind == "exam"}
        ended = [one for one in journey.tries if one.quiz_key in final and one.closed_at is not None]
        if not ended:
            return None, None
        papers = [self._maker._papers.of(way.release_id, language, one) for one in ended]
        return max(percent_down(Fraction(one.share)) for one in papers), papers[0].has_passed is True

    def _try(self, enrolment_id: int, language: str, way: Way, tried: Try, random: Random) -> None:
        text, attempt_id = self._maker._moments.text, next(self._attempts)
        paper = self._maker._papers.of(way.release_id, language, tried)
        limit = way.settings[tried.quiz_key].time_limit_minutes
        is_open = tried.closed_at is None
        result = (None,) * 4 if is_open else (paper.points, paper.out_of, paper.share, paper.has_passed)
        self._rows[Attempt].append((
            attempt_id, _public_id(random), enrolment_id,
            tried.quiz_key, tried.number, way.release_id, paper.questions, paper.settings, text(tried.started_at),
            None if limit is None else text(tried.started_at + limit * 60), text(tried.closed_at),
            None if is_open else Closing.SUBMITTED.value, *result,
        ))  # fmt: skip
        answers = paper.answers[: len(paper.answers) // 2] if is_open else paper.answers
        pace = 20 if tried.closed_at is None else (tried.closed_at - tried.started_at) // (len(answers) + 1)
        self._rows[Answer].extend(
            (
                attempt_id, key, 1, fields, language, saved_at := text(tried.started_at + pace * place), saved_at,
                False, paper.is_locking, points if paper.is_locking or not is_open else None,
            )
            for place, (key, fields, points) in enumerate(answers, start=1)
        )  # fmt: skip


def _public_id(random: Random) -> str:
    """For an address, as long as those of real people and attempts."""
    return base64.urlsafe_b64encode(random.randbytes(16)).decode().rstrip("=")


def _way(course: Taken) -> Way:
    outline = course.original
    lines = completion(outline, (), ()).lines
    return Way(
        outline=outline,
        release_id=course.quizzes.release_id,
        needed=frozenset(item.key for line in lines for item in line.left),
        settings={key: quiz.settings for key, quiz in course.quizzes.in_language(outline.language).items()},
    )
