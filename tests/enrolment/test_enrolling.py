"""Enrolling, leaving and coming back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.accounts.models import AgeBand, Person, Sex
from lms.clock import now
from lms.db import db, read_only
from lms.enrolment import actions, queries
from lms.enrolment.models import Enrolment
from lms.publishing.queries import releases
from tests.conftest import release_shipped_courses
from tests.people import make_person

SLUG = "fundamentals"


@pytest.fixture
def site(fresh_app: Flask) -> Flask:
    release_shipped_courses(fresh_app)
    return fresh_app


def enrol(person_id: int) -> Enrolment:
    release = releases.current(SLUG)
    assert release is not None
    return actions.enrol(db.session.get_one(Person, person_id), release, "fr", now())


def test_an_enrolment_keeps_what_statistics_of_that_day_need(site: Flask) -> None:
    person_id = make_person(site, country="CM", sex=Sex.FEMALE, age_band=None)
    with site.app_context():
        made = enrol(person_id)
        release = releases.current(SLUG)
        assert release is not None
        assert (made.country, made.sex, made.age_band, made.language) == ("CM", Sex.FEMALE, None, "fr")
        assert made.release_id == release.id
        assert (made.started_at, made.active_at, made.completed_at) == (None, None, None)


def test_blanks_are_filled_until_completion_and_never_overwritten(site: Flask) -> None:
    person_id = make_person(site, country="CM", sex=Sex.FEMALE)
    with site.app_context():
        made = enrol(person_id)
        person = db.session.get_one(Person, person_id)
        person.country, person.age_band = "SN", AgeBand.FROM_25
        actions.touch(made, person, now())
        assert (made.country, made.age_band) == ("CM", AgeBand.FROM_25)
        actions.complete(made, made.release_id, {"lessons": "all"}, now())
        person.sector = "A"
        actions.touch(made, person, now())
        assert made.sector is None


def test_started_is_the_first_thing_done_and_active_the_last(site: Flask) -> None:
    person_id = make_person(site)
    with site.app_context():
        made, person = enrol(person_id), db.session.get_one(Person, person_id)
        first = now()
        actions.touch(made, person, first)
        actions.touch(made, person, first + timedelta(hours=1))
        assert (made.started_at, made.active_at) == (first, first + timedelta(hours=1))


def test_what_follows_within_a_minute_writes_nothing(site: Flask) -> None:
    person_id = make_person(site)
    with site.app_context():
        made, person = enrol(person_id), db.session.get_one(Person, person_id)
        first = now()
        actions.touch(made, person, first)
        actions.touch(made, person, first + timedelta(seconds=59))
        assert made.active_at == first
        assert not db.session.is_modified(made)
        actions.touch(made, person, first + timedelta(seconds=60))
        assert made.active_at == first + timedelta(seconds=60)


def test_a_second_enrolment_is_the_first_one(site: Flask) -> None:
    person_id = make_person(site)
    with site.app_context():
        assert enrol(person_id).id == enrol(person_id).id


def test_who_leaves_finds_everything_again_and_who_completed_begins_anew(site: Flask) -> None:
    person_id = make_person(site)
    with site.app_context():
        made = enrol(person_id)
        actions.leave(made, now())
        assert queries.live_enrolment(person_id, SLUG) is None
        assert queries.live_enrolments(person_id) == []
        assert enrol(person_id).id == made.id
        actions.complete(made, made.release_id, {}, now())
        actions.leave(made, now())
        assert enrol(person_id).id != made.id
        assert queries.completed_courses(person_id, [SLUG, "other"]) == {SLUG}


def test_completion_is_written_once(site: Flask) -> None:
    person_id = make_person(site)
    with site.app_context():
        made, at = enrol(person_id), now()
        actions.complete(made, made.release_id, {"lessons": "all"}, at)
        actions.complete(made, made.release_id, {"lessons": "none"}, at + timedelta(days=1))
        assert (made.completed_at, made.completed_rule) == (at, {"lessons": "all"})


def test_many_at_once_make_one_live_enrolment(site: Flask) -> None:
    person_id = make_person(site)

    def enrol_now(_number: int) -> int:
        token = read_only.set(False)
        try:
            with site.app_context():
                made = enrol(person_id).id
                db.session.commit()
                return made
        finally:
            read_only.reset(token)

    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(enrol_now, range(24)))
    assert len(ids) == 1
    with site.app_context():
        assert db.session.scalar(select(func.count()).select_from(Enrolment)) == 1
