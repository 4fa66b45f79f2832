"""Publishing never takes away: who completed stays so with the date and rule of that day; until then, the current rule
or the one at enrolment completes, whichever is met first."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.clock import now
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.learning.actions import settle
from lms.publishing.actions import rollback
from lms.publishing.queries.releases import all_releases
from tests.forms import HTTPS, send
from tests.learning.made import courses_folder, enrol, finish, release, write_course
from tests.people import make_person, sign_in

QUIZ = """\
---
title: Quiz
{more}
---
/// question | who

Who?

- [x] People
- [ ] Goods
///
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = courses_folder(tmp_path / "courses")
    write_course(folder, "first")
    return folder


@pytest.fixture
def site(fresh_app: Flask, folder: Path) -> Flask:
    release(fresh_app, folder)
    return fresh_app


@pytest.fixture
def learner(site: Flask) -> FlaskClient:
    client = sign_in(site.test_client(), make_person(site))
    enrol(client)
    return client


def add_lesson(folder: Path, name: str) -> None:
    for language in ("fr", "en"):
        path = folder / "first" / "01-one" / f"{name}.{language}.md"
        path.write_text(f"---\ntitle: {name}\n---\nMore.\n", "utf-8")


def remove_lesson(folder: Path, name: str) -> None:
    for language in ("fr", "en"):
        (folder / "first" / "01-one" / f"{name}.{language}.md").unlink()


def set_rule(folder: Path, rule: str) -> None:
    head = folder / "first" / "course.yml"
    lines = [line for line in head.read_text("utf-8").splitlines() if not line.startswith("completion:")]
    head.write_text("\n".join([*lines, f"completion: {rule}", ""]), "utf-8")


def completed(site: Flask) -> tuple[object, int | None, object]:
    with site.app_context():
        one = db.session.query(Enrolment).one()
        return one.completed_at, one.completed_release_id, one.completed_rule


def releases_by_number(site: Flask) -> dict[int, int]:
    with site.app_context():
        return {one.number: one.id for _slug, one in all_releases("first")}


def test_the_rule_of_today_completes_where_it_asks_for_less(site: Flask, learner: FlaskClient, folder: Path) -> None:
    remove_lesson(folder, "02-first-2")
    release(site, folder)
    finish(learner, "first-1")
    at, release_id, rule = completed(site)
    assert at is not None
    assert release_id == releases_by_number(site)[2]
    assert rule["lessons"] == "all"  # type: ignore[index]


def test_the_rule_of_enrolment_completes_where_today_asks_for_more(
    site: Flask, learner: FlaskClient, folder: Path
) -> None:
    finish(learner, "first-1")
    add_lesson(folder, "03-more")
    release(site, folder)
    finish(learner, "first-2")
    assert completed(site)[:2] != (None, None)
    assert completed(site)[1] == releases_by_number(site)[1]


def test_a_rule_in_between_completes_nobody(site: Flask, learner: FlaskClient, folder: Path) -> None:
    set_rule(folder, "{lessons: none, quizzes: none}")
    remove_lesson(folder, "02-first-2")
    release(site, folder)
    add_lesson(folder, "02-first-2")
    add_lesson(folder, "03-more")
    set_rule(folder, "{lessons: all}")
    release(site, folder)
    finish(learner, "first-1")
    assert completed(site) == (None, None, None)
    finish(learner, "first-2")
    assert completed(site)[1] == releases_by_number(site)[1]


@pytest.mark.parametrize("change", ["harder", "easier", "back"])
def test_who_completed_stays_so_with_the_date_release_and_rule_of_that_day(
    site: Flask, learner: FlaskClient, folder: Path, change: str
) -> None:
    add_lesson(folder, "03-more")
    release(site, folder)
    for key in ("first-1", "first-2", "more"):
        finish(learner, key)
    before = completed(site)
    # The rule of enrolment was met by the second lesson already.
    assert before[1] == releases_by_number(site)[1]
    if change == "harder":
        add_lesson(folder, "04-last")
        (folder / "first" / "01-one" / "quiz.fr.md").write_text(
            QUIZ.format(name="fr", more="pass_percent: 80"), "utf-8"
        )
        (folder / "first" / "01-one" / "quiz.en.md").write_text(QUIZ.format(name="fr", more=""), "utf-8")
        set_rule(folder, "{lessons: all, quizzes: pass}")
        release(site, folder)
    elif change == "easier":
        remove_lesson(folder, "02-first-2")
        remove_lesson(folder, "03-more")
        release(site, folder)
    else:
        with site.app_context():
            rollback("first", 1, now())
            db.session.commit()
    with site.app_context():
        settle(db.session.query(Enrolment).one(), now())
        db.session.commit()
    assert completed(site) == before
    page = learner.get("/en/courses/first", base_url=HTTPS).text
    assert "You have completed this course." in page
    assert "Completed on" in learner.get("/en/my-courses", base_url=HTTPS).text


def test_leaving_and_coming_back_keeps_the_rule_of_the_first_day(
    site: Flask, learner: FlaskClient, folder: Path
) -> None:
    finish(learner, "first-1")
    send(learner, "/en/courses/first/leave", action="/en/courses/first/leave")
    add_lesson(folder, "03-more")
    release(site, folder)
    enrol(learner)
    finish(learner, "first-2")
    assert completed(site)[1] == releases_by_number(site)[1]
