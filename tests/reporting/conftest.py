"""An installation with enrolments that figures can be counted from."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from lms.clock import now
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.publishing.queries.releases import current
from tests.conftest import release_shipped_courses
from tests.people import make_person

Enrol = Callable[..., int]
COURSE = "fundamentals"
AT = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def courses_app(fresh_app: Flask) -> Flask:
    """The shipped courses, and nobody who takes them."""
    release_shipped_courses(fresh_app)
    return fresh_app


@pytest.fixture
def enrol(courses_app: Flask) -> Enrol:
    """`enrol(country="CI", completed_at=…)` gives an enrolment of somebody new; its id comes back."""

    def make(course: str = COURSE, person: dict[str, Any] | None = None, **given: Any) -> int:
        person_id = make_person(courses_app, **(person or {}))
        with courses_app.app_context():
            release = current(course)
            assert release is not None
            values = {"language": "fr", "enrolled_at": AT, **given}
            if values.get("completed_at"):
                values = {"completed_release_id": release.id, "completed_rule": {}, **values}
            row = Enrolment(person_id=person_id, course_id=release.course_id, release_id=release.id, **values)
            db.session.add(row)
            db.session.commit()
            return row.id

    return make


@contextmanager
def asking(app: Flask, language: str = "en") -> Iterator[datetime]:
    """A request's context, as pages have it."""
    with app.test_request_context(f"/{language}/", base_url="https://localhost"):
        yield now()
        db.session.rollback()
