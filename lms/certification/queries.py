"""Certificates, read: by number for anyone, by holder, by enrolment."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, func, select

from lms.certification import glyphs
from lms.certification import number as numbers
from lms.certification.certificate import Facts, Signatory, State, initials, state_on
from lms.certification.models import Cause, Certificate, CertificateEvent, EventKind
from lms.db import db

__all__ = [
    "Document", "Facts", "Happened", "Signatory", "State", "certificate", "certificate_of_enrolment",
    "certificates_of", "pdf", "undrawable",
]  # fmt: skip

MOST = 100
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


def certificate_of_enrolment(enrolment_id: int) -> Certificate | None:
    """The last certificate of an enrolment: the one that took the place of the others."""
    return db.session.scalar(
        select(Certificate).where(Certificate.enrolment_id == enrolment_id).order_by(Certificate.id.desc()).limit(1)
    )


def pdf(number: str) -> tuple[bytes, str] | None:
    """The file of a certificate as it was kept at its issue, and its digest."""
    row = db.session.execute(
        select(Certificate.pdf, Certificate.pdf_digest).where(Certificate.number == number)
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
            state=state_on(today, [event.kind for event in events], facts.valid_until),
            events=events,
            person_id=stored.person_id,
            issued_at=stored.issued_at,
            pdf_bytes=size,
            shows_name=stored.shows_name,
            shows_score=stored.shows_score,
        )


def undrawable() -> str:
    """What certificates could not show because a shipped font is missing or damaged; nothing where all is well."""
    try:
        known = glyphs.covered()
    except (OSError, LookupError, ValueError, struct.error):
        return TELLING_LETTERS
    return "".join(letter for letter in TELLING_LETTERS if letter != " " and ord(letter) not in known)
