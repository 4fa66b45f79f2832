"""What comes after signing in: the page that was asked for, or the form that came too late."""

from datetime import datetime

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.access import awaits, begin_session
from lms.accounts.models import Person
from lms.db import db
from lms.web import carrying
from lms.web.addresses import safe_path
from lms.web.carrying import Carried
from lms.web.locale import current_language

DASHBOARD = "catalog.dashboard"  # where people find their courses
# What stands in the session between asking for a code and typing it.
ASKED = "asked"


def destination(path: str | None = None, language: str | None = None) -> str:
    """Where to go on to: what was asked for, else one's courses."""
    return safe_path(path) or url_for(DASHBOARD, language=language or current_language())


def wanted_next() -> str:
    """The page that was asked for before signing in, "" for none, from the form or the address."""
    return safe_path(request.values.get("next")) or ""


def let_in(person: Person, at: datetime, *, is_new: bool = False) -> ResponseReturnValue:
    """Sign a person in, commit, and lead on; the view's last words."""
    carried, following = carrying.unpacked(request.form.get(carrying.FIELD, "")), wanted_next()
    begin_session(person, at)
    number, language, awaited = str(person.id), person.language, awaits(person)
    db.session.commit()
    if carried is not None:
        return form_page(carried, number)
    if awaited is not None:
        return redirect(awaited, 303)
    if is_new:
        return redirect(url_for("accounts.about", next=following or None, first=1), 303)
    return redirect(destination(following, language), 303)


def form_page(form: Carried, owner: str, status: int = 200) -> ResponseReturnValue:
    """Give back a form that came too late, to whom it belongs; anybody else is told that it was dropped."""
    if form.owner != owner:
        return render_template("accounts/dropped.html", following=destination()), status
    return render_template("accounts/typed.html", form=form), status


def remember_asked(email: str) -> None:
    """Keep the address for the page that asks for the code: a phone may have to load that page again."""
    session[ASKED] = {"email": email, "next": wanted_next()}
