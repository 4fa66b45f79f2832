"""Certificates, read: by number for anyone, by holder, by enrolment."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from lms.accounts.models import Person
from lms.certification import glyphs
from lms.certification import number as numbers
from lms.certification.certificate import Facts, Signatory, State, initials, state_on
from lms.certification.models import Cause, Certificate, CertificateEvent, EventKind
from lms.db import db

__all__ = [
    "Document", "Facts", "Happened", "Linked", "Signatory", "State", "certificate", "certificate_of_enrolment",
    "certificates_found", "certificates_of", "holder_of", "linked", "pdf", "read_number", "undrawable",
]  # fmt: skip

MOST = 100
LISTED = 50
# Names and titles hold them every day; each stands for a script or a corner of the Latin one.
TELLING_LETTERS = "Aé œŒ’«»ŋƐọ አ ⵣ ߊ ꕉ"


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened to a certificate after its issue."""

    kind: EventKind
    cause: Cause
    at: datetime
    reason: str  # for those who look after certificates, never for the public


@dataclass(frozen=True, slots=True)
class Document:
    """A certificate, and what it is worth on the day it was asked for."""

    number: str
    facts: Facts
    state: State
    events: tuple[Happened, ...]
    person_id: int | None
    issued_at: datetime
    pdf_bytes: int  # how many
    shows_name: bool
    shows_score: bool
    withdrawn_at: datetime | None = None

    @property
    def shown_number(self) -> str:
        """Its number as people read it."""
        return numbers.shown(self.number)

    @property
    def address(self) -> str:
        """Where anybody checks it."""
        return self.facts.check_address(self.number)

    @property
    def initials(self) -> str:
        """Of its holder's name."""
        return initials(self.facts.name)

    @property
    def public_name(self) -> str:
        """The name as its holder chose to show it."""
        return self.facts.name if self.shows_name else self.initials

    @property
    def ended(self) -> Happened | None:
        """What made it lose its worth; None where nothing did but the calendar."""
        return next((event for event in self.events if event.kind.value == self.state.value), None)


def certificate(number: str, today: date) -> Document | None:
    """The certificate of a number, as it is stored. One query."""
    found = list(_documents(_joined().where(Certificate.number == number), today))
    return found[0] if found else None


def certificates_of(person_id: int, today: date) -> list[Document]:
    """Somebody's certificates, the latest first; those that were replaced are left out. One query."""
    held = (
        select(Certificate.id).where(Certificate.person_id == person_id).order_by(Certificate.id.desc()).limit(MOST)
    )  # fmt: skip
    statement = _joined().where(Certificate.id.in_(held.scalar_subquery()))
    return [one for one in _documents(statement, today) if one.state is not State.REPLACED]


def read_number(text: str) -> str:
    """The number in what somebody typed, O read as 0, I and L as 1; "" if it cannot be one."""
    return numbers.read(text).number


def certificates_found(words: str, state: State | None, before: str, today: date) -> tuple[list[Document], bool]:
    """Certificates by their holder's name or address, the latest first, those before a number; whether there are more.

    `words` may stand anywhere in the name on the certificate or of the account, or be the whole address. 2 queries.
    """
    chosen = select(Certificate.id).order_by(Certificate.id.desc()).limit(LISTED + 1)
    if words:
        sought = words.lower()
        holders = select(Person.id).where(
            or_(Person.email_key == sought, func.lower(Person.name).contains(sought, autoescape=True))
        )
        name = func.lower(Certificate.facts["name"].as_string())
        chosen = chosen.where(or_(name.contains(sought, autoescape=True), Certificate.person_id.in_(holders)))
    if state is not None:
        chosen = chosen.where(_in_state(state, today))
    if before:
        last = select(Certificate.id).where(Certificate.number == before).scalar_subquery()
        chosen = chosen.where(Certificate.id < last)
    ids = db.session.scalars(chosen).all()
    return list(_documents(_joined().where(Certificate.id.in_(ids[:LISTED])), today)), len(ids) > LISTED


def _in_state(state: State, today: date) -> ColumnElement[bool]:
    """The condition of a certificate that is worth this on a day: see `certificate.state_on`."""

    def happened(kind: EventKind) -> ColumnElement[bool]:
        one = select(CertificateEvent.id).where(
            CertificateEvent.certificate_id == Certificate.id, CertificateEvent.kind == kind
        )
        return one.exists()

    is_revoked, is_replaced = happened(EventKind.REVOKED), happened(EventKind.REPLACED)
    last_day = func.coalesce(Certificate.facts["valid_until"].as_string(), "9999-12-31")
    is_expired = or_(happened(EventKind.EXPIRED), last_day < today.isoformat())
    is_withdrawn = Certificate.withdrawn_at.is_not(None)
    if state is State.WITHDRAWN:
        return is_withdrawn
    wanted = {
        State.REVOKED: is_revoked,
        State.REPLACED: and_(is_replaced, ~is_revoked),
        State.EXPIRED: and_(is_expired, ~is_revoked, ~is_replaced),
        State.VALID: and_(~is_expired, ~is_revoked, ~is_replaced),
    }[state]
    return and_(wanted, ~is_withdrawn)


@dataclass(frozen=True, slots=True)
class Linked:
    """The certificates before and after one that was replaced or issued again, by number; "" where there is none."""

    replaces: str = ""
    replaced_by: str = ""


def linked(number: str) -> Linked:
    """What a certificate took the place of, and what took its place. 1 query."""
    own = select(Certificate.id, Certificate.replaces_id).where(Certificate.number == number).subquery()
    rows = db.session.execute(
        select(Certificate.number, (Certificate.replaces_id == own.c.id).label("is_later")).join(
            own, or_(Certificate.id == own.c.replaces_id, Certificate.replaces_id == own.c.id)
        )
    ).all()
    found = {bool(row.is_later): row.number for row in rows}
    return Linked(found.get(False, ""), found.get(True, ""))


def certificate_of_enrolment(enrolment_id: int) -> Certificate | None:
    """The last certificate of an enrolment: the one that took the place of the others."""
    return db.session.scalar(
        select(Certificate).where(Certificate.enrolment_id == enrolment_id).order_by(Certificate.id.desc()).limit(1)
    )


def holder_of(text: str) -> int | None:
    """Whose certificate has the number that was typed; None for what is no number, or nobody's. At most 1 query."""
    number = numbers.read(text).number
    return db.session.scalar(select(Certificate.person_id).where(Certificate.number == number)) if number else None


def pdf(number: str) -> tuple[bytes, str] | None:
    """The file of a certificate as it was kept at its issue, and its digest; None where its holder had it erased."""
    row = db.session.execute(
        select(Certificate.pdf, Certificate.pdf_digest).where(
            Certificate.number == number, Certificate.withdrawn_at.is_(None)
        )
    ).one_or_none()
    return (bytes(row.pdf), row.pdf_digest) if row else None


_Rows = Select[Certificate, int, Any]


def _joined() -> _Rows:
    return (
        select(Certificate, func.length(Certificate.pdf), CertificateEvent)
        .outerjoin(CertificateEvent, CertificateEvent.certificate_id == Certificate.id)
        .order_by(Certificate.id.desc(), CertificateEvent.id)
    )


def _documents(statement: _Rows, today: date) -> Iterable[Document]:
    rows: dict[int, list[Row[Certificate, int, Any]]] = {}
    for row in db.session.execute(statement):
        rows.setdefault(row[0].id, []).append(row)
    for found in rows.values():
        stored, size, _event = found[0]
        events = tuple(
            Happened(event.kind, event.cause, event.at, event.reason)
            for event in (row[2] for row in found)
            if event is not None
        )
        facts = Facts.from_json(stored.facts)
        yield Document(
            number=stored.number,
            facts=facts,
            state=state_on(
                today,
                [event.kind for event in events],
                facts.valid_until,
                is_withdrawn=stored.withdrawn_at is not None,
            ),
            events=events,
            person_id=stored.person_id,
            issued_at=stored.issued_at,
            pdf_bytes=size,
            shows_name=stored.shows_name,
            shows_score=stored.shows_score,
            withdrawn_at=stored.withdrawn_at,
        )


def undrawable() -> str:
    """What certificates could not show because a shipped font is missing or damaged; nothing where all is well."""
    try:
        known = glyphs.covered()
    except (OSError, LookupError, ValueError, struct.error):
        return TELLING_LETTERS
    return "".join(letter for letter in TELLING_LETTERS if letter != " " and ord(letter) not in known)
