"""What people type about themselves, read: a value, or what to mend, field by field. And the choices they are given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TypeVar

from babel.dates import get_timezone_location

from lms.accounts.actions.registering import Registration
from lms.accounts.addresses import read_address
from lms.accounts.models import AgeBand, OrganisationKind, Sector, Sex
from lms.accounts.names import read_name
from lms.accounts.places import countries, default_zone, is_zone, zones
from lms.accounts.queries import in_dictionary
from lms.config import LANGUAGES
from lms.errors import N_, Refusal

Fields = Mapping[str, str]
Errors = dict[str, Refusal]
Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person is and what they read."""

    language: str
    country: str
    timezone: str | None


@dataclass(frozen=True, slots=True)
class About:
    """What a person says of themselves; None is not answered."""

    sex: Sex | None
    age_band: AgeBand | None
    sector: Sector | None
    organisation_kind: OrganisationKind | None


def read_registration(fields: Fields, consent_digest: str) -> tuple[Registration | None, Errors]:
    """The first page. `consent_digest` is of the text as it is now: who agreed to another reads it again."""
    errors: Errors = {}
    name = _kept(errors, "name", read_name, fields.get("name", ""))
    email = _kept(errors, "email", read_address, fields.get("email", ""))
    language = _kept(errors, "language", read_language, fields.get("language", ""))
    country = _kept(errors, "country", read_country, fields.get("country", ""))
    if not fields.get("consent"):
        errors["consent"] = Refusal(N_("Read what we do with your data, and tick the box if you agree"))
    elif fields["consent"] != consent_digest:
        errors["consent"] = Refusal(N_("The text has changed meanwhile: read it again, and tick the box if you agree"))
    return (None if errors else Registration(name, email, language, country)), errors


def read_place(fields: Fields) -> tuple[Place | None, Errors]:
    """Language, country and time zone."""
    errors: Errors = {}
    language = _kept(errors, "language", read_language, fields.get("language", ""))
    country = _kept(errors, "country", read_country, fields.get("country", ""))
    zone = fields.get("timezone", "")
    if zone and not is_zone(zone):
        errors["timezone"] = Refusal(N_("Choose your time zone"))
    return (
        None if errors else Place(language, country, None if zone == default_zone(country) else zone or None)
    ), errors


def read_about(fields: Fields) -> About:
    """Nothing is asked for: what is no answer of the list is no answer."""
    return About(
        sex=_choice(Sex, fields.get("sex")),
        age_band=_choice(AgeBand, fields.get("age_band")),
        sector=_choice(Sector, fields.get("sector")),
        organisation_kind=_choice(OrganisationKind, fields.get("organisation_kind")),
    )


def read_language(text: str) -> str:
    """One of ours."""
    if text not in LANGUAGES:
        raise Refusal(N_("Choose your language"))
    return text


def read_country(text: str) -> str:
    """The code of a country."""
    if text not in countries():
        raise Refusal(N_("Choose your country"))
    return text


@cache
def zone_choices(language: str) -> tuple[tuple[str, str], ...]:
    """Time zones with the name of their city, in alphabetical order."""
    every = {zone for names in zones().values() for zone in names}
    named = ((zone, get_timezone_location(zone, locale=language, return_city=True)) for zone in every)
    return tuple(sorted(named, key=lambda choice: (in_dictionary(choice[1]), choice[0])))


def _kept(errors: Errors, name: str, read: Callable[[str], str], text: str) -> str:
    try:
        return read(text)
    except Refusal as refusal:
        errors[name] = refusal
        return ""


def _choice(kind: type[Choice], text: str | None) -> Choice | None:
    return kind(text) if text in list(kind) else None
