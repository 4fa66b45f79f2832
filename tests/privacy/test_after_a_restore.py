"""`lms restore` keeps the word that was given to people: through a real backup file, made and put back."""

from pathlib import Path

from flask import Flask
from sqlalchemy import select

from lms.accounts.models import Person
from lms.clock import now
from lms.db import db
from lms.operation.actions.restoring import restore
from lms.operation.actions.saving import save
from lms.privacy.actions.erasing import erase_person, note_erased
from tests.mailbox import run_jobs
from tests.people import make_person


def test_whoever_was_erased_after_the_backup_is_gone_after_the_restore(fresh_app: Flask, tmp_path: Path) -> None:
    gone, stays = make_person(fresh_app, name="Gone"), make_person(fresh_app, name="Stays")
    config = fresh_app.config["LMS"]
    file = tmp_path / "a.palabre-backup"
    with fresh_app.app_context():
        save(db.engine, config, file, now())
        erase_person(db.session.get_one(Person, gone), None, now(), keeps_certificates=False)
        note_erased(now())
        db.session.commit()
    run_jobs(fresh_app)
    with fresh_app.app_context():
        db.session.remove()
        restore(config, file, now(), replaces=True, actor="console:a")
        db.session.commit()
        assert db.session.scalars(select(Person.id)).all() == [stays]
