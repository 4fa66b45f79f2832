"""Every figure of a random history equals a slow, obvious computation from its rows."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import groupby
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from lms.accounts.models import AgeBand, OrganisationKind, Person, Sector, Sex
from lms.app import create_app
from lms.assessment.models import Attempt, Closing
from lms.config import Config
from lms.courseware.compiled import Outline
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.learning.models import LessonDone
from lms.publishing.models import Course, Release
from lms.publishing.queries import outline, release_outlines
from lms.reporting.dimensions import Dimension
from lms.reporting.filters import read_filters
from lms.reporting.periods import Span, period_of
from lms.reporting.queries.funnel import funnels, total
from lms.reporting.queries.scope import scope
from lms.reporting.queries.tables import Statistics, statistics
from tests.conftest import dispose, release_shipped_courses
from tests.databases import Databases

ZONE = "Africa/Casablanca"  # changes its clocks
AT = datetime(2026, 6, 15, 10, tzinfo=UTC)
FIRST = datetime(2025, 11, 30, 22, 59, 59, 500_000, tzinfo=UTC)
COLUMNS = {"country": "country", "sex": "sex", "age": "age_band", "sector": "sector", "kind": "organisation_kind",
           "language": "language"}  # fmt: skip
SPANS = {"month": Span.MONTH, "quarter": Span.QUARTER, "year": Span.YEAR}

moments = st.integers(0, 190 * 86_400_000).map(lambda ms: FIRST + timedelta(milliseconds=ms))
histories = st.lists(
    st.fixed_dictionaries(
        {
            "course": st.sampled_from(["fundamentals", "welcome"]),
            "country": st.sampled_from(["CI", "SN", None]),
            "sex": st.sampled_from([Sex.FEMALE, Sex.MALE, Sex.UNDISCLOSED, None]),
            "age_band": st.sampled_from([AgeBand.FROM_18, AgeBand.FROM_65, None]),
            "sector": st.sampled_from([Sector.MINING, None]),
            "organisation_kind": st.sampled_from([OrganisationKind.WORKERS, None]),
            "language": st.sampled_from(["fr", "en"]),
            "enrolled_at": moments,
            "started_after": st.none() | st.integers(0, 40 * 86_400),
            "completed_after": st.none() | st.integers(0, 40 * 86_400) | st.sampled_from([86_400, 86_399, 172_800]),
            "is_certified": st.booleans(),
            "exam_percent": st.none() | st.integers(0, 100),
            "passed_first_try": st.booleans(),
            "lessons": st.integers(0, 6),
            # Which quiz of the course was tried, and whether it was passed; None: it was left open.
            "tries": st.lists(st.tuples(st.integers(0, 3), st.sampled_from([True, False, None])), max_size=4),
            "is_erased": st.booleans(),
        }
    ),
    max_size=12,
)
questions = st.fixed_dictionaries(
    {"by": st.sampled_from([one.value for one in Dimension])},
    optional={
        "course": st.sampled_from(["fundamentals", "nowhere"]),
        "institution": st.just("palabre"),
        "release": st.just("welcome.1"),
        "country": st.sampled_from(["CI", "none", "ZZ"]),
        "sex": st.sampled_from(["female", "undisclosed", "none"]),
        "age": st.sampled_from(["65+", "none"]),
        "sector": st.sampled_from(["B", "none"]),
        "kind": st.sampled_from(["workers", "none"]),
        "language": st.sampled_from(["fr", "en"]),
        "period": st.sampled_from(["2025", "2026-Q1", "2026-03", "2025-12"]),
    },
)


@pytest.fixture(scope="module")
def site(databases: Databases, configure: Callable[..., Config]) -> Iterator[Flask]:
    url = databases.copy()
    app = create_app(configure(url, LMS_SITE_TIMEZONE=ZONE))
    app.config["TESTING"] = True
    release_shipped_courses(app)
    yield app
    dispose(app)
    databases.drop(url)


def lay_down(history: list[dict[str, Any]]) -> None:
    """Make the rows of a history, in a transaction that is never committed."""
    for number, one in enumerate(history):
        release = select(Release.id, Course.id).join(Course, Course.id == Release.course_id)
        release_id, course_id = db.session.execute(release.where(Course.slug == one["course"])).one()
        told = {name: one[name] for name in ("sex", "age_band", "sector", "organisation_kind", "language")}
        person = Person(
            name="A", email=str(number), email_key=str(number), country=one["country"] or "MG",
            created_at=one["enrolled_at"], **told,
        )  # fmt: skip
        db.session.add(person)
        db.session.flush()
        enrolled_at, started, lasted = one["enrolled_at"], one["started_after"], one["completed_after"]
        completed_at = None if lasted is None else enrolled_at + timedelta(seconds=lasted)
        row = Enrolment(
            person_id=person.id, course_id=course_id, release_id=release_id, country=one["country"], **told,
            enrolled_at=enrolled_at,
            started_at=None if started is None else enrolled_at,
            active_at=None if started is None else enrolled_at + timedelta(seconds=started),
            completed_at=completed_at, completed_release_id=release_id if completed_at else None,
            completed_rule={} if completed_at else None,
            certified_at=completed_at if one["is_certified"] else None,
            exam_percent=one["exam_percent"],
            passed_first_try=None if one["exam_percent"] is None else one["passed_first_try"],
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        course = outline(one["course"], "fr")
        assert course is not None
        for lesson in course.lessons[: one["lessons"]]:
            db.session.add(
                LessonDone(enrolment_id=row.id, lesson_key=lesson.key, release_id=release_id, language="fr",
                           done_at=enrolled_at)
            )  # fmt: skip
        tries = tries_of(one, course)
        for place, (quiz_key, has_passed) in enumerate(tries):
            closed = {"closed_at": enrolled_at, "closing": Closing.SUBMITTED, "points": "1", "out_of": "1",
                      "share": "1"} if has_passed is not None else {}  # fmt: skip
            db.session.add(
                Attempt(
                    public_id=f"{number}.{place}", enrolment_id=row.id, quiz_key=quiz_key, number=place + 1,
                    release_id=release_id, questions=[], settings={}, started_at=enrolled_at, has_passed=has_passed,
                    **closed,
                )
            )  # fmt: skip
        db.session.flush()
        if one["is_erased"]:
            row.person_id = None
            db.session.flush()
            db.session.execute(delete(Person).where(Person.id == person.id))
    db.session.flush()


def tries_of(one: dict[str, Any], course: Outline) -> list[tuple[str, bool | None]]:
    """The quizzes somebody tried, by key: one is open once at most."""
    keys = [item.key for item in course.items if item.kind != "lesson"]
    found: list[tuple[str, bool | None]] = []
    for place, has_passed in one["tries"]:
        tried = (keys[min(place, len(keys) - 1)], has_passed)
        if has_passed is not None or tried not in found:
            found.append(tried)
    return found


def kept(history: list[dict[str, Any]], words: dict[str, str]) -> list[dict[str, Any]]:
    return [one for one in history if all(fits(one, name, value) for name, value in words.items())]


def fits(one: dict[str, Any], name: str, value: str) -> bool:
    if name in COLUMNS:
        return one[COLUMNS[name]] == (None if value == "none" else value)
    if name == "period":
        return value in (named(one["enrolled_at"], span) for span in Span)
    if name in ("course", "release"):
        return one["course"] == value.partition(".")[0]
    return True  # every shipped course is Palabre's own


def named(moment: datetime, span: Span) -> str:
    return period_of(moment.astimezone(ZoneInfo(ZONE)).date(), span).name


def row_key(one: dict[str, Any], by: str) -> str:
    if by in SPANS:
        return named(one["enrolled_at"], SPANS[by])
    if by in COLUMNS:
        return one[COLUMNS[by]] or "none"
    return {
        "course": one["course"],
        "module": one["course"],
        "institution": "palabre",
        "release": f"{one['course']}.1",
    }[by]


def slowly(group: list[dict[str, Any]], hours: dict[str, Fraction]) -> dict[str, Any]:
    completed = [one for one in group if one["completed_after"] is not None]
    certified = [one for one in completed if one["is_certified"]]
    tried = [one for one in group if one["exam_percent"] is not None]
    active = [
        one for one in group
        if one["started_after"] is not None
        and one["enrolled_at"] + timedelta(seconds=one["started_after"]) >= AT - timedelta(days=30)
    ]  # fmt: skip
    return {
        "enrolled": len(group),
        "started": sum(one["started_after"] is not None for one in group),
        "active": len(active),
        "completed": len(completed),
        "certified": len(certified),
        "certified_women": sum(one["sex"] == "female" for one in certified),
        "certified_men": sum(one["sex"] == "male" for one in certified),
        "completion_rate": Fraction(len(completed), len(group)) if group else None,
        "median_score": median([Fraction(one["exam_percent"]) for one in tried]) if tried else None,
        "first_try_rate": Fraction(sum(one["passed_first_try"] for one in tried), len(tried)) if tried else None,
        "median_days": median([Fraction(one["completed_after"] // 86_400) for one in completed]) if completed else None,
        "hours": sum((hours[one["course"]] for one in completed), Fraction(0)),
    }


def asked(words: dict[str, str]) -> Statistics:
    filters = read_filters(words)
    assert filters is not None
    return statistics(filters, scope("fr", ZONE, AT), AT)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories, words=questions)
def test_every_figure_is_what_one_would_count_by_hand(
    site: Flask, history: list[dict[str, Any]], words: dict[str, str]
) -> None:
    by = words["by"]
    with site.test_request_context("/fr/", base_url="https://localhost"):
        try:
            lay_down(history)
            hours = {
                slug: Fraction(next(iter(release_outlines([number])[number].values())).certificate_hours or 0)
                for slug, number in db.session.execute(
                    select(Course.slug, Release.id).join(Release, Release.course_id == Course.id)
                )
            }
            found = asked(words)
            left = kept(history, {name: value for name, value in words.items() if name != "by"})
            rows = {row.key: row.figures for row in found.table.rows if row.figures.enrolled}
            ordered = sorted(left, key=lambda one: row_key(one, by))
            expected = {
                key: slowly(list(group), hours) for key, group in groupby(ordered, lambda one: row_key(one, by))
            }
            assert {
                key: {name: getattr(figures, name) for name in expected[key]} for key, figures in rows.items()
            } == expected
            total = slowly(left, hours)
            assert {name: getattr(found.table.total, name) for name in total} == total
            check_registered(found, history, words)
            check_funnels(found, left, words)
        finally:
            db.session.rollback()


def check_registered(found: Statistics, history: list[dict[str, Any]], words: dict[str, str]) -> None:
    """Accounts that were not erased, as far as filters are about people."""
    if {"course", "institution", "release"} & words.keys() or words["by"] == "module":
        assert found.registered is None
        return
    present = [{**one, "country": one["country"] or "MG"} for one in history if not one["is_erased"]]
    left = kept(present, {name: value for name, value in words.items() if name != "by"})
    assert found.registered == len(left)
    if found.has_registered:
        assert sum(row.figures.registered for row in found.table.rows) == len(left)


def check_funnels(found: Statistics, left: list[dict[str, Any]], words: dict[str, str]) -> None:
    """Of the course that was chosen, or of each where modules are asked for: held against what each person did."""
    taken = Counter(one["course"] for one in left)
    if "course" not in words and words["by"] != "module":
        assert found.funnels == ()
        return
    assert {one.slug: one.enrolled for one in found.funnels} == taken
    every = funnels(found.filters, scope("fr", ZONE, AT))
    assert found.funnel is (found.funnels[0] if "course" in words and taken else None)
    for funnel in found.funnels:
        course = outline(funnel.slug, "fr")
        assert course is not None
        people = []
        for one in left:
            if one["course"] == funnel.slug:
                done = {lesson.key for lesson in course.lessons[: one["lessons"]]}
                people.append((done, {key for key, has_passed in tries_of(one, course) if has_passed}))
        steps = [item.key for item in course.items if item.kind == "lesson" or item.is_scored]
        if "course" not in words:  # a page shows those of one course; files hold all
            assert funnel.steps == ()
            whole = next(one for one in every if one.slug == funnel.slug)
            assert whole.modules == funnel.modules
            funnel = whole
        assert [(step.key, step.number) for step in funnel.steps] == [
            (key, sum(key in done | passed for done, passed in people)) for key in steps
        ]
        for module, figures in zip(course.modules, funnel.modules, strict=True):
            lessons = {item.key for item in module.items if item.kind == "lesson"}
            last = [item.key for item in module.items if item.is_scored][-1:]
            assert figures.title == module.title
            assert figures.began == sum(bool(lessons & done) for done, _passed in people)
            assert figures.finished == sum(lessons <= done for done, _passed in people)
            assert figures.passed == (sum(last[0] in passed for _done, passed in people) if last else None)
    modules = [module for one in found.funnels for module in one.modules]
    added = total(found.funnels)
    assert added.began == sum(one.began or 0 for one in modules)
    assert added.finished == sum(one.finished or 0 for one in modules)
    assert added.passed == sum(one.passed or 0 for one in modules)
