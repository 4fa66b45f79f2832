"""What a person decides about their account: that it goes, and that it stays after all."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.accounts.models import Person
from lms.db import db
from lms.errors import N_, Refusal
from lms.mail import actions as mail
from lms.privacy.identity import identity_of
from lms.privacy.models import Erasure
from lms.privacy.queries import has_certificates, pending_erasure
from lms.privacy.schedule import UNDO, UNDO_DAYS

HAS_ROLE = N_(
    "You have a role here. First have an administrator take it from you: people with a role are never erased, so that "
    "no site is left without anybody to look after it"
)


class HasRole(Refusal):
    """Somebody with a role cannot have their account erased."""


def ask_for_erasure(person: Person, *, keeps_certificates: bool, at: datetime) -> Erasure:
    """Have an account erased in a week, unless its owner undoes it; they are told by mail. Asked twice, it is once."""
    # Alone with this person until the end of the transaction: a role may be given, or the same asked, elsewhere.
    role = db.session.execute(select(Person.role).where(Person.id == person.id).with_for_update()).scalar_one()
    if role is not None:
        raise HasRole(HAS_ROLE)
    found = pending_erasure(person.id)
    if found is not None:
        return found
    erasure = Erasure(
        person_id=person.id,
        identity=identity_of(person.id, person.created_at),
        asked_at=at,
        due_at=at + UNDO,
        keeps_certificates=keeps_certificates,
    )
    try:
        with db.session.begin_nested():
            db.session.add(erasure)
    except IntegrityError:  # another tab was first
        found = pending_erasure(person.id)
        assert found is not None
        return found
    mail.send(
        "erasure_asked", person_id=person.id, recipient=person.email, language=person.language, at=at,
        due_at=erasure.due_at, days=UNDO_DAYS, zone=person.zone, keeps_certificates=keeps_certificates,
        has_certificates=has_certificates(person.id),
    )  # fmt: skip
    return erasure


def keep_account(person: Person, at: datetime) -> bool:
    """Undo an erasure that was asked for; False where there was none."""
    found = pending_erasure(person.id)
    if found is None:
        return False
    db.session.refresh(found, with_for_update=True)  # it may just be carried out
    if found.done_at is not None:
        return False
    found.cancelled_at = at
    db.session.flush()
    mail.send(
        "erasure_undone", person_id=person.id, recipient=person.email, language=person.language, at=at,
        changed_at=at, zone=person.zone,
    )  # fmt: skip
    return True
