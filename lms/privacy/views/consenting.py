"""What one agreed to: read again, taken back, given again."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.access import current_person
from lms.accounts.actions.consenting import consent_again, withdraw_consent
from lms.accounts.actions.registering import keep_consent_text
from lms.accounts.queries import last_consent
from lms.clock import now
from lms.idempotency.access import once
from lms.privacy.views.blueprint import bp
from lms.web.access import SIGNED_IN, access
from lms.web.locale import current_language


@bp.get("/account/data/consent")
@access(SIGNED_IN)
def consent() -> ResponseReturnValue:
    """What was agreed to and when, what withdrawing means, and the way to do it or to take it back."""
    return render_template("privacy/consent.html", consent=last_consent(current_person().id))


@bp.post("/account/data/consent")
@access(SIGNED_IN)
@once
def save_consent() -> ResponseReturnValue:
    """Withdraw, or agree to the text as it is now."""
    person, at = current_person(), now()
    if request.form.get("choice") == "withdraw":
        withdraw_consent(person, at)
    elif request.form.get("choice") == "agree":
        text = render_template("accounts/consent.html").strip()
        consent_again(person, keep_consent_text(current_language(), text), at)
    return redirect(url_for("privacy.consent"), 303)
