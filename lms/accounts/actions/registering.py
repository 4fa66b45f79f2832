"""Registering: the same work in the request for every address, the rest after the reply."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from lms.accounts.actions.coding import send_code
from lms.accounts.addresses import key_of
from lms.accounts.consents import text_digest
from lms.accounts.models import Consent, ConsentText, Person, Purpose
from lms.accounts.queries import consent_version
from lms.db import db, insertion
from lms.jobs import actions as jobs

JOB = "accounts.register"


@dataclass(frozen=True, slots=True)
class Registration:
    """What a person told on the first page."""

    name: str
    email: str
    language: str
    country: str


def keep_consent_text(language: str, content: str) -> str:
    """Keep a text that somebody agrees to, once; return its digest."""
    version = consent_version()
    digest = text_digest(version, language, content)
    row = {"digest": digest, "version": version, "language": language, "content": content}
    db.session.execute(insertion(ConsentText).values(row).on_conflict_do_nothing())
    return digest


def ask_to_register(registration: Registration, consent_digest: str, at: datetime) -> None:
    """Have an account made, or its owner told that there is one: looked up after the reply, which tells nothing."""
    jobs.add(JOB, {**asdict(registration), "consent": consent_digest, "consented_at": at.isoformat()}, at)


def _register(arguments: dict[str, Any], _found: None, at: datetime) -> None:
    told = Registration(**{name: arguments[name] for name in ("name", "email", "language", "country")})
    person = db.session.scalar(select(Person).where(Person.email_key == key_of(told.email)).with_for_update())
    if person is not None and person.disabled_at is not None:
        return
    if person is not None and person.email_confirmed_at is not None:
        send_code(person, Purpose.SIGN_IN, "known", at)
        return
    if person is None:
        person = Person(email_key=key_of(told.email), created_at=at)
    # Until the address is confirmed, who registered last may be its owner.
    person.name, person.email, person.language, person.country = told.name, told.email, told.language, told.country
    db.session.add(person)
    db.session.flush()
    db.session.execute(delete(Consent).where(Consent.person_id == person.id))
    db.session.add(
        Consent(
            person_id=person.id,
            text_digest=arguments["consent"],
            given_at=datetime.fromisoformat(arguments["consented_at"]),
        )
    )
    send_code(person, Purpose.SIGN_IN, "welcome", at)


jobs.register(JOB, jobs.Kind(carry_out=_register))
