"""Enrolments in bulk, spread over courses, countries and two years: what figures are counted from."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from lms.accounts.models import AgeBand, OrganisationKind, Person, Sector, Sex
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.learning.models import LessonDone
from lms.publishing.queries import release_outlines
from lms.publishing.queries.releases import current

COUNTRIES = ("CI", "SN", "MG", "MA", "CM", "TG", "BJ", "ML", "BF", "GN", "CD", "CG", "TN", "FR", "GH", "NG", "KE")
ROWS_AT_ONCE = 5_000


def make_cohort(courses: list[str], count: int, at: datetime, seed: int = 1) -> None:
    """Make `count` people, each enrolled in one of these courses. Flushed, for the caller to commit."""
    dice = random.Random(seed)
    releases = [found for slug in courses if (found := current(slug)) is not None]
    outlines = release_outlines([release.id for release in releases])
    keys = {
        release.id: [item.key for item in next(iter(outlines[release.id].values())).lessons] for release in releases
    }
    for start in range(0, count, ROWS_AT_ONCE):
        numbers = range(start, min(start + ROWS_AT_ONCE, count))
        rows = [_person(dice, number, at) for number in numbers]
        people = db.session.scalars(insert(Person).returning(Person.id, sort_by_parameter_order=True), rows).all()
        enrolments = [
            _enrolment(dice, person_id, row, releases[dice.randrange(len(releases))], at)
            for person_id, row in zip(people, rows, strict=True)
        ]
        ids = db.session.scalars(
            insert(Enrolment).returning(Enrolment.id, sort_by_parameter_order=True), enrolments
        ).all()
        done = [
            lesson
            for number, row in zip(ids, enrolments, strict=True)
            for lesson in _lessons(dice, number, row, keys[row["release_id"]])
        ]
        if done:
            db.session.execute(insert(LessonDone), done)


def _person(dice: random.Random, number: int, at: datetime) -> dict[str, Any]:
    email = f"learner.{number}@example.org"
    return {
        "name": dice.choice(("Awa Koné", "Ñalé N’Guessan", "=SUM(A1)", "Jean-Éric Œuvrard")),
        "email": email,
        "email_key": email,
        "email_confirmed_at": at,
        "language": dice.choice(("fr", "fr", "fr", "en")),
        "country": COUNTRIES[min(int(dice.expovariate(0.35)), len(COUNTRIES) - 1)],
        "sex": dice.choice((*Sex, None)),
        "age_band": dice.choice((*AgeBand, None)),
        "sector": dice.choice((*Sector, None)),
        "organisation_kind": dice.choice((*OrganisationKind, None)),
        "created_at": at - timedelta(seconds=dice.randrange(730 * 86_400)),
    }


def _enrolment(
    dice: random.Random, person_id: int, person: dict[str, Any], release: Any, at: datetime
) -> dict[str, Any]:
    enrolled_at = person["created_at"]
    lasted = timedelta(seconds=dice.randrange(60 * 86_400))
    has_started, completes = dice.random() < 0.85, dice.random() < 0.45
    completed_at = enrolled_at + lasted if has_started and completes and enrolled_at + lasted < at else None
    tried = completed_at is not None or (has_started and dice.random() < 0.2)
    passed_first = completed_at is not None and dice.random() < 0.7
    return {
        "person_id": person_id,
        "course_id": release.course_id,
        "release_id": release.id,
        **{name: person[name] for name in ("language", "country", "sex", "age_band", "sector", "organisation_kind")},
        "enrolled_at": enrolled_at,
        "started_at": enrolled_at + timedelta(minutes=5) if has_started else None,
        "active_at": min(at, enrolled_at + lasted) if has_started else None,
        "completed_at": completed_at,
        "completed_release_id": release.id if completed_at else None,
        "completed_rule": {"lessons": "all", "exam": "pass"} if completed_at else None,
        "certified_at": completed_at if completed_at and dice.random() < 0.9 else None,
        "exam_percent": (dice.randrange(70, 101) if completed_at else dice.randrange(70)) if tried else None,
        "passed_first_try": passed_first if tried else None,
    }


def _lessons(dice: random.Random, number: int, row: dict[str, Any], keys: list[str]) -> Iterator[dict[str, Any]]:
    """The lessons that an enrolment got through, from the first on."""
    if row["started_at"] is None:
        return
    reached = len(keys) if row["completed_at"] else dice.randrange(len(keys) + 1)
    for key in keys[:reached]:
        yield {
            "enrolment_id": number,
            "lesson_key": key,
            "release_id": row["release_id"],
            "language": row["language"],
            "done_at": row["active_at"],
        }
