"""Courses, looked after: released by a button, rolled back, retired, opened and closed; each act kept."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Role
from lms.app import create_app
from lms.audit.queries import entries_about
from lms.clock import now
from lms.config import Config
from lms.db import db
from lms.publishing import actions as publishing
from lms.publishing.queries import CACHE
from tests.administration.made import change_lesson, release_all, write_courses
from tests.conftest import dispose
from tests.forms import get, send
from tests.learning.made import enrol, finish
from tests.people import make_person, sign_in, staff
from tests.queries import count_queries

LIST = "/en/administration/courses"
FIRST = f"{LIST}/first"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_courses(tmp_path / "courses", "first", "second")


@pytest.fixture
def site(databases, configure: Callable[..., Config], folder: Path):
    url = databases.copy()
    app = create_app(configure(url, LMS_COURSES_DIR=str(folder)))
    app.config["TESTING"] = True
    release_all(app, folder)
    yield app
    dispose(app)
    databases.drop(url)


@pytest.fixture
def administrator(site: Flask) -> FlaskClient:
    return staff(site, Role.ADMINISTRATOR)


def day(days: int) -> date:
    return now().date() + timedelta(days=days)  # the site is in Abidjan: its days are those of UTC


def last_act(app: Flask, slug: str = "first"):
    with app.app_context():
        entry = entries_about("course", slug)[0]
        return entry.action, entry.details, entry.reason


def test_the_list_counts_people_within_its_budget(site: Flask, administrator: FlaskClient) -> None:
    learner = sign_in(site.test_client(), make_person(site))
    enrol(learner)
    for lesson in ("first-1", "first-2"):
        finish(learner, lesson)
    enrol(sign_in(site.test_client(), make_person(site)))
    CACHE.clear()
    with count_queries(site) as statements:
        page = get(administrator, LIST).text
    assert len(statements) <= 8, statements
    assert "2 people take it, 1 completed it" in page
    assert "0 people take it, 0 completed it" in page


def test_a_course_is_released_from_its_folder_and_the_act_is_kept(
    site: Flask, administrator: FlaskClient, folder: Path
) -> None:
    same = send(administrator, FIRST, action="/release")
    assert "readers see just this" in get(administrator, same.location).text
    change_lesson(folder, "first", "A new paragraph about shea.")
    done = send(administrator, FIRST, action="/release")
    assert "Released: readers see it now" in get(administrator, done.location).text
    assert "about shea" in get(site.test_client(), "/en/courses/first/lessons/first-1").text
    assert last_act(site) == ("course.release", {"number": 2, "folder": "courses/first"}, "")
    page = get(administrator, f"{FIRST}/releases/2").text
    assert "changed: first-1 (en, fr), first-2 (en, fr)" in page


def test_a_course_with_errors_is_not_released_and_the_report_is_shown(
    site: Flask, administrator: FlaskClient, folder: Path
) -> None:
    (folder / "first" / "course.yml").write_text("languages: [fr, en]\nlevel: none\n", "utf-8")
    for language, words in (("en", "Not released: first"), ("fr", "Non publié")):
        refused = send(administrator, f"/{language}/administration/courses/first", action="/release")
        assert refused.status_code == 422
        assert words in refused.text and "course.yml" in refused.text
    assert get(site.test_client(), "/en/courses/first/lessons/first-1").status_code == 200


def test_a_folder_that_was_never_released_is_offered(site: Flask, administrator: FlaskClient, folder: Path) -> None:
    write_courses(folder, "third")
    page = get(administrator, LIST).text
    assert "Folders without a release" in page
    done = send(administrator, LIST, page, action="/third/release")
    assert done.status_code == 303
    assert get(site.test_client(), "/en/courses/third").status_code == 200
    assert "Folders without a release" not in get(administrator, LIST).text


@pytest.mark.parametrize("slug", ["nowhere", "..", "institutions.yml"])
def test_what_is_no_course_of_the_folder_is_refused(administrator: FlaskClient, slug: str) -> None:
    page = get(administrator, FIRST).text.replace("/courses/first/release", f"/courses/{slug}/release")
    assert send(administrator, FIRST, page, action=f"/{slug}/release").status_code in (404, 409)


def test_going_back_is_shown_before_it_is_done_and_needs_a_reason(
    site: Flask, administrator: FlaskClient, folder: Path
) -> None:
    change_lesson(folder, "first", "A new paragraph about shea.")
    send(administrator, FIRST, action="/release")
    path = f"{FIRST}/releases/1"
    with count_queries(site) as statements:
        page = get(administrator, path).text
    assert len(statements) <= 10, statements
    assert "What would change for readers" in page and "changed: first-1" in page
    without = send(administrator, path, page, action="/rollback", reason=" ")
    assert (without.status_code, 'href="#rollback-reason"' in without.text) == (422, True)
    done = send(administrator, path, action="/rollback", reason="Shea was wrong")
    assert "Readers see release 1 now" in get(administrator, done.location).text
    assert "about shea" not in get(site.test_client(), "/en/courses/first/lessons/first-1").text
    assert last_act(site) == ("course.rollback", {"before": 2, "after": 1}, "Shea was wrong")
    assert get(administrator, f"{FIRST}/releases/9").status_code == 404


def test_a_course_is_retired_with_a_reason_and_listed_again(site: Flask, administrator: FlaskClient) -> None:
    assert send(administrator, FIRST, action="/retire").status_code == 422
    assert send(administrator, FIRST, action="/retire", reason="Out of date").status_code == 303
    assert "/en/courses/first" not in get(site.test_client(), "/en/courses").text
    assert send(administrator, FIRST, action="/reopen").status_code == 303
    assert "/en/courses/first" in get(site.test_client(), "/en/courses").text
    assert last_act(site)[0] == "course.reopen"


def test_the_second_of_two_administrators_is_told_what_was_done_meanwhile(
    site: Flask, administrator: FlaskClient
) -> None:
    other = staff(site, Role.ADMINISTRATOR, name="Kofi Annan")
    page = get(administrator, FIRST).text
    send(other, FIRST, action="/retire", reason="Out of date")
    late = send(administrator, FIRST, page, action="/dates", closes_on=day(9).isoformat(), reason="x")
    assert late.status_code == 409
    assert "Somebody did something else" in late.text
    assert "Last done: Retired, by Kofi Annan" in late.text
    assert last_act(site)[0] == "course.retire"


def keep_dates(administrator: FlaskClient, opens: object = "", closes: object = "", reason: str = "asked for"):
    return send(administrator, FIRST, action="/dates", opens_on=str(opens), closes_on=str(closes), reason=reason)


def test_dates_set_by_an_administrator_hold_wherever_a_course_is_open_or_not(
    site: Flask, administrator: FlaskClient
) -> None:
    reader, learner = site.test_client(), sign_in(site.test_client(), make_person(site))
    enrol(learner)
    lesson, second = "/en/courses/first/lessons/first-1", "/en/courses/first/lessons/first-2"
    form = get(learner, second).text
    assert keep_dates(administrator, opens=day(2)).status_code == 303
    assert get(reader, lesson).status_code == get(learner, lesson).status_code == 403
    assert "Opens on" in get(reader, "/en/courses").text
    assert "lessons open on" in get(reader, "/en/courses/first").text
    assert "cocoa" not in get(reader, "/en/search?q=cocoa").text.replace("cocoa –", "") or (
        "/courses/first/lessons" not in get(reader, "/en/search?q=cocoa").text
    )
    late = send(learner, second, form, action="/first-2/done")
    assert late.status_code == 403
    assert keep_dates(administrator, closes=day(-1)).status_code == 303
    assert get(reader, lesson).status_code == get(learner, lesson).status_code == 403
    outsider = sign_in(site.test_client(), make_person(site))
    assert "Closed" in get(reader, "/en/courses").text
    assert "has closed" in get(outsider, "/en/courses/first/enrol").text or (
        get(outsider, "/en/courses/first/enrol").status_code in (403, 303, 409)
    )
    assert keep_dates(administrator, reason="").status_code == 303  # gives days back: no reason is asked for
    assert get(reader, lesson).status_code == 200
    assert finish(learner, "first-2").status_code == 303


def test_a_lesson_costs_no_query_more_for_its_dates(site: Flask, administrator: FlaskClient) -> None:
    keep_dates(administrator, closes=day(3))
    reader = site.test_client()
    get(reader, "/en/courses/first/lessons/first-1")
    with count_queries(site) as statements:
        assert get(reader, "/en/courses/first/lessons/first-1").status_code == 200
    assert len(statements) == 1, statements


def test_dates_take_days_away_only_with_a_reason_and_never_close_before_they_open(
    site: Flask, administrator: FlaskClient
) -> None:
    without = keep_dates(administrator, closes=day(5), reason="")
    assert (without.status_code, 'href="#dates-reason"' in without.text) == (422, True)
    assert f'value="{day(5)}"' in without.text
    crossed = keep_dates(administrator, opens=day(5), closes=day(4))
    assert (crossed.status_code, 'href="#closes_on"' in crossed.text) == (422, True)
    nonsense = keep_dates(administrator, opens="soon")
    assert (nonsense.status_code, 'href="#opens_on"' in nonsense.text) == (422, True)
    assert keep_dates(administrator, closes=day(5)).status_code == 303
    assert last_act(site) == ("course.dates", {"closes_on": [None, str(day(5))]}, "asked for")


def test_dates_outlast_a_new_release(site: Flask, administrator: FlaskClient, folder: Path) -> None:
    keep_dates(administrator, opens=day(2))
    change_lesson(folder, "first", "More.")
    release_all(site, folder)
    assert get(site.test_client(), "/en/courses/first/lessons/first-1").status_code == 403


def test_a_rollback_by_the_command_line_is_noticed_by_a_page_shown_before(
    site: Flask, administrator: FlaskClient, folder: Path
) -> None:
    change_lesson(folder, "first", "More.")
    release_all(site, folder)
    page = get(administrator, FIRST).text
    with site.app_context():
        publishing.rollback("first", 1, now())
        db.session.commit()
    assert send(administrator, FIRST, page, action="/retire", reason="x").status_code == 409
