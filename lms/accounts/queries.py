"""People and their sign-ins, read."""

import hashlib
import unicodedata
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache

from babel import Locale
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import contains_eager

from lms.accounts.addresses import key_of as address_key
from lms.accounts.consents import VERSION
from lms.accounts.models import (
    Consent,
    EmailCode,
    Invitation,
    Person,
    Purpose,
    RecoveryCode,
    Role,
    SecondFactor,
    SignIn,
)
from lms.accounts.names import name_key, read_name
from lms.accounts.places import countries
from lms.db import db
from lms.settings import queries as settings

__all__ = [
    "address_key", "code_used_by", "consent_version", "country_choices", "has_administrator", "has_withdrawn",
    "in_dictionary", "last_consent",
    "live_invitation", "live_sign_in", "name_key", "names_of", "person", "person_of_address", "read_name",
    "recovery_codes_left", "second_factor", "sign_ins_of", "staff", "staff_member", "token_digest",
]  # fmt: skip

MOST_SIGN_INS = 50
MOST_STAFF = 500
# Built once: it is asked on every page of somebody signed in.
_LIVE = (
    select(SignIn)
    .join(SignIn.person)
    .options(contains_eager(SignIn.person))
    .where(
        SignIn.token_digest == bindparam("digest"),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > bindparam("at"),
        Person.disabled_at.is_(None),
    )
)
# Built once: it is asked with every answer that is given.
_LAST_CONSENT = select(Consent).where(Consent.person_id == bindparam("person_id")).order_by(Consent.id.desc()).limit(1)


def consent_version() -> str:
    """The version of the text that people agree to now: of the administrators' own, else of the one that is shipped."""
    text = settings.value("legal.privacy")
    return str(text["version"]) if text else VERSION


def token_digest(token: str) -> str:
    """What is kept of the token in a cookie: who reads the table cannot sign in with it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def live_sign_in(token: str, at: datetime) -> SignIn | None:
    """The sign-in that a cookie's token stands for, with its person, unless it ended or ran out. One query."""
    return db.session.scalar(_LIVE, {"digest": token_digest(token), "at": at})


def person_of_address(email_key: str) -> Person | None:
    """The account of an address, confirmed or not, unless it is disabled."""
    return db.session.scalar(select(Person).where(Person.email_key == email_key, Person.disabled_at.is_(None)))


def person(person_id: int) -> Person | None:
    """An account by its number."""
    return db.session.get(Person, person_id)


def code_used_by(form_key: str, email_key: str, purpose: Purpose, at: datetime) -> EmailCode | None:
    """The code that this very form used a moment ago: it was sent twice."""
    return db.session.scalar(
        select(EmailCode)
        .join(Person, Person.id == EmailCode.person_id)
        .where(
            Person.email_key == email_key,
            Person.disabled_at.is_(None),
            EmailCode.purpose == purpose,
            EmailCode.used_by == form_key,
            EmailCode.expires_at > at,
        )
    )


def sign_ins_of(person_id: int, at: datetime) -> Sequence[SignIn]:
    """Where a person is signed in, the device used last first."""
    return db.session.scalars(
        select(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.expires_at > at)
        .order_by(SignIn.used_at.desc())
        .limit(MOST_SIGN_INS)
    ).all()


def second_factor(person_id: int, *, is_locked: bool = False) -> SecondFactor | None:
    """What somebody shows besides code or passphrase, confirmed or only begun; locked until the transaction ends."""
    statement = select(SecondFactor).where(SecondFactor.person_id == person_id)
    if is_locked:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(statement)


def recovery_codes_left(person_id: int) -> int:
    """How many recovery codes are still good."""
    unused = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(unused) or 0


def names_of(person_ids: Collection[int]) -> dict[int, str]:
    """The names of these people, by their numbers; those who are gone are left out. 1 query."""
    if not person_ids:
        return {}
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {row.id: row.name for row in rows}


def has_administrator() -> bool:
    """Whether anybody looks after this site."""
    found = select(Person.id).where(Person.role == Role.ADMINISTRATOR, Person.disabled_at.is_(None)).limit(1)
    return db.session.scalar(found) is not None


def staff() -> Sequence[tuple[Person, datetime | None]]:
    """Those with a role, and since when they have a second factor."""
    rows = db.session.execute(
        select(Person, SecondFactor.confirmed_at)
        .outerjoin(SecondFactor, SecondFactor.person_id == Person.id)
        .where(Person.role.is_not(None))
        .order_by(Person.role, Person.email_key)
        .limit(MOST_STAFF)
    )
    return [(person, confirmed_at) for person, confirmed_at in rows]


def staff_member(email_key: str) -> Person | None:
    """Somebody with a role, by their address, disabled or not."""
    return db.session.scalar(select(Person).where(Person.email_key == email_key, Person.role.is_not(None)))


def live_invitation(token: str, at: datetime) -> Invitation | None:
    """The invitation that a link stands for, unless it was taken or has run out."""
    return db.session.scalar(
        select(Invitation).where(
            Invitation.digest == token_digest(token), Invitation.used_at.is_(None), Invitation.expires_at > at
        )
    )


def last_consent(person_id: int) -> Consent | None:
    """What a person agreed to last, withdrawn or not. 1 query."""
    return db.session.scalar(_LAST_CONSENT, {"person_id": person_id})


def has_withdrawn(person_id: int) -> bool:
    """Whether a person took back what they agreed to, and has not agreed again. 1 query."""
    consent = last_consent(person_id)
    return consent is not None and consent.withdrawn_at is not None


@cache
def country_choices(language: str) -> tuple[tuple[str, str], ...]:
    """Countries by code, with their names in a language and in its alphabetical order."""
    names = Locale(language).territories
    return tuple(sorted(((code, names[code]) for code in countries()), key=lambda choice: in_dictionary(choice[1])))


def in_dictionary(name: str) -> str:
    """By what a name is sorted: accents and capitals decide nothing in a dictionary."""
    decomposed = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "oe").replace("’", "'"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
