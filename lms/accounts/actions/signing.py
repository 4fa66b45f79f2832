"""Sign-ins, opened and ended."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, update

from lms.accounts.models import EmailCode, Person, Purpose, SignIn
from lms.accounts.queries import token_digest
from lms.db import db

SIGN_IN_LASTS = timedelta(days=30)
KEPT_WHEN_OVER = timedelta(days=30)
USE_IS_NOTED_EVERY = timedelta(minutes=10)
ACTIVE_TO_THE = timedelta(days=1)  # how exactly it is known when somebody was last here


def open_sign_in(person: Person, device: str, at: datetime) -> str:
    """Sign a person in on a device; return the token for its cookie, which is kept nowhere else."""
    token = secrets.token_urlsafe(16)
    person.active_at, person.warned_at = at, None  # who comes back is not forgotten
    db.session.add(
        SignIn(
            token_digest=token_digest(token),
            public_id=secrets.token_urlsafe(16),
            person_id=person.id,
            device=device,
            created_at=at,
            used_at=at,
            expires_at=at + SIGN_IN_LASTS,
        )
    )
    person.active_at = at
    db.session.flush()
    return token


def note_use(sign_in: SignIn, at: datetime) -> None:
    """Remember that a device was used, to ten minutes, and its person active, to the day.

    Committed with what the device asks for, and with nothing else.
    """
    if at - sign_in.used_at > USE_IS_NOTED_EVERY:
        sign_in.used_at = at
    person = sign_in.person
    if person.active_at is None or at - person.active_at >= ACTIVE_TO_THE:
        person.active_at = at


def end_sign_in(sign_in: SignIn, at: datetime) -> None:
    """Sign a device out."""
    _let_no_code_return(sign_in.person_id)
    sign_in.ended_at = at
    db.session.flush()


def end_other_sign_ins(person_id: int, kept: SignIn | None, at: datetime) -> None:
    """Sign a person out everywhere, but for one device."""
    _let_no_code_return(person_id)
    others = update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    if kept is not None:
        others = others.where(SignIn.token_digest != kept.token_digest)
    db.session.execute(others.values(ended_at=at))


def end_sign_in_of(person_id: int, public_id: str, at: datetime) -> None:
    """Sign one device of a person out; somebody else's, or one that is not there, is left alone."""
    _let_no_code_return(person_id)
    db.session.execute(
        update(SignIn)
        .where(SignIn.person_id == person_id, SignIn.public_id == public_id, SignIn.ended_at.is_(None))
        .values(ended_at=at)
    )


def _let_no_code_return(person_id: int) -> None:
    """Forget which form used a code: sent again after a sign-out, from a shared device say, it signs nobody in."""
    db.session.execute(
        update(EmailCode)
        .where(EmailCode.person_id == person_id, EmailCode.purpose == Purpose.SIGN_IN, EmailCode.used_by.is_not(None))
        .values(used_by=None)
    )


def sweep_sign_ins(at: datetime) -> None:
    """Forget sign-ins that ran out a month ago."""
    db.session.execute(delete(SignIn).where(SignIn.expires_at < at - KEPT_WHEN_OVER))
