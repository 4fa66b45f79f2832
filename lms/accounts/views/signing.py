"""Signing in by a code or by a passphrase, and signing out.

These posts commit themselves: an attempt is counted whatever comes of it. They bear being sent twice: what asks for a
code does so once for a form, and a code signs in again for the form that used it.
"""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts import queries
from lms.accounts.access import person_or_none
from lms.accounts.access.trying import WRONG_CODE, counted, first_time, redeemed
from lms.accounts.actions.changing import rehash
from lms.accounts.actions.coding import ask_for_sign_in_code, confirm_address
from lms.accounts.actions.hashing import hash_passphrase, is_outdated, is_passphrase
from lms.accounts.actions.signing import end_sign_in
from lms.accounts.addresses import key_of, read_address
from lms.accounts.codes import read_code
from lms.accounts.limits import CODES_ASKED, TRIES
from lms.accounts.models import EmailCode, Purpose
from lms.accounts.views.arriving import ASKED, destination, let_in, remember_asked, wanted_next
from lms.accounts.views.blueprint import bp
from lms.clock import now
from lms.db import db
from lms.errors import N_, Refusal
from lms.mail.access import has_mailbox
from lms.web import carrying
from lms.web.access import ANYONE, access
from lms.web.forms import sent_key

WRONG_PASSPHRASE = N_("This address and this passphrase do not go together")


@bp.get("/sign-in")
@access(ANYONE)
def sign_in() -> ResponseReturnValue:
    """Ask for an address, or an address and a passphrase."""
    if person_or_none() is not None:
        return redirect(destination(wanted_next()))
    return _sign_in_page({}, {})


def _sign_in_page(values: dict[str, str], errors: dict[str, Refusal]) -> ResponseReturnValue:
    carried = request.form.get(carrying.FIELD, "")
    page = render_template(
        "accounts/sign_in.html", values=values, errors=errors, carried=carried, following=wanted_next()
    )
    return page, 422 if errors else 200


@bp.post("/sign-in")
@access(ANYONE)
def ask_for_code() -> ResponseReturnValue:
    """Send a code to an address, if it has an account; or sign in by a passphrase."""
    if request.form.get("way") == "passphrase":
        return _try_passphrase()
    try:
        email = read_address(request.form.get("email", ""))
    except Refusal as refusal:
        return _sign_in_page({"email": request.form.get("email", "")}, {"email": refusal})
    if first_time():
        refused = counted(CODES_ASKED, key_of(email))
        if refused is not None:
            return refused
        ask_for_sign_in_code(key_of(email), now())
        db.session.commit()
    if request.form.get(carrying.FIELD):
        return _code_page({"email": email}, {})
    remember_asked(email)
    return redirect(url_for("accounts.code"), 303)


def _try_passphrase() -> ResponseReturnValue:
    typed, passphrase = request.form.get("email", ""), request.form.get("passphrase", "")
    sent_key()
    errors: dict[str, Refusal] = {}
    try:
        email_key = key_of(read_address(typed))
    except Refusal as refusal:
        errors["account"] = refusal
    if not passphrase:
        errors["passphrase"] = Refusal(N_("Type your passphrase"))
    if errors:
        return _sign_in_page({"account": typed}, errors)
    refused = counted(TRIES, email_key)
    if refused is not None:
        return refused
    person = queries.person_of_address(email_key)
    number, kept = (person.id, person.passphrase_hash) if person else (None, None)
    db.session.commit()  # the count stays, and nobody waits for us while we compute
    if not is_passphrase(kept, passphrase) or number is None or kept is None:
        return _sign_in_page({"account": typed}, {"passphrase": Refusal(WRONG_PASSPHRASE)})
    fresh = hash_passphrase(passphrase) if is_outdated(kept) else kept
    known = rehash(number, kept, fresh)
    if known is None:
        db.session.rollback()
        return _sign_in_page({"account": typed}, {"passphrase": Refusal(WRONG_PASSPHRASE)})
    return let_in(known, now())


@bp.get("/sign-in/code")
@access(ANYONE)
def code() -> ResponseReturnValue:
    """Ask for the code that was sent; the address with it, for a mail may be read on another device."""
    if person_or_none() is not None:
        return redirect(destination(wanted_next()))
    asked = session.get(ASKED) or {}
    return _code_page({"email": str(asked.get("email", ""))}, {}, str(asked.get("next", "")))


def _code_page(values: dict[str, str], errors: dict[str, Refusal], following: str = "") -> ResponseReturnValue:
    page = render_template(
        "accounts/code.html",
        values=values,
        errors=errors,
        carried=request.form.get(carrying.FIELD, ""),
        following=following or wanted_next(),
        has_mailbox=has_mailbox(),
    )
    return page, 422 if errors else 200


@bp.post("/sign-in/code")
@access(ANYONE)
def try_code() -> ResponseReturnValue:
    """Sign in by a code, which confirms the address as well."""
    typed, digits = request.form.get("email", ""), read_code(request.form.get("code", ""))
    sent_key()
    errors: dict[str, Refusal] = {}
    try:
        email_key = key_of(read_address(typed))
    except Refusal as refusal:
        errors["email"] = refusal
    if not digits:
        errors["code"] = Refusal(N_("Type the six digits of the code"))
    if errors:
        return _code_page({"email": typed}, errors)
    found = redeemed(email_key, Purpose.SIGN_IN, digits)
    if not isinstance(found, EmailCode):
        return found or _code_page({"email": typed}, {"code": Refusal(WRONG_CODE)})
    at = now()
    person, is_new = confirm_address(found, at)
    return let_in(person, at, is_new=is_new)


@bp.post("/sign-out")
@access(ANYONE)
def sign_out() -> ResponseReturnValue:
    """Sign this device out; a device that was is led to the same page."""
    if person_or_none() is not None:
        end_sign_in(current_user.sign_in, now())
        db.session.commit()
    session.clear()
    response = redirect(url_for("catalog.home"), 303)
    response.headers["Clear-Site-Data"] = '"storage"'  # answers not sent, pages kept for when the network is away
    return response
