"""Whoever was erased is erased again from a backup that is put back; nobody else is."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.accounts.models import Person
from lms.app import create_app
from lms.certification.models import Certificate
from lms.clock import now
from lms.config import Config
from lms.db import Base, db
from lms.privacy.actions.again import after_restore, erase_again, told_here
from lms.privacy.actions.asking import ask_for_erasure, keep_account
from lms.privacy.actions.erasing import erase_person, note_erased
from lms.privacy.actions.journal import read_journal, write_journal
from lms.privacy.identity import identities_in, identity_of
from lms.privacy.models import Erasure
from tests.conftest import dispose
from tests.mailbox import run_jobs
from tests.people import make_person
from tests.privacy.made import EMAIL, NAME, everything, run_at, somebody


def rows(app: Flask) -> dict[str, list[dict[str, object]]]:
    """A backup, whatever the kind of database: all rows of all tables."""
    with app.app_context():
        return {
            table.name: [dict(row._mapping) for row in db.session.execute(select(*table.c))]
            for table in Base.metadata.sorted_tables
        }


def put_back(app: Flask, backup: dict[str, list[dict[str, object]]], *, but: frozenset[str] = frozenset()) -> None:
    """Empty the tables of people and fill them as they were; what is frozen is not there yet in these tests."""
    tables = [table for table in Base.metadata.sorted_tables if table.name in backup and table.name not in but]
    with app.app_context():
        for table in reversed(tables):
            db.session.execute(table.delete())
        for table in tables:
            if backup[table.name]:
                db.session.execute(table.insert(), backup[table.name])
        db.session.commit()


OF_PEOPLE = ("person", "enrolment", "attempt", "answer", "lesson_done", "certificate", "certificate_event", "consent",
             "sign_in", "email_code", "mail", "job", "sent_form", "erasure")  # fmt: skip


def erase(app: Flask, person_id: int, *, keeps: bool) -> None:
    with app.app_context():
        erase_person(db.session.get_one(Person, person_id), None, now(), keeps_certificates=keeps)
        note_erased(now())
        db.session.commit()
    run_jobs(app)


@pytest.mark.parametrize("keeps", [True, False])
def test_an_older_copy_brings_nobody_back(fresh_app: Flask, keeps: bool) -> None:
    _client, person_id = somebody(fresh_app)
    other = make_person(fresh_app, name="Kofi Mensah")
    backup = {name: found for name, found in rows(fresh_app).items() if name in OF_PEOPLE}
    erase(fresh_app, person_id, keeps=keeps)
    put_back(fresh_app, backup)
    assert NAME in everything(fresh_app)["person"]
    with fresh_app.app_context():
        assert erase_again(now()) == 1
        db.session.commit()
        assert db.session.scalars(select(Person.id)).all() == [other]
        certificate = db.session.scalars(select(Certificate)).one()
        assert (certificate.withdrawn_at is None) == keeps  # as she had chosen
        assert erase_again(now()) == 0
    for table, text in everything(fresh_app).items():
        assert EMAIL not in text, table


def test_it_holds_though_the_address_and_the_secret_have_changed(fresh_app: Flask, configure) -> None:
    person_id = make_person(fresh_app, email="then@example.org", email_key="then@example.org")
    backup = {name: found for name, found in rows(fresh_app).items() if name in ("person", "erasure")}
    with fresh_app.app_context():
        person = db.session.get_one(Person, person_id)
        person.email = person.email_key = "now@example.org"
        db.session.commit()
    erase(fresh_app, person_id, keeps=False)
    put_back(fresh_app, backup)
    config: Config = fresh_app.config["LMS"]
    later = create_app(
        configure(config.database_url, LMS_SECRET_KEY="x" * 40, LMS_ERASURES_JOURNAL=str(config.erasures_journal))
    )
    with later.app_context():
        assert erase_again(now()) == 1
        db.session.commit()
        assert db.session.scalar(select(func.count()).select_from(Person)) == 0
    dispose(later)


def test_what_the_replaced_database_knew_is_enough_without_the_journal(fresh_app: Flask) -> None:
    person_id = make_person(fresh_app)
    backup = {name: found for name, found in rows(fresh_app).items() if name in ("person", "erasure")}
    erase(fresh_app, person_id, keeps=False)
    fresh_app.config["LMS"].erasures_journal.unlink()
    with fresh_app.app_context():
        told = told_here()
    put_back(fresh_app, backup)
    with fresh_app.app_context():
        assert erase_again(now()) == 0
        after_restore(told, now(), now())
        db.session.commit()
        assert db.session.get(Person, person_id) is None
    run_jobs(fresh_app)
    with fresh_app.app_context():
        assert read_journal() == told["erased"]


def test_who_has_asked_to_be_erased_is_erased_on_that_day_though_the_backup_is_older(fresh_app: Flask) -> None:
    person_id, undone = make_person(fresh_app), make_person(fresh_app)
    backup = {name: found for name, found in rows(fresh_app).items() if name in ("person", "erasure")}
    with fresh_app.app_context():
        due_at = ask_for_erasure(db.session.get_one(Person, person_id), keeps_certificates=True, at=now()).due_at
        ask_for_erasure(db.session.get_one(Person, undone), keeps_certificates=True, at=now())
        keep_account(db.session.get_one(Person, undone), now())
        db.session.commit()
        told = json.loads(json.dumps(told_here()))
    put_back(fresh_app, backup)
    with fresh_app.app_context():
        for _ in range(2):
            after_restore(told, now(), now())
            db.session.commit()
    run_at(fresh_app, due_at - timedelta(minutes=1))
    with fresh_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Person)) == 2
    run_at(fresh_app, due_at + timedelta(minutes=1))
    with fresh_app.app_context():
        assert db.session.scalars(select(Person.id)).all() == [undone]


def test_start_up_erases_again_and_looks_at_nobody_when_nothing_was_put_back(fresh_app: Flask, queries) -> None:
    from lms.serving import prepare

    person_id = make_person(fresh_app)
    stays = make_person(fresh_app)
    backup = {name: found for name, found in rows(fresh_app).items() if name in ("person", "erasure")}
    erase(fresh_app, person_id, keeps=False)
    with queries(fresh_app) as statements, fresh_app.app_context():
        assert erase_again(now()) == 0
    assert len(statements) == 1
    put_back(fresh_app, backup)
    prepare(fresh_app, fresh_app.config["LMS"])
    with fresh_app.app_context():
        assert db.session.scalars(select(Person.id)).all() == [stays]


def test_somebody_who_came_after_the_backup_under_the_same_number_stays(fresh_app: Flask) -> None:
    person_id = make_person(fresh_app)
    erase(fresh_app, person_id, keeps=False)
    with fresh_app.app_context():
        db.session.execute(Erasure.__table__.delete())
        db.session.commit()
    again = make_person(fresh_app, id=person_id, created_at=now() + timedelta(seconds=1))
    with fresh_app.app_context():
        assert erase_again(now()) == 0
        db.session.commit()
        assert db.session.get(Person, again) is not None
        assert db.session.scalar(select(func.count()).select_from(Erasure)) == 1  # nobody looks again


def test_an_erasure_that_is_undone_or_not_due_never_reaches_the_journal(fresh_app: Flask) -> None:
    first, second = make_person(fresh_app), make_person(fresh_app)
    with fresh_app.app_context():
        for person_id in (first, second):
            ask_for_erasure(db.session.get_one(Person, person_id), keeps_certificates=True, at=now())
        keep_account(db.session.get_one(Person, first), now())
        db.session.commit()
    run_at(fresh_app, now() + timedelta(days=1))
    with fresh_app.app_context():
        assert read_journal() == {}
    run_at(fresh_app, now() + timedelta(days=8))
    with fresh_app.app_context():
        assert len(read_journal()) == 1
        assert db.session.scalars(select(Person.id)).all() == [first]


def test_the_journal_only_grows_and_a_line_cut_short_spoils_no_other(fresh_app: Flask) -> None:
    path: Path = fresh_app.config["LMS"].erasures_journal
    one, two, three = ("a" * 64, "b" * 64, "c" * 64)
    with fresh_app.app_context():
        assert write_journal({one: True}) == 1
        with path.open("a") as file:
            file.write(two[:20])  # a full disk
        assert write_journal({one: False, two: False, three: True}) == 2
        assert read_journal() == {one: True, two: False, three: True}
    assert path.stat().st_mode & 0o777 == 0o600
    shutil.rmtree(path.parent)
    with fresh_app.app_context():
        assert read_journal() == {}


def test_a_journal_holds_digests_and_nothing_else(fresh_app: Flask) -> None:
    person_id = make_person(fresh_app, name="Awa Koné")
    with fresh_app.app_context():
        identity = identity_of(person_id, db.session.get_one(Person, person_id).created_at)
    erase(fresh_app, person_id, keeps=True)
    assert fresh_app.config["LMS"].erasures_journal.read_text() == f"{identity}+\n"
    assert identities_in(f"{identity}-\nnonsense\n{identity[:10]}+\n") == {identity: False}
