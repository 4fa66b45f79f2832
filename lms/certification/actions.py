"""Issuing certificates, and what may happen to them afterwards."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import replace as changed
from datetime import date, datetime
from typing import ParamSpec, TypeVar

from flask_babel import force_locale, gettext, ngettext
from sqlalchemy import select

from lms.accounts.queries import read_name
from lms.audit import actions as audit
from lms.certification import number as numbers
from lms.certification.certificate import Facts, State, digest
from lms.certification.models import Cause, Certificate, CertificateEvent, EventKind
from lms.certification.pdf import render
from lms.certification.queries import Document, certificate, certificate_of_enrolment, linked
from lms.certification.wording import Words
from lms.db import db, insertion
from lms.errors import N_, Refusal
from lms.web import formats
from lms.web.addresses import leads_here

Asked = ParamSpec("Asked")
Said = TypeVar("Said")


class NoPublicAddress(Refusal):
    """A certificate would lead whoever checks it nowhere."""


class NotPossible(Refusal):
    """This cannot happen to this certificate any more."""


def issue(
    facts: Facts,
    *,
    person_id: int,
    enrolment_id: int,
    at: datetime,
    shows_name: bool = False,
    shows_score: bool = False,
) -> Certificate:
    """Issue the certificate of an enrolment, or return the one it has: there is never a second.

    Refused (NoPublicAddress) where the site does not know the address by which others reach it. The PDF states the
    score if `shows_score`; both flags are what the public check begins with, and are the holder's to change.
    """
    found = certificate_of_enrolment(enrolment_id)
    if found is not None:
        return found
    made = _insert(
        facts,
        {"person_id": person_id, "enrolment_id": enrolment_id, "shows_name": shows_name, "shows_score": shows_score},
        at,
    )
    return made or _existing(enrolment_id)


def revoke(number: str, cause: Cause, *, reason: str, actor: str, at: datetime, today: date) -> None:
    """Declare that a certificate should not be relied on, from now on and for ever."""
    row, document = _locked(number, today)
    if document.state in (State.REVOKED, State.REPLACED, State.WITHDRAWN):
        raise _refusal(document)
    _add_event(row, EventKind.REVOKED, cause, reason, actor, at, {"cause": cause.value})


def expire(number: str, *, reason: str, actor: str, at: datetime, today: date) -> None:
    """Declare that what a certificate vouches for no longer holds; one with a last day expires by itself."""
    row, document = _locked(number, today)
    if document.state is not State.VALID:
        raise _refusal(document)
    _add_event(row, EventKind.EXPIRED, Cause.OUTDATED, reason, actor, at, {})


def replace(number: str, name: str, *, reason: str, actor: str, at: datetime, today: date) -> Certificate:
    """Issue a certificate with a corrected name in the place of another, which says from now on that it was replaced.

    Everything else is stated as it was, but for the date of issue.
    """
    row, document = _locked(number, today)
    if document.state is not State.VALID:
        raise _refusal(document)
    name = read_name(name)
    if name == document.facts.name:
        raise Refusal(N_("The certificate bears just this name: there is nothing to replace."))
    made = _insert_after(row, changed(document.facts, name=name, issued_on=today), at)
    _add_event(row, EventKind.REPLACED, Cause.CORRECTION, reason, actor, at, {"by": made.number})
    return made


def reissue(number: str, *, reason: str, actor: str, at: datetime, today: date) -> Certificate:
    """Issue a certificate anew after it was revoked or expired, which stays true of the one before.

    Everything is stated as it was, but for the date of issue and a last day that is past: it holds as long again.
    """
    row, document = _locked(number, today)
    if document.state not in (State.REVOKED, State.EXPIRED) or linked(number).replaced_by:
        raise _refusal_to_reissue(document)
    facts = changed(document.facts, issued_on=today)
    if facts.valid_until and facts.valid_until < today:
        facts = changed(facts, valid_until=today + (facts.valid_until - document.facts.issued_on))
    reason = _stated(reason)
    made = _insert_after(row, facts, at)
    audit.record(actor, "certificate.reissue", "certificate", number, reason, {"by": made.number}, at)
    return made


def set_flags(number: str, *, shows_name: bool, shows_score: bool) -> None:
    """Have the public check of a certificate show its holder's whole name, and the score, or not."""
    row = db.session.scalars(select(Certificate).where(Certificate.number == number)).one()
    row.shows_name, row.shows_score = shows_name, shows_score
    db.session.flush()


def words_in(language: str) -> Words:
    """How a language says things, whatever the language of the page."""

    def said(function: Callable[Asked, Said]) -> Callable[Asked, Said]:
        def saying(*args: Asked.args, **kwargs: Asked.kwargs) -> Said:
            with force_locale(language):
                return function(*args, **kwargs)

        return saying

    return Words(
        said(gettext), said(ngettext), said(formats.day), said(formats.percent), said(formats.duration)
    )  # fmt: skip


def _insert(facts: Facts, columns: dict[str, object], at: datetime) -> Certificate | None:
    """A row that states these facts; None where another was first."""
    if not leads_here(facts.public_url):
        raise NoPublicAddress(
            N_("The certificate cannot be issued yet: the site does not know its public address (LMS_PUBLIC_URL).")
        )
    number = numbers.mint(secrets.token_bytes(numbers.RANDOM_BYTES))
    stated = facts if columns["shows_score"] else changed(facts, score=None, score_percent=None)
    pdf = render(stated, number, {language: words_in(language) for language in facts.pages})
    as_json = facts.to_json()
    row = {
        "number": number,
        "facts": as_json,
        "facts_digest": digest(as_json),
        "pdf": pdf,
        "pdf_digest": hashlib.sha256(pdf).hexdigest(),
        "issued_at": at,
        **columns,
    }
    made = db.session.execute(
        insertion(Certificate).values(row).on_conflict_do_nothing().returning(Certificate.id)
    ).scalar()
    return db.session.get_one(Certificate, made) if made is not None else None


def _insert_after(row: Certificate, facts: Facts, at: datetime) -> Certificate:
    """The certificate that takes the place of a locked one, for the same holder."""
    columns = ("person_id", "enrolment_id", "shows_name", "shows_score")
    made = _insert(facts, {"replaces_id": row.id, **{column: getattr(row, column) for column in columns}}, at)
    assert made is not None  # the row is locked
    return made


def _existing(enrolment_id: int) -> Certificate:
    found = certificate_of_enrolment(enrolment_id)
    assert found is not None  # another request issued it between our look and our insert
    return found


def _locked(number: str, today: date) -> tuple[Certificate, Document]:
    """A certificate that nobody else changes until the end of the transaction."""
    row = db.session.scalar(select(Certificate).where(Certificate.number == number).with_for_update())
    document = certificate(number, today)
    if row is None or document is None:
        raise Refusal(N_("No certificate has the number %(number)s."), number=numbers.shown(number))
    return row, document


def _refusal(document: Document) -> NotPossible:
    texts = {
        State.REVOKED: N_("%(number)s was revoked before."),
        State.REPLACED: N_("%(number)s was replaced before: only the one in its place counts."),
        State.EXPIRED: N_("%(number)s has expired."),
        State.WITHDRAWN: N_("%(number)s was withdrawn by its holder: nothing is kept of what it stated."),
    }
    return NotPossible(texts[document.state], number=document.shown_number)


def _refusal_to_reissue(document: Document) -> NotPossible:
    if document.state is State.VALID:
        return NotPossible(N_("%(number)s is valid: there is nothing to issue again."), number=document.shown_number)
    if document.state in (State.REVOKED, State.EXPIRED):
        return NotPossible(
            N_("%(number)s was issued again before: see the one after it."), number=document.shown_number
        )
    return _refusal(document)


def _stated(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Refusal(N_("Say the reason: it is kept for whoever asks later."))
    return reason


def _add_event(
    row: Certificate,
    kind: EventKind,
    cause: Cause,
    reason: str,
    actor: str,
    at: datetime,
    details: dict[str, object],
) -> None:
    verbs = {EventKind.REVOKED: "revoke", EventKind.REPLACED: "replace", EventKind.EXPIRED: "expire"}
    reason = _stated(reason)
    db.session.add(CertificateEvent(certificate_id=row.id, kind=kind, cause=cause, at=at, reason=reason))
    audit.record(actor, f"certificate.{verbs[kind]}", "certificate", row.number, reason, details, at)
