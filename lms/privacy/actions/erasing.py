"""Erasing: each account in a transaction of its own, all of it or nothing; then its identity goes to the journal.

The journal is written by a job that commits with the erasure: killed between the two, it is written later; an erasure
that was rolled back is never in it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from lms.accounts.models import Person
from lms.db import db
from lms.jobs import actions as jobs
from lms.jobs.models import Job
from lms.privacy.actions.journal import write_journal
from lms.privacy.identity import identity_of
from lms.privacy.models import Erasure
from lms.privacy.queries import HOLDERS, done_identities, due_erasures, subject_of

ERASING, JOURNAL = "privacy.erase", "privacy.journal"
MOST_AT_ONCE = 200


def erase_person(person: Person, erasure: Erasure | None, at: datetime, *, keeps_certificates: bool) -> Erasure:
    """Erase somebody, feature by feature, and write down by what they are known again."""
    identity = identity_of(person.id, person.created_at)
    subject = subject_of(person)
    db.session.expunge(person)  # its row goes by a statement of its own
    for holder in reversed(HOLDERS):
        holder.erase(subject, at, keeps_certificates=keeps_certificates)
    # What was asked and undone before is nobody's business any more.
    db.session.execute(update(Erasure).where(Erasure.person_id == subject.id).values(person_id=None))
    if erasure is None:
        erasure = Erasure(identity=identity, asked_at=at, due_at=at, keeps_certificates=keeps_certificates)
        db.session.add(erasure)
    erasure.person_id, erasure.identity, erasure.done_at = None, identity, at
    db.session.flush()
    return erasure


def sweep_due(at: datetime) -> None:
    """Have everybody erased whose day has come: a job each, and none for who has one already."""
    waiting = select(Job.arguments["erasure"].as_integer()).where(Job.kind == ERASING, Job.due_at.is_not(None))
    under_way = set(db.session.scalars(waiting))
    for number in due_erasures(at, MOST_AT_ONCE):
        if number not in under_way:
            jobs.add(ERASING, {"erasure": number}, at)


def note_erased(at: datetime) -> None:
    """Have the journal brought up to date after the commit."""
    jobs.add(JOURNAL, {}, at)


def _erase(arguments: jobs.Arguments, _found: Any, at: datetime) -> None:
    """Erase whom an erasure names, unless it was undone, is not due or its person has a role by now."""
    erasure = db.session.get(Erasure, arguments["erasure"], with_for_update=True)
    if erasure is None or erasure.cancelled_at is not None or erasure.done_at is not None or erasure.due_at > at:
        return
    person = db.session.get(Person, erasure.person_id, with_for_update=True) if erasure.person_id else None
    if person is None or person.role is not None:
        return
    erase_person(person, erasure, at, keeps_certificates=erasure.keeps_certificates)
    note_erased(at)


def _reach_journal(_arguments: jobs.Arguments) -> None:
    identities = done_identities()
    db.session.rollback()  # no transaction stays open while a shared disk takes its time
    write_journal(identities)


def _note_journal(_arguments: jobs.Arguments, _found: Any, _at: datetime) -> None:
    """Written: that is all."""


jobs.register(ERASING, jobs.Kind(carry_out=_erase))
jobs.register(JOURNAL, jobs.Kind(carry_out=_note_journal, reach_out=_reach_journal))
