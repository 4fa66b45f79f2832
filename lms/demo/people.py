"""Who our learners may be: where they live, what they say of themselves, and what they leave out.

The shares are plausible, not measured: nobody should read a finding out of them.
"""

from typing import NamedTuple

from lms.demo.names import a_name, in_address
from lms.demo.shares import Dice, Shares

# By it they are found again; the name is reserved for examples (RFC 2606): no mail ever reaches anybody.
DOMAIN = "demo.example.org"
# By country: how many of a thousand, where names come from, and how many of a hundred write French.
_COUNTRIES = {
    "CI": (210, "west", 98), "SN": (130, "west", 97), "CM": (95, "central", 76), "BJ": (60, "gulf", 97),
    "TG": (55, "gulf", 97), "BF": (60, "west", 98), "ML": (55, "west", 98), "GN": (35, "west", 97),
    "NE": (25, "west", 97), "GH": (45, "gulf", 6), "NG": (50, "gulf", 2), "CD": (50, "central", 97),
    "CG": (15, "central", 98), "GA": (18, "central", 98), "TD": (12, "central", 95), "MA": (30, "north", 88),
    "TN": (18, "north", 90), "DZ": (12, "north", 88), "MR": (8, "north", 85), "EG": (7, "north", 12),
    "RW": (10, "world", 40), "KE": (8, "world", 2), "MG": (12, "world", 96), "FR": (22, "world", 98),
    "BE": (6, "world", 90), "CH": (5, "world", 75), "CA": (6, "world", 70), "GB": (3, "world", 3),
    "VN": (2, "world", 20),
}  # fmt: skip
_COUNTRY = Shares({code: share for code, (share, _, _) in _COUNTRIES.items()})
_SEX = Shares({"female": 43, "male": 50, "undisclosed": 3, "other": 0.5, None: 3.5})
_AGE_BAND = Shares({
    "15-17": 0.6, "18-24": 13, "25-34": 35, "35-44": 27, "45-54": 13, "55-64": 4, "65+": 0.7, "undisclosed": 2,
    None: 4.7,
})  # fmt: skip
_KIND = Shares({
    "government": 14, "employers": 6, "workers": 9, "enterprise-micro": 7, "enterprise-small": 11,
    "enterprise-medium": 9, "enterprise-large": 10, "cooperative": 6, "training": 5, "civil-society": 8,
    "international": 3, "self-employed": 4, "student": 4, "other": 1.5, "undisclosed": 1, None: 3.5,
})  # fmt: skip
_SECTOR = Shares({
    "A": 19, "B": 7, "C": 14, "D": 2.5, "E": 1.5, "F": 6, "G": 9, "H": 4, "I": 3, "J": 4, "K": 6, "L": 0.8, "M": 6,
    "N": 2, "O": 0, "P": 5, "Q": 2, "R": 0.7, "S": 4, "T": 0.5, "U": 0, "undisclosed": 1, None: 5,
})  # fmt: skip
# Where the kind of organisation as good as says it.
_SECTOR_OF = {"government": "O", "training": "P", "international": "U", "workers": "S", "employers": "S"}


class Somebody(NamedTuple):
    """A person who does not exist."""

    name: str
    email: str
    language: str
    country: str
    sex: str | None
    age_band: str | None
    sector: str | None
    organisation_kind: str | None


def somebody(number: int, dice: Dice) -> Somebody:
    """The learner of this number, from 1; the number keeps addresses apart."""
    country = _COUNTRY.drawn(dice)
    _, region, french = _COUNTRIES[country]
    sex = _SEX.drawn(dice)
    # Some live where others bear other names.
    given, family = a_name(region if dice() < 0.95 else "world", sex, dice)
    kind = _KIND.drawn(dice)
    usual = _SECTOR_OF.get(kind or "")
    sector = usual if usual and dice() < 0.8 else _SECTOR.drawn(dice)
    parts = (in_address(given), in_address(family), str(number))
    return Somebody(
        name=f"{given} {family}",
        email=f"{'.'.join(filter(None, parts))}@{DOMAIN}",
        language="fr" if dice() * 100 < french else "en",
        country=country,
        sex=sex,
        age_band=_AGE_BAND.drawn(dice),
        sector=sector,
        organisation_kind=kind,
    )
