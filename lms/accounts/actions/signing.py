"""Sign-ins, opened and ended."""

import secrets
from datetime import datetime, timedelta

from lms.accounts.models import Person, SignIn
from lms.accounts.queries import token_digest
from lms.db import db

SIGN_IN_LASTS = timedelta(days=30)


def open_sign_in(person: Person, device: str, at: datetime) -> str:
    """Sign a person in on a device; return the token for its cookie, which is kept nowhere else."""
    token = secrets.token_urlsafe(16)
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
    db.session.flush()
    return token


def end_sign_in(sign_in: SignIn, at: datetime) -> None:
    """Sign a device out."""
    sign_in.ended_at = at
    db.session.flush()
