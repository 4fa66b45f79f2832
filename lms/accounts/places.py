"""Countries and their time zones, as the IANA time zone database lists them."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_DATABASE = "tzdata"


@cache
def countries() -> tuple[str, ...]:
    """The codes of ISO 3166-1 alpha-2, in their order."""
    return tuple(line.split("\t")[0] for line in _lines("iso3166.tab"))


@cache
def zones() -> Mapping[str, tuple[str, ...]]:
    """The time zones of every country that has any, the one of most people first where the database says so."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _lines("zone.tab"):
        country, _place, zone = line.split("\t")[:3]
        found[country] = (*found.get(country, ()), zone)
    return found


def default_zone(country: str) -> str | None:
    """The time zone of a country whose people said nothing else; two uninhabited islands have none."""
    return next(iter(zones().get(country, ())), None)


def is_zone(name: str) -> bool:
    """Whether a time zone is one of some country."""
    return any(name in names for names in zones().values())


def _lines(name: str) -> list[str]:
    text = (files(_DATABASE) / "zoneinfo" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
