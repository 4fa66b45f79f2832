"""Opening an account."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.access import person_or_none
from lms.accounts.access.trying import counted, first_time
from lms.accounts.actions.registering import ask_to_register, keep_consent_text
from lms.accounts.addresses import key_of
from lms.accounts.consents import text_digest
from lms.accounts.forms import Errors, read_registration
from lms.accounts.limits import CODES_ASKED
from lms.accounts.queries import consent_version, country_choices
from lms.accounts.views.arriving import destination, remember_asked, wanted_next
from lms.accounts.views.blueprint import bp
from lms.clock import now
from lms.db import db
from lms.web.access import ANYONE, access
from lms.web.locale import current_language


def consent_text() -> str:
    """The text that people agree to, as the legal page shows it in this page's language."""
    return render_template("accounts/consent.html").strip()


@bp.get("/register")
@access(ANYONE)
def register() -> ResponseReturnValue:
    """Ask for little."""
    if person_or_none() is not None:
        return redirect(destination(wanted_next()))
    return _page({"language": current_language()}, {}, consent_text())


def _page(values: dict[str, str], errors: Errors, content: str) -> ResponseReturnValue:
    page = render_template(
        "accounts/register.html",
        values=values,
        errors=errors,
        following=wanted_next(),
        countries=country_choices(current_language()),
        consent=text_digest(consent_version(), current_language(), content),
    )
    return page, 422 if errors else 200


@bp.post("/register")
@access(ANYONE)
def ask_for_account() -> ResponseReturnValue:
    """Have the account made; the reply is the same for an address that has one."""
    language, content = current_language(), consent_text()
    registration, errors = read_registration(request.form, text_digest(consent_version(), language, content))
    if registration is None:
        return _page(request.form.to_dict(), errors, content)
    if first_time():
        refused = counted(CODES_ASKED, key_of(registration.email))
        if refused is not None:
            return refused
        ask_to_register(registration, keep_consent_text(language, content), now())
        db.session.commit()
    remember_asked(registration.email)
    return redirect(url_for("accounts.code"), 303)
