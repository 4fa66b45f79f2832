"""What is held about a person, asked of every feature; erasures; accounts that nobody uses."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import ColumnElement, func, or_, select

from lms.accounts import personal as accounts
from lms.accounts.models import Person, SignIn
from lms.assessment import personal as assessment
from lms.audit import personal as audit
from lms.certification import personal as certification
from lms.certification.models import Certificate
from lms.db import db
from lms.demo.queries import IS_DEMO
from lms.enrolment import personal as enrolment
from lms.errors import N_
from lms.held import Basis as Basis
from lms.held import Holding, Row, Subject
from lms.idempotency import personal as idempotency
from lms.jobs import personal as jobs
from lms.learning import personal as learning
from lms.mail import personal as mail
from lms.privacy import personal as privacy
from lms.privacy.models import Erasure
from lms.reporting import personal as reporting
from lms.settings import queries as settings

ROWS_OF_A_PAGE = 50
IDENTITIES_AT_ONCE = 5_000


class Holder(Protocol):
    """A feature's personal.py."""

    HOLDINGS: tuple[Holding, ...]

    def erase(self, subject: Subject, at: datetime, *, keeps_certificates: bool) -> None:
        """Erase what can be, forget whose the rest is."""


# In the order in which a person reads them. They are erased the other way round: the account last.
HOLDERS: tuple[Holder, ...] = (  # type: ignore[assignment]
    accounts, enrolment, learning, assessment, certification, mail, idempotency, jobs, reporting, privacy, audit,
)  # fmt: skip


def subject_of(person: Person) -> Subject:
    """Whose data is asked for."""
    return Subject(id=person.id, email=person.email, email_key=person.email_key)


def holdings() -> list[Holding]:
    """Everything that is held about people, described: the register of processing."""
    return [holding for holder in HOLDERS for holding in holder.HOLDINGS]


def holding(key: str) -> Holding | None:
    """One kind of thing that is held, by its key."""
    return next((one for one in holdings() if one.key == key), None)


def counts(subject: Subject) -> dict[str, int]:
    """How many things of each kind are held about somebody. 1 query."""
    numbers = [
        select(func.count()).select_from(one.rows(subject).order_by(None).subquery()).scalar_subquery()
        for one in holdings()
    ]
    found = db.session.execute(select(*numbers)).one()
    return {one.key: int(count) for one, count in zip(holdings(), found, strict=True)}


def count_of(one: Holding, subject: Subject) -> int:
    """How many things of one kind are held about somebody. 1 query."""
    statement = select(func.count()).select_from(one.rows(subject).order_by(None).subquery())
    return db.session.scalar(statement) or 0


def has_certificates(person_id: int) -> bool:
    """Whether somebody holds a certificate. 1 query."""
    return db.session.scalar(select(Certificate.id).where(Certificate.person_id == person_id).limit(1)) is not None


def page_of(one: Holding, subject: Subject, page: int) -> list[Row]:
    """A page of what is held of one kind, pages counted from 1. 1 query."""
    return _read(one, one.rows(subject).limit(ROWS_OF_A_PAGE).offset((page - 1) * ROWS_OF_A_PAGE))


def all_of(one: Holding, subject: Subject) -> list[Row]:
    """All that is held of one kind: what a person takes with them has no last page. 1 query."""
    return _read(one, one.rows(subject))


def _read(one: Holding, statement: Any) -> list[Row]:
    return [one.shape(dict(row._mapping)) for row in db.session.execute(statement)]


def pending_erasure(person_id: int) -> Erasure | None:
    """The erasure that a person asked for and may still undo. 1 query."""
    return db.session.scalar(select(Erasure).where(Erasure.person_id == person_id, *_PENDING))


def asked_erasures() -> Sequence[tuple[Erasure, Person]]:
    """Every erasure that may still be undone, with whose account it is. 1 query."""
    asked = select(Erasure, Person).join(Person, Person.id == Erasure.person_id).where(*_PENDING)
    return [(row[0], row[1]) for row in db.session.execute(asked.order_by(Erasure.id))]


def due_erasures(at: datetime, most: int) -> Sequence[int]:
    """The numbers of erasures whose day has come, the longest due first."""
    due = select(Erasure.id).where(Erasure.due_at <= at, Erasure.person_id.is_not(None), *_PENDING)
    return db.session.scalars(due.order_by(Erasure.due_at, Erasure.id).limit(most)).all()


def done_identities() -> dict[str, bool]:
    """By what the erased are known again, each with whether their certificates stay checkable. 1 query."""
    done = select(Erasure.identity, Erasure.keeps_certificates).where(Erasure.done_at.is_not(None))
    return {row.identity: row.keeps_certificates for row in db.session.execute(done)}


def accounts_opened() -> Iterable[tuple[int, datetime]]:
    """The number of every account and the moment it was opened, in pieces of bounded size."""
    last = 0
    while True:
        rows = db.session.execute(
            select(Person.id, Person.created_at).where(Person.id > last).order_by(Person.id).limit(IDENTITIES_AT_ONCE)
        ).all()
        yield from ((row.id, row.created_at) for row in rows)
        if len(rows) < IDENTITIES_AT_ONCE:
            return
        last = rows[-1].id


def unused_accounts(since: datetime, most: int) -> Sequence[Person]:
    """People without a role who have not used their account since a moment and were not warned, the longest first."""
    return db.session.scalars(
        _unused(since)
        .where(or_(Person.warned_at.is_(None), Person.warned_at < _LAST_USE))
        .order_by(_LAST_USE, Person.id)
        .limit(most)
    ).all()


def unused_and_warned(since: datetime, warned_before: datetime, most: int) -> Sequence[Person]:
    """Those of them who were warned long enough ago, and for whom no erasure is under way."""
    under_way = select(Erasure.id).where(Erasure.person_id == Person.id, *_PENDING).exists()
    statement = _unused(since).where(Person.warned_at <= warned_before, Person.warned_at >= _LAST_USE, ~under_way)
    return db.session.scalars(statement.order_by(Person.warned_at, Person.id).limit(most)).all()


def retention() -> tuple[int, timedelta]:
    """After how many months without use somebody is warned, and how long after that their account is erased."""
    return settings.value("retention.inactive_months"), timedelta(days=settings.value("retention.warning_days"))


MEASURES = (
    N_("Pages travel encrypted; sign-ins and codes are kept as digests, passphrases as argon2id hashes."),
    N_("Who has a role shows a second factor every twelve hours; what they do stands in a log that cannot be changed."),
    N_("Every page says for whom it is, and automatic tests try each of them with somebody else’s things."),
    N_("Tries to sign in are counted and slowed down, alike for addresses that are known here and for others."),
    N_("Exports that name people need a reason and are logged; published figures hide small numbers."),
    N_("No third party is loaded, no audience is measured; logs name no one."),
    N_("Backups are checked when they are made; whoever was erased is erased again from a backup that is put back."),
)
_PENDING: tuple[ColumnElement[bool], ...] = (Erasure.cancelled_at.is_(None), Erasure.done_at.is_(None))
_LAST_USE = func.coalesce(Person.active_at, Person.created_at)


def _unused(since: datetime) -> Any:
    """Accounts of before we kept when they were used are known by their sign-ins.

    Learners of `lms demo` are none of them: nobody reads what is written to them, and who made them takes them away.
    """
    signed_in = select(SignIn.token_digest).where(SignIn.person_id == Person.id, SignIn.used_at > since).exists()
    is_old = or_(Person.active_at <= since, Person.active_at.is_(None) & (Person.created_at <= since))
    return select(Person).where(is_old, Person.role.is_(None), ~IS_DEMO, ~signed_in)
