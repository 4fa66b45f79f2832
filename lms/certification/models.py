"""Certificates as they were issued, and what happened to them since."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from lms.db import Model, UTCDateTime, one_of

DIGEST = String(64)
FIRST = text("replaces_id IS NULL")


class EventKind(StrEnum):
    """What may happen to a certificate after its issue."""

    REVOKED = "revoked"
    REPLACED = "replaced"
    EXPIRED = "expired"


class Cause(StrEnum):
    """Why, in one of a few words that the public check may say; the reason itself stays inside."""

    MISTAKE = "mistake"  # it should not have been issued
    MISUSE = "misuse"  # it was obtained against the rules of the course
    REQUEST = "request"  # its holder asked for it
    CORRECTION = "correction"  # what it states was corrected
    OUTDATED = "outdated"  # what it vouches for no longer holds


class Certificate(Model):
    """What it states is frozen (triggers of the database refuse to change it), hashed and never recomputed.

    The flags beside it are its holder's.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        # One certificate an enrolment; others only take its place.
        Index(
            "uq_certificate_enrolment_id_first", "enrolment_id", unique=True, sqlite_where=FIRST, postgresql_where=FIRST
        ),
        CheckConstraint("length(number) = 27", name="number_has_27_symbols"),
        CheckConstraint("length(facts_digest) = 64", name="facts_digest_is_sha256"),
        CheckConstraint("length(pdf_digest) = 64", name="pdf_digest_is_sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(27), unique=True)  # see number.py
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id", ondelete="SET NULL"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), unique=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)  # see certificate.py
    facts_digest: Mapped[str] = mapped_column(DIGEST)
    pdf: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False), raiseload=True)
    pdf_digest: Mapped[str] = mapped_column(DIGEST)
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    shows_name: Mapped[bool]  # on the check page; else initials
    shows_score: Mapped[bool]
    # Its holder's account was erased, and they did not want it kept: this row is a stub without name, score and file,
    # put in its place so that the number is never given again and the figures of the past stay.
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class CertificateEvent(Model):
    """A certificate revoked, replaced or expired: added to it, never written over it."""

    __tablename__ = "certificate_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), index=True)
    kind: Mapped[EventKind] = mapped_column(one_of("kind", EventKind))
    cause: Mapped[Cause] = mapped_column(one_of("cause", Cause))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(Text)
