"""Having one's account erased: what goes and what stays, the proof of being oneself, a week to undo it.

Where a code or a passphrase is tried, the attempt is counted whatever comes of it: that post commits itself.
"""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.access import current_person
from lms.accounts.access.trying import CODES_ASKED, counted, digits_of, doubt, first_time
from lms.accounts.actions.coding import ask_for_erasure_code
from lms.accounts.models import Purpose
from lms.clock import now
from lms.db import db
from lms.errors import N_, Refusal
from lms.held import GONE
from lms.idempotency.access import once
from lms.mail.access import has_mailbox
from lms.privacy import queries
from lms.privacy.actions.asking import HasRole, ask_for_erasure, keep_account
from lms.privacy.schedule import UNDO_DAYS
from lms.privacy.views.blueprint import bp
from lms.web.access import SIGNED_IN, access

CHOICES = ("keep", "withdraw")


@bp.get("/account/data/erase")
@access(SIGNED_IN)
def erase() -> ResponseReturnValue:
    """What erasing means for this very account, or that it is under way and can be undone."""
    return _page({})


def _page(errors: dict[str, Refusal], status: int | None = None) -> ResponseReturnValue:
    person = current_person()
    erasure = queries.pending_erasure(person.id)
    if erasure is not None:
        return render_template(
            "privacy/pending.html", erasure=erasure, has_certificates=queries.has_certificates(person.id)
        )
    counts = queries.counts(queries.subject_of(person))
    present = [holding for holding in queries.holdings() if counts[holding.key]]
    page = render_template(
        "privacy/erase.html", person=person, errors=errors, has_mailbox=has_mailbox(), days=UNDO_DAYS,
        going=[one for one in present if one.erased == GONE], staying=[one for one in present if one.erased != GONE],
        has_certificates=bool(counts["certificates"]), typed=request.form,
        was_sent=request.args.get("sent") == "1" or bool(request.form.get("code")) or "code" in errors,
    )  # fmt: skip
    return page, status or (422 if errors else 200)


@bp.post("/account/data/erase/code")
@access(SIGNED_IN)
def ask_for_code() -> ResponseReturnValue:
    """Send the code that proves that it is the owner who asks."""
    person = current_person()
    if first_time():
        refused = counted(CODES_ASKED, person.email_key)
        if refused is not None:
            return refused
        ask_for_erasure_code(person, now())
        db.session.commit()
    return redirect(url_for("privacy.erase", sent=1), 303)


@bp.post("/account/data/erase")
@access(SIGNED_IN)
def ask_to_erase() -> ResponseReturnValue:
    """Have the account erased in a week, for who shows that it is theirs."""
    person, chosen = current_person(), request.form.get("certificates", "")
    if queries.pending_erasure(person.id) is not None:
        return redirect(url_for("privacy.erase"), 303)
    current, digits = request.form.get("current", ""), digits_of(request.form.get("code", ""))
    errors: dict[str, Refusal] = {}
    if chosen not in CHOICES and queries.has_certificates(person.id):
        errors["certificates"] = Refusal(N_("Choose what becomes of your certificates"))
    if not current and not digits:
        asked = N_("Type your current passphrase, or a code") if person.passphrase_hash else N_("Type the code")
        errors["current" if person.passphrase_hash else "code"] = Refusal(asked)
    if errors:
        return _page(errors)
    refused = doubt(person, Purpose.ERASURE, current, digits)
    if refused is not None:
        return _page(refused) if isinstance(refused, dict) else refused
    try:
        ask_for_erasure(person, keeps_certificates=chosen == "keep", at=now())
    except HasRole:
        db.session.rollback()
        return _page({}, 422)
    db.session.commit()
    return redirect(url_for("privacy.erase"), 303)


@bp.post("/account/data/erase/keep")
@access(SIGNED_IN)
@once
def keep() -> ResponseReturnValue:
    """Keep the account after all."""
    keep_account(current_person(), now())
    return redirect(url_for("catalog.dashboard"), 303)
