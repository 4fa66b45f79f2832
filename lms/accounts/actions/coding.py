"""Codes sent by e-mail: made, tried and redeemed."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import delete, select, update

from lms.accounts.codes import DIGITS, LASTS, MOST_TRIES, code_digest, is_same
from lms.accounts.models import EmailCode, Person, Purpose
from lms.db import db
from lms.jobs import actions as jobs
from lms.mail import actions as mail

SIGN_IN_JOB = "accounts.sign-in-code"


@dataclass(frozen=True, slots=True)
class TriedCode:
    """A code against which a try was counted."""

    id: int
    person_id: int
    digest: str


def ask_for_sign_in_code(email_key: str, at: datetime) -> None:
    """Have a code sent to an address, if it has an account: looked up after the reply, which tells nothing."""
    jobs.add(SIGN_IN_JOB, {"email_key": email_key}, at)


def send_code(person: Person, purpose: Purpose, letter: str, at: datetime, new_email: str | None = None) -> None:
    """Send a fresh code; those sent before stay good, for mails overtake each other."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    db.session.add(
        EmailCode(
            person_id=person.id,
            purpose=purpose,
            digest=code_digest(_secret(), purpose, person.id, code),
            new_email=new_email,
            created_at=at,
            expires_at=at + LASTS,
        )
    )
    mail.send(
        letter,
        person_id=person.id,
        recipient=new_email or person.email,
        language=person.language,
        at=at,
        is_secret=True,
        code=code,
        until=at + LASTS,
        zone=person.zone,
    )


def ask_for_erasure_code(person: Person, at: datetime) -> None:
    """Send a code that proves that it is the owner of an account who wants it erased."""
    send_code(person, Purpose.ERASURE, "erasure_code", at)


def try_codes(email_key: str, purpose: Purpose, at: datetime) -> list[TriedCode]:
    """Count a try against every live code of an account: one statement, whether or not there is such an account."""
    account = select(Person.id).where(Person.email_key == email_key, Person.disabled_at.is_(None)).scalar_subquery()
    tried = db.session.execute(
        update(EmailCode)
        .where(
            EmailCode.person_id == account,
            EmailCode.purpose == purpose,
            EmailCode.used_at.is_(None),
            EmailCode.expires_at > at,
            EmailCode.tries < MOST_TRIES,
        )
        .values(tries=EmailCode.tries + 1)
        .returning(EmailCode.id, EmailCode.person_id, EmailCode.digest)
        .execution_options(synchronize_session=False)
    )
    return [TriedCode(*row) for row in tried]


def right_one(tried: list[TriedCode], purpose: Purpose, typed: str) -> TriedCode | None:
    """The code that was typed, if it is one of those."""
    secret = _secret()
    return next((one for one in tried if is_code(one.digest, secret, purpose, one.person_id, typed)), None)


def is_code(digest: str, secret: str, purpose: Purpose, person_id: int, typed: str) -> bool:
    """Whether a digest is that of these digits."""
    return is_same(digest, code_digest(secret, purpose, person_id, typed))


def redeem(code_id: int, form_key: str, at: datetime) -> EmailCode | None:
    """Use a code, and with it all others of its purpose; None if another form used it first."""
    code = db.session.get_one(EmailCode, code_id, with_for_update=True, populate_existing=True)
    if code.used_at is not None:
        return code if code.used_by == form_key else None
    db.session.execute(
        update(EmailCode)
        .where(EmailCode.person_id == code.person_id, EmailCode.purpose == code.purpose, EmailCode.used_at.is_(None))
        .values(used_at=at)
    )
    code.used_at, code.used_by = at, form_key
    db.session.flush()
    return code


def confirm_address(code: EmailCode, at: datetime) -> tuple[Person, bool]:
    """Whose sign-in code this is, their address confirmed by it; and whether that is the first time."""
    person = db.session.get_one(Person, code.person_id)
    is_first = person.email_confirmed_at is None
    if is_first:
        person.email_confirmed_at = at
        db.session.flush()
    return person, is_first


def sweep_codes(at: datetime) -> None:
    """Forget codes that ran out."""
    db.session.execute(delete(EmailCode).where(EmailCode.expires_at <= at))


def _send_sign_in_code(arguments: jobs.Arguments, _found: None, at: datetime) -> None:
    person = db.session.scalar(
        select(Person).where(Person.email_key == arguments["email_key"], Person.disabled_at.is_(None))
    )
    if person is not None:
        send_code(person, Purpose.SIGN_IN, "sign_in", at)


def _secret() -> str:
    secret: str = current_app.config["LMS"].secret_key
    return secret


jobs.register(SIGN_IN_JOB, jobs.Kind(carry_out=_send_sign_in_code))
