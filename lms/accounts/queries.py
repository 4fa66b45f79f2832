"""People and their sign-ins, read."""

import hashlib
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager

from lms.accounts.models import Person, SignIn
from lms.db import db

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


def token_digest(token: str) -> str:
    """What is kept of the token in a cookie: who reads the table cannot sign in with it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def live_sign_in(token: str, at: datetime) -> SignIn | None:
    """The sign-in that a cookie's token stands for, with its person, unless it ended or ran out. One query."""
    return db.session.scalar(_LIVE, {"digest": token_digest(token), "at": at})
