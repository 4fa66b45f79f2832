"""The audit log, filtered and with the people in it named, for those who may know who they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, Select, and_, case, cast, func, or_, select
from sqlalchemy.orm import aliased

from lms.accounts.models import Person
from lms.audit.models import AuditEntry
from lms.db import db

ON_A_PAGE = 50
_IN_A_FILE = 1_000  # read at once
_ACTOR, _OBJECT = aliased(Person), aliased(Person)


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the log is asked for; "" and None leave out a filter. Moments: from, included; until, left out."""

    actor: str = ""  # an address, or what follows "console:"
    act: str = ""
    kind: str = ""
    about: str = ""  # the object itself: of a person, the name in addresses
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One act, with the accounts of who did it and to whom, where they still exist."""

    entry: AuditEntry
    actor: Person | None
    person: Person | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, the latest first; `before` leads to the next, 0 for none."""

    entries: Sequence[Entry]
    before: int


def entries(filters: Filters, before: int = 0) -> Page:
    """A page of the log. 1 query."""
    found = _fetch(filters, before, ON_A_PAGE + 1)
    more = len(found) > ON_A_PAGE
    return Page(found[:ON_A_PAGE], found[ON_A_PAGE - 1].entry.id if more else 0)


def entries_about_person(person_id: int, most: int) -> list[Entry]:
    """The last acts on somebody's account. 1 query."""
    statement = _joined().where(AuditEntry.object_kind == "person", AuditEntry.object == str(person_id)).limit(most)
    return [Entry(*row) for row in db.session.execute(statement)]


def all_entries(filters: Filters) -> Iterator[Entry]:
    """Everything that was asked for, the latest first, read piece by piece: no more than one is held in memory."""
    before = 0
    while found := _fetch(filters, before, _IN_A_FILE):
        yield from found
        before = found[-1].entry.id
        db.session.rollback()  # each piece in a transaction of its own: a slow reader holds nobody up


def _fetch(filters: Filters, before: int, most: int) -> list[Entry]:
    statement = _joined().limit(most)
    if before:
        statement = statement.where(AuditEntry.id < before)
    if filters.act:
        statement = statement.where(AuditEntry.action == filters.act)
    if filters.kind:
        statement = statement.where(AuditEntry.object_kind == filters.kind)
    if filters.about:
        about_person = and_(AuditEntry.object_kind == "person", _OBJECT.public_id == filters.about)
        statement = statement.where(or_(AuditEntry.object == filters.about, about_person))
    if filters.since:
        statement = statement.where(AuditEntry.at >= filters.since)
    if filters.until:
        statement = statement.where(AuditEntry.at < filters.until)
    if filters.actor:
        typed = filters.actor.strip().casefold()
        statement = statement.where(
            or_(
                AuditEntry.actor == filters.actor.strip(),
                AuditEntry.actor == f"console:{filters.actor.strip()}",
                _ACTOR.email_key == typed,
                _ACTOR.public_id == filters.actor.strip(),
            )
        )
    return [Entry(*row) for row in db.session.execute(statement)]


def _joined() -> Select[AuditEntry, Person, Person]:
    """Entries with the people they name; in a CASE, so that only the text of a person's is read as a number."""
    actor_id = case(
        (AuditEntry.actor.startswith("person:"), cast(func.substr(AuditEntry.actor, len("person:") + 1), Integer))
    )
    object_id = case((AuditEntry.object_kind == "person", cast(AuditEntry.object, Integer)))
    return (
        select(AuditEntry, _ACTOR, _OBJECT)
        .outerjoin(_ACTOR, _ACTOR.id == actor_id)
        .outerjoin(_OBJECT, _OBJECT.id == object_id)
        .order_by(AuditEntry.id.desc())
    )
