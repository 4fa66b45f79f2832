"""Tries to sign in, or to prove that one is oneself: each is counted and committed before it is looked at."""

import hashlib
from datetime import datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from lms.accounts import queries
from lms.accounts.access import readers_address
from lms.accounts.actions.coding import TriedCode, redeem, right_one, try_codes
from lms.accounts.actions.counting import count_attempt
from lms.accounts.actions.hashing import is_passphrase
from lms.accounts.codes import read_code
from lms.accounts.limits import CODES_ASKED as CODES_ASKED
from lms.accounts.limits import TRIES, Limit
from lms.accounts.models import EmailCode, Person, Purpose
from lms.clock import now
from lms.db import db
from lms.errors import N_, Refusal
from lms.idempotency import actions as idempotency
from lms.web.forms import body_digest, sent_key

WRONG_CURRENT = N_("This is not your current passphrase")
WRONG_CODE = N_("This code is not the one we sent, or it has run out. Check its six digits, or ask for another")


def digits_of(text: str) -> str:
    """The digits of a code as somebody typed it."""
    return read_code(text)


def first_time() -> bool:
    """Whether this form, with what is in it now, was not sent before; held until the end of the transaction."""
    number, digest = sent_key().number, body_digest(request.form)
    key = hashlib.sha256(f"{number}:{digest}".encode()).hexdigest()
    return idempotency.claim(key, sender="", route=request.path, body_digest=digest, at=now())


def counted(limit: Limit, email_key: str) -> ResponseReturnValue | None:
    """Count an attempt, for the caller to commit; the page of who tried too often, with nothing left to commit."""
    until = count_attempt(limit, email_key, readers_address(), now())
    if until is None:
        return None
    db.session.rollback()
    return too_many(until)


def redeemed(email_key: str, purpose: Purpose, digits: str) -> EmailCode | ResponseReturnValue | None:
    """The code that was typed, used now by this form and not committed; the page of who tried too often; or None.

    The same form sent again gets the code that it used, and counts no try.
    """
    at, form_key = now(), sent_key().number
    used = queries.code_used_by(form_key, email_key, purpose, at)
    if used is not None:
        tried = [TriedCode(used.id, used.person_id, used.digest)]
    else:
        refused = counted(TRIES, email_key)
        if refused is not None:
            return refused
        tried = try_codes(email_key, purpose, at)
        db.session.commit()
    found = right_one(tried, purpose, digits)
    code = redeem(found.id, form_key, at) if found else None
    if code is None:
        db.session.rollback()
    return code


def doubt(
    person: Person, purpose: Purpose, passphrase: str, digits: str
) -> dict[str, Refusal] | ResponseReturnValue | None:
    """Why it is not shown that somebody signed in here is who they are: by their passphrase, or a code of a purpose.

    What to mend, by field (`current` or `code`); or the page of who tried too often; None where there is no doubt. The
    try is committed; that the code is used is not, and goes with what it was used for.
    """
    if digits:
        found = redeemed(person.email_key, purpose, digits)
        return None if isinstance(found, EmailCode) else found or {"code": Refusal(WRONG_CODE)}
    refused = counted(TRIES, person.email_key)
    if refused is not None:
        return refused
    kept = person.passphrase_hash
    db.session.commit()
    return None if is_passphrase(kept, passphrase) else {"current": Refusal(WRONG_CURRENT)}


def too_many(until: datetime) -> ResponseReturnValue:
    """Tell when one may try again."""
    error = TooManyRequests(retry_after=max(1, int((until - now()).total_seconds()) + 1))
    return render_template("accounts/too_many.html", until=until), 429, {"Retry-After": str(error.retry_after)}
