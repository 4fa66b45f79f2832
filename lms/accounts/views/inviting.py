"""A role that somebody is invited to take: opened from a link, taken with a button."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import queries
from lms.accounts.access import ROLE_NAMES, ROLE_POWERS, current_person, current_sign_in
from lms.accounts.actions.inviting import take_invitation
from lms.accounts.views.blueprint import bp
from lms.clock import now
from lms.errors import Refusal
from lms.idempotency.access import once
from lms.web.access import SIGNED_IN, access


@bp.get("/invitation/<token>")
@access(SIGNED_IN)
def invitation(token: str) -> ResponseReturnValue:
    """Say what is offered; a link is opened by many a machine before its reader, so that nothing happens yet."""
    return _page(token, None)


def _page(token: str, refusal: Refusal | None) -> ResponseReturnValue:
    found = queries.live_invitation(token, now())
    page = render_template(
        "accounts/invitation.html",
        invitation=found,
        person=current_person(),
        role_names=ROLE_NAMES,
        role_powers=ROLE_POWERS,
        refusal=refusal,
        errors={},
    )
    return page, 404 if found is None else 409 if refusal else 200


@bp.post("/invitation/<token>")
@access(SIGNED_IN)
@once
def take(token: str) -> ResponseReturnValue:
    """Take the role; the second factor is asked for next."""
    try:
        take_invitation(token, current_person(), current_sign_in(), now())
    except Refusal as refusal:
        return _page(token, refusal)
    return redirect(url_for("accounts.second_factor", next=url_for("administration.home")), 303)
