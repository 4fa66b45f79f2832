"""The ways into one's account: address, passphrase, and the devices that are signed in.

Where a code or a passphrase is tried, the attempt is counted whatever comes of it: those posts commit themselves.
"""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import queries
from lms.accounts.access import current_person, current_sign_in
from lms.accounts.access.trying import WRONG_CODE, counted, doubt, first_time, redeemed
from lms.accounts.actions.changing import (
    AddressTaken,
    ask_for_new_address,
    ask_for_passphrase_code,
    set_passphrase,
    take_new_address,
)  # fmt: skip
from lms.accounts.actions.signing import end_other_sign_ins, end_sign_in_of
from lms.accounts.addresses import read_address
from lms.accounts.codes import read_code
from lms.accounts.forms import Errors
from lms.accounts.limits import CODES_ASKED
from lms.accounts.models import EmailCode, Purpose
from lms.accounts.passphrases import check_passphrase
from lms.accounts.views.blueprint import bp
from lms.clock import now
from lms.db import db
from lms.errors import N_, Refusal
from lms.idempotency.access import once
from lms.mail.access import has_mailbox
from lms.web.access import SIGNED_IN, access


@bp.get("/account/email")
@access(SIGNED_IN)
def email() -> ResponseReturnValue:
    """Ask for the new address."""
    return _email_page({}, {})


def _email_page(values: dict[str, str], errors: Errors) -> ResponseReturnValue:
    page = render_template("accounts/email.html", person=current_person(), values=values, errors=errors)
    return page, 422 if errors else 200


@bp.post("/account/email")
@access(SIGNED_IN)
def ask_for_email() -> ResponseReturnValue:
    """Have a code sent to the new address."""
    person, typed = current_person(), request.form.get("email", "")
    try:
        address = read_address(typed)
    except Refusal as refusal:
        return _email_page({"email": typed}, {"email": refusal})
    if address == person.email:
        return _email_page({"email": typed}, {"email": Refusal(N_("Type another address: this one is yours already"))})
    if first_time():
        refused = counted(CODES_ASKED, person.email_key)
        if refused is not None:
            return refused
        ask_for_new_address(person, address, now())
        db.session.commit()
    return redirect(url_for("accounts.email_code"), 303)


@bp.get("/account/email/code")
@access(SIGNED_IN)
def email_code() -> ResponseReturnValue:
    """Ask for the code that was sent to the new address."""
    return _email_code_page({})


def _email_code_page(errors: Errors) -> ResponseReturnValue:
    page = render_template("accounts/email_code.html", errors=errors, has_mailbox=has_mailbox())
    return page, 422 if errors else 200


@bp.post("/account/email/code")
@access(SIGNED_IN)
def save_email() -> ResponseReturnValue:
    """Change the address, if the code that was sent there came back."""
    person = current_person()
    digits = read_code(request.form.get("code", ""))
    if not digits:
        return _email_code_page({"code": Refusal(N_("Type the six digits of the code"))})
    found = redeemed(person.email_key, Purpose.NEW_EMAIL, digits)
    if not isinstance(found, EmailCode):
        return found or _email_code_page({"code": Refusal(WRONG_CODE)})
    try:
        take_new_address(person, found.new_email or person.email, current_sign_in(), now())
    except AddressTaken as refusal:
        db.session.rollback()
        return _email_code_page({"code": refusal})
    db.session.commit()
    return redirect(url_for("accounts.account"), 303)


@bp.get("/account/passphrase")
@access(SIGNED_IN)
def passphrase() -> ResponseReturnValue:
    """Ask for the new passphrase, with the current one or a code."""
    return _passphrase_page({})


def _passphrase_page(errors: Errors, status: int | None = None) -> ResponseReturnValue:
    page = render_template(
        "accounts/passphrase.html", person=current_person(), errors=errors, has_mailbox=has_mailbox(),
        was_sent=request.args.get("sent") == "1" or bool(errors.get("code") or request.form.get("code")),
        # A code that was not tried yet is still good.
        typed={} if "code" in errors or "current" in errors else {"code": request.form.get("code", "")},
    )  # fmt: skip
    return page, status or (422 if errors else 200)


@bp.post("/account/passphrase/code")
@access(SIGNED_IN)
def ask_for_code_of_passphrase() -> ResponseReturnValue:
    """Send the code that stands for the current passphrase."""
    person = current_person()
    if first_time():
        refused = counted(CODES_ASKED, person.email_key)
        if refused is not None:
            return refused
        ask_for_passphrase_code(person, now())
        db.session.commit()
    return redirect(url_for("accounts.passphrase", sent=1), 303)


@bp.post("/account/passphrase")
@access(SIGNED_IN)
def save_passphrase() -> ResponseReturnValue:
    """Set or change the passphrase; every other device is signed out."""
    person = current_person()
    current, digits = request.form.get("current", ""), read_code(request.form.get("code", ""))
    errors: Errors = {}
    if not current and not digits:
        asked = N_("Type your current passphrase, or a code") if person.passphrase_hash else N_("Type the code")
        errors["current" if person.passphrase_hash else "code"] = Refusal(asked)
    try:
        chosen = check_passphrase(request.form.get("passphrase", ""), (person.name, person.email))
    except Refusal as refusal:
        errors["passphrase"] = refusal
    if errors:
        return _passphrase_page(errors)
    refused = doubt(person, Purpose.PASSPHRASE, current, digits)
    if refused is not None:
        return _passphrase_page(refused) if isinstance(refused, dict) else refused
    set_passphrase(person, chosen, current_sign_in(), now())
    db.session.commit()
    return redirect(url_for("accounts.account"), 303)


@bp.get("/account/sign-ins")
@access(SIGNED_IN)
def sign_ins() -> ResponseReturnValue:
    """The devices that are signed in."""
    found = queries.sign_ins_of(current_person().id, now())
    return render_template("accounts/sign_ins.html", sign_ins=found, this=current_sign_in().public_id)


@bp.post("/account/sign-ins/end")
@access(SIGNED_IN)
@once
def end_sign_ins() -> ResponseReturnValue:
    """Sign out one other device, or all of them."""
    chosen = request.form.get("sign_in", "")
    if chosen:
        end_sign_in_of(current_person().id, chosen, now())
    else:
        end_other_sign_ins(current_person().id, current_sign_in(), now())
    return redirect(url_for("accounts.sign_ins"), 303)
