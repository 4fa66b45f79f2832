"""What certification holds about a person: their certificates, and what happened to them."""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from lms.certification import number as numbers
from lms.certification.certificate import Facts, digest
from lms.certification.models import Certificate, CertificateEvent
from lms.db import db
from lms.errors import N_
from lms.held import Basis, Holding, Row, Subject

NOTHING = b""


def _stated(row: Row) -> Row:
    """The few facts that are about the person; the file holds them all."""
    facts = Facts.from_json(row["facts"])
    return {
        "number": numbers.shown(row["number"]),
        "course": facts.title(facts.language)[0],
        "name": facts.name,
        "score_percent": facts.score_percent,
        "completed_on": facts.completed_on,
        "issued_at": row["issued_at"],
        "shows_name": row["shows_name"],
        "shows_score": row["shows_score"],
        "facts": row["facts"],
        "facts_digest": row["facts_digest"],
        "pdf_digest": row["pdf_digest"],
    }


HOLDINGS = (
    Holding(
        key="certificates",
        title=N_("Certificates"),
        tables=frozenset({"certificate"}),
        kinds=N_("What each certificate states: name, course, result, dates; its file; what its public check shows"),
        purpose=N_("Letting whoever receives a certificate check it"),
        basis=Basis.ACCOUNT,
        kept=N_("Until the account is erased; longer only if the holder wants it to stay checkable"),
        seen_by=N_("Whoever has its number: initials, or the name if the holder allows it; administrators"),
        erased=N_("As the holder chooses: it stays checkable, without a link to an account, or what it states is gone"),
        fields={
            "number": N_("Number"), "course": N_("Course"), "name": N_("Name"), "score_percent": N_("Result, percent"),
            "completed_on": N_("Completed"), "issued_at": N_("Issued"), "shows_name": N_("The check shows the name"),
            "shows_score": N_("The check shows the result"), "facts": "", "facts_digest": "", "pdf_digest": "",
        },
        rows=lambda subject: select(
            Certificate.number, Certificate.facts, Certificate.facts_digest, Certificate.pdf_digest,
            Certificate.issued_at, Certificate.shows_name, Certificate.shows_score,
        )
        .where(Certificate.person_id == subject.id)
        .order_by(Certificate.id.desc()),
        shape=_stated,
    ),
    Holding(
        key="certificate-events",
        title=N_("What happened to certificates"),
        tables=frozenset({"certificate_event"}),
        kinds=N_("That a certificate was revoked, replaced or expired, when and why"),
        purpose=N_("Telling who checks a certificate what it is worth, and answering for the decision"),
        basis=Basis.INTEREST,
        kept=N_("As the certificate"),
        seen_by=N_("Whoever has the number: the kind and the date; administrators: the reason"),
        erased=N_("As the certificate; where that is gone, the reason goes too"),
        fields={
            "number": N_("Number"), "kind": N_("What"), "cause": N_("Cause"), "at": N_("When"),
            "reason": N_("Reason"),
        },
        rows=lambda subject: select(
            Certificate.number, CertificateEvent.kind, CertificateEvent.cause, CertificateEvent.at,
            CertificateEvent.reason,
        )
        .join(Certificate, Certificate.id == CertificateEvent.certificate_id)
        .where(Certificate.person_id == subject.id)
        .order_by(CertificateEvent.id.desc()),
        words={
            "revoked": N_("revoked"), "replaced": N_("replaced"), "expired": N_("expired"),
            "mistake": N_("issued by mistake"), "misuse": N_("obtained against the rules of the course"),
            "request": N_("its holder asked for it"), "correction": N_("what it states was corrected"),
            "outdated": N_("what it vouches for no longer holds"),
        },
    ),
)  # fmt: skip


def erase(subject: Subject, at: datetime, *, keeps_certificates: bool) -> None:
    """Forget whose certificates they are; unless they are kept, leave a stub of each under its number.

    The database refuses to change what a certificate states, and rightly: so the row goes, and another, which says
    that it was withdrawn, takes its number. It keeps the enrolment, for figures count certificates by it.
    """
    if not keeps_certificates:
        _leave_stubs(subject, at)
    db.session.execute(update(Certificate).where(Certificate.person_id == subject.id).values(person_id=None))
    db.session.flush()


def _leave_stubs(subject: Subject, at: datetime) -> None:
    columns = Certificate.__table__.c
    kept = [column for column in columns if column.name not in ("pdf", "pdf_digest", "person_id")]
    of_person = select(*kept).where(columns.person_id == subject.id).order_by(columns.id)
    stubs = [_stub(dict(row._mapping), at) for row in db.session.execute(of_person)]
    ids = [stub["id"] for stub in stubs]
    happened = select(*CertificateEvent.__table__.c).where(CertificateEvent.certificate_id.in_(ids))
    events = [{**row._mapping, "reason": ""} for row in db.session.execute(happened.order_by(CertificateEvent.id))]
    db.session.execute(delete(CertificateEvent).where(CertificateEvent.certificate_id.in_(ids)))
    for number in reversed(ids):  # one that took the place of another points to it
        db.session.execute(delete(Certificate).where(Certificate.id == number))
    for stub in stubs:
        db.session.execute(insert(Certificate).values(**stub))
    for event in events:
        db.session.execute(insert(CertificateEvent).values(**event))


def _stub(row: dict[str, Any], at: datetime) -> dict[str, Any]:
    """The row in the place of one: of what was stated, only what is true of everybody who was certified that day."""
    facts = {**row["facts"], "name": "", "score": None, "score_percent": None}
    return {
        **row,
        "person_id": None,
        "facts": facts,
        "facts_digest": digest(facts),
        "pdf": NOTHING,
        "pdf_digest": hashlib.sha256(NOTHING).hexdigest(),
        "shows_name": False,
        "shows_score": False,
        "withdrawn_at": row["withdrawn_at"] or at,
    }
