"""The second factor of those with a role: asked for, set up, and the codes that stand for a lost telephone.

Where a code is tried, the attempt is counted whatever comes of it: those posts commit themselves.
"""

from functools import wraps
from typing import Protocol

from flask import Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts import queries
from lms.accounts.access import current_person, current_sign_in
from lms.accounts.access.trying import counted
from lms.accounts.actions import factors
from lms.accounts.codes import read_code
from lms.accounts.forms import Errors
from lms.accounts.limits import SECOND_FACTORS
from lms.accounts.models import Person, SecondFactor
from lms.accounts.qr import modules
from lms.accounts.totp import address, as_text
from lms.accounts.views.arriving import form_page, wanted_next
from lms.accounts.views.blueprint import bp
from lms.clock import now
from lms.db import db
from lms.errors import N_, Refusal
from lms.idempotency.access import once
from lms.web import carrying
from lms.web.access import SECOND_FACTOR, SIGNED_IN, access
from lms.web.forms import sent_key
from lms.web.requests import WRITING_METHODS

ISSUER = "Palabre"
EMPTY = N_("Type the six digits that your application shows")
WRONG = N_("This is not the code of this moment, or it was used already. Wait for the next one, and type that")
NO_RECOVERY = N_("This is none of your recovery codes, or it was used already")


class View(Protocol):
    """A view without words in its address."""

    __name__: str

    def __call__(self) -> ResponseReturnValue:
        """Answer."""


def for_a_role(view: View) -> View:
    """Only those with a role have a second factor: for others these pages are not there."""

    @wraps(view)
    def guarded() -> ResponseReturnValue:
        if current_person().role is None:
            abort(404)
        return view()

    return guarded


def ask_for_second_factor() -> ResponseReturnValue:
    """Lead whoever has a role to the page that asks for the second factor; a form they sent is kept in it."""
    if request.method not in WRITING_METHODS:
        return redirect(url_for("accounts.second_factor", next=request.full_path.removesuffix("?")))
    carried = carrying.packed(carrying.this_form())
    if _confirmed(current_person()) is None:
        return redirect(url_for("accounts.second_factor"), 303)
    return _ask_page({}, carried), 401


def _confirmed(person: Person) -> SecondFactor | None:
    found = queries.second_factor(person.id)
    return found if found is not None and found.confirmed_at is not None else None


def _onward() -> ResponseReturnValue:
    """What was asked for before, or the form that came too early."""
    carried = carrying.unpacked(request.form.get(carrying.FIELD, ""))
    if carried is not None:
        return form_page(carried, str(current_person().id))
    return redirect(wanted_next() or url_for("administration.home"), 303)


@bp.get("/account/second-factor")
@access(SIGNED_IN)
@for_a_role
def second_factor() -> ResponseReturnValue:
    """Ask for the code of this moment; who has no second factor yet sets it up first."""
    if _confirmed(current_person()) is None:
        return redirect(url_for("accounts.new_factor", next=wanted_next() or None))
    if current_user.has_second_factor:
        return redirect(wanted_next() or url_for("accounts.factor"))
    return _ask_page({})


def _ask_page(errors: Errors, carried: str = "") -> str:
    return render_template(
        "accounts/second_factor.html",
        errors=errors,
        carried=carried or request.form.get(carrying.FIELD, ""),
        following="" if carried else wanted_next(),
    )


@bp.post("/account/second-factor")
@access(SIGNED_IN)
@for_a_role
def show_factor() -> ResponseReturnValue:
    """Take the code of this moment, or a recovery code. Sent twice, it counts once: the device has shown it."""
    sent_key()
    person, is_recovery = current_person(), request.form.get("way") == "recovery"
    if current_user.has_second_factor:
        return _onward()
    if _confirmed(person) is None:
        return redirect(url_for("accounts.new_factor"), 303)
    field = "recovery" if is_recovery else "code"
    digits = read_code(request.form.get("code", ""))
    if not (request.form.get("recovery", "").strip() if is_recovery else digits):
        return _ask_page({field: Refusal(N_("Type one of your recovery codes") if is_recovery else EMPTY)}), 422
    refused = counted(SECOND_FACTORS, person.email_key)
    if refused is not None:
        return refused
    db.session.commit()
    at, sign_in = now(), current_sign_in()
    if is_recovery:
        is_right = factors.use_recovery_code(person, sign_in, request.form.get("recovery", ""), at)
    else:
        is_right = factors.show_factor(person, sign_in, digits, at)
    if not is_right:
        db.session.rollback()
        return _ask_page({field: Refusal(NO_RECOVERY if is_recovery else WRONG)}), 422
    db.session.commit()
    return _onward()


@bp.get("/account/second-factor/new")
@access(SIGNED_IN)
@for_a_role
def new_factor() -> ResponseReturnValue:
    """Say what it is; once it was begun, show the secret until its first code proves that a telephone holds it."""
    if _confirmed(current_person()) is not None:
        return redirect(url_for("accounts.second_factor", next=wanted_next() or None))
    return _new_page({})


def _new_page(errors: Errors) -> ResponseReturnValue:
    person = current_person()
    begun = queries.second_factor(person.id)
    secret = factors.secret_of(begun) if begun is not None else None
    page = render_template(
        "accounts/new_factor.html",
        errors=errors,
        following=wanted_next(),
        secret=as_text(secret) if secret else "",
        code=modules(address(secret, ISSUER, person.email)) if secret else None,
    )
    return page, 422 if errors else 200


@bp.post("/account/second-factor/begin")
@access(SIGNED_IN)
@for_a_role
@once
def begin_factor() -> ResponseReturnValue:
    """Make the secret; the page then shows it."""
    factors.begin_factor(current_person())
    return redirect(url_for("accounts.new_factor", next=wanted_next() or None), 303)


@bp.post("/account/second-factor/new")
@access(SIGNED_IN)
@for_a_role
def confirm_factor() -> ResponseReturnValue:
    """Take the second factor into use, and show the recovery codes: only this reply ever holds them."""
    sent_key()
    person = current_person()
    if _confirmed(person) is not None:
        return redirect(url_for("accounts.factor"), 303)
    digits = read_code(request.form.get("code", ""))
    if not digits:
        return _new_page({"code": Refusal(EMPTY)})
    refused = counted(SECOND_FACTORS, person.email_key)
    if refused is not None:
        return refused
    db.session.commit()
    codes = factors.confirm_factor(person, current_sign_in(), digits, now())
    if codes is None:
        db.session.rollback()
        return _new_page({"code": Refusal(WRONG)})
    db.session.commit()
    return _codes_page(codes)


def _codes_page(codes: list[str]) -> ResponseReturnValue:
    following = wanted_next() or url_for("administration.home")
    return render_template("accounts/recovery_codes.html", codes=codes, following=following, errors={})


@bp.get("/account/second-factor/yours")
@access(SIGNED_IN)
@for_a_role
def factor() -> ResponseReturnValue:
    """What one has, and the ways to other codes and to another telephone."""
    found = _confirmed(current_person())
    if found is None or not current_user.has_second_factor:
        return redirect(url_for("accounts.second_factor", next=request.path))
    left = queries.recovery_codes_left(current_person().id)
    return render_template("accounts/factor.html", factor=found, left=left, errors={})


@bp.post("/account/second-factor/codes")
@access(SIGNED_IN)
@for_a_role
def new_codes() -> ResponseReturnValue:
    """Make other recovery codes and show them; sent twice, the last ones shown are those that are good."""
    sent_key()
    if not current_user.has_second_factor:
        return ask_for_second_factor()
    codes = factors.new_recovery_codes(current_person(), now())
    db.session.commit()
    return _codes_page(codes)


@bp.post("/account/second-factor/give-up")
@access(SIGNED_IN)
@for_a_role
@once
def give_up_factor() -> ResponseReturnValue:
    """Change to another telephone: the second factor goes, and another is asked for at once."""
    if not current_user.has_second_factor:
        return ask_for_second_factor()
    factors.give_up_factor(current_person(), current_sign_in(), now())
    return redirect(url_for("accounts.new_factor"), 303)


def init_app(app: Flask) -> None:
    """Say how the second factor is asked for."""
    app.extensions[SECOND_FACTOR] = ask_for_second_factor
