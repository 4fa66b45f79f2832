"""Erasing again those whom a restored backup brought back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lms.accounts.models import Person
from lms.db import db
from lms.held import plain
from lms.privacy.actions.erasing import erase_person, note_erased
from lms.privacy.actions.journal import read_journal
from lms.privacy.identity import identity_of
from lms.privacy.models import Erasure
from lms.privacy.queries import accounts_opened, asked_erasures, done_identities, pending_erasure


def erase_again(at: datetime, told: Mapping[str, bool] | None = None) -> int:
    """Erase everybody of this database who had been erased before it was put back; say how many.

    Known by the journal, and by `told`: what the database before it knew. Where its own table of erasures knows all of
    them nobody can have come back, and people are not even looked at: start-up asks every time.
    """
    known = done_identities()
    missing = {one: keeps for one, keeps in {**(told or {}), **read_journal()}.items() if one not in known}
    if not missing:
        return 0
    back = [number for number, opened_at in accounts_opened() if identity_of(number, opened_at) in missing]
    for number in back:
        person = db.session.get_one(Person, number)
        keeps = missing.pop(identity_of(person.id, person.created_at))
        erase_person(person, None, at, keeps_certificates=keeps)
    for one, keeps in sorted(missing.items()):  # who came after the backup: so that nobody looks for them again
        db.session.add(Erasure(identity=one, asked_at=at, due_at=at, done_at=at, keeps_certificates=keeps))
    note_erased(at)
    db.session.flush()
    return len(back)


def told_here() -> dict[str, Any]:
    """What is to be told to the database that takes the place of this one: who was erased, and who has asked to be."""
    asked = {
        identity_of(person.id, person.created_at): [plain(erasure.due_at), erasure.keeps_certificates]
        for erasure, person in asked_erasures()
    }
    return {"erased": done_identities(), "asked": asked}


def after_restore(told: dict[str, Any] | None, _saved_at: datetime, at: datetime) -> None:
    """Keep the word that was given to people, in a database that was put back; `told`: what `told_here` said before."""
    erase_again(at, told["erased"] if told else None)
    asked = told["asked"] if told else {}
    back = {identity_of(number, opened_at): number for number, opened_at in accounts_opened()} if asked else {}
    for identity in sorted(asked.keys() & back.keys()):
        if pending_erasure(back[identity]) is None:
            due_at, keeps = asked[identity]
            due = datetime.fromisoformat(due_at)
            db.session.add(
                Erasure(person_id=back[identity], identity=identity, asked_at=at, due_at=due, keeps_certificates=keeps)
            )
    db.session.flush()
