"""One's account: name, language, country, time zone, and what one says of oneself."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.access import current_person
from lms.accounts.actions.changing import describe, move, rename
from lms.accounts.forms import Errors, read_about, read_place, zone_choices
from lms.accounts.models import Person
from lms.accounts.names import read_name
from lms.accounts.places import default_zone
from lms.accounts.queries import country_choices
from lms.accounts.views.arriving import destination, wanted_next
from lms.accounts.views.blueprint import bp
from lms.clock import now
from lms.errors import Refusal
from lms.idempotency.access import once
from lms.web.access import SIGNED_IN, access
from lms.web.formats import current_zone
from lms.web.locale import LANGUAGE_NAMES, current_language

ABOUT = ("sex", "age_band", "sector", "organisation_kind")


@bp.get("/account")
@access(SIGNED_IN)
def account() -> ResponseReturnValue:
    """What the account holds, each with the way to change it, and the way out."""
    person = current_person()
    country = dict(country_choices(current_language())).get(person.country, person.country)
    answered = sum(getattr(person, name) is not None for name in ABOUT)
    return render_template(
        "accounts/account.html",
        person=person,
        country=country,
        zone=current_zone(),
        language=LANGUAGE_NAMES[person.language],
        answered=answered,
    )


@bp.get("/account/name")
@access(SIGNED_IN)
def name() -> ResponseReturnValue:
    """Ask for the name."""
    return _name_page({"name": current_person().name}, {})


def _name_page(values: dict[str, str], errors: Errors) -> ResponseReturnValue:
    return render_template("accounts/name.html", values=values, errors=errors), 422 if errors else 200


@bp.post("/account/name")
@access(SIGNED_IN)
@once
def save_name() -> ResponseReturnValue:
    """Change the name."""
    typed = request.form.get("name", "")
    try:
        rename(current_person(), read_name(typed), now())
    except Refusal as refusal:
        return _name_page({"name": typed}, {"name": refusal})
    return redirect(url_for("accounts.account"), 303)


@bp.get("/account/place")
@access(SIGNED_IN)
def place() -> ResponseReturnValue:
    """Ask for language, country and time zone."""
    person = current_person()
    values = {"language": person.language, "country": person.country, "timezone": person.timezone or ""}
    return _place_page(person, values, {})


def _place_page(person: Person, values: dict[str, str], errors: Errors) -> ResponseReturnValue:
    page = render_template(
        "accounts/place.html",
        values=values,
        errors=errors,
        countries=country_choices(current_language()),
        zones=zone_choices(current_language()),
        usual=default_zone(person.country),
    )
    return page, 422 if errors else 200


@bp.post("/account/place")
@access(SIGNED_IN)
@once
def save_place() -> ResponseReturnValue:
    """Change language, country and time zone."""
    found, errors = read_place(request.form)
    if found is None:
        return _place_page(current_person(), request.form.to_dict(), errors)
    move(current_person(), found.language, found.country, found.timezone)
    return redirect(url_for("accounts.account"), 303)


@bp.get("/account/about")
@access(SIGNED_IN)
def about() -> ResponseReturnValue:
    """Ask, without insisting, what statistics are made of; also the page after a first sign-in."""
    person = current_person()
    values = {name: getattr(person, name) or "" for name in ABOUT}
    is_first = request.args.get("first") == "1"
    following = wanted_next() or (destination() if is_first else url_for("accounts.account"))
    return render_template("accounts/about.html", values=values, following=following, is_first=is_first)


@bp.post("/account/about")
@access(SIGNED_IN)
@once
def save_about() -> ResponseReturnValue:
    """Keep what was answered."""
    told = read_about(request.form)
    describe(current_person(), told.sex, told.age_band, told.sector, told.organisation_kind)
    return redirect(wanted_next() or url_for("accounts.account"), 303)
