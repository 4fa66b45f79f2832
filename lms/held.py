"""What is held about a person, in the words in which the personal.py of each feature says it.

One description serves the person ("your data"), the file they download, the page about erasing an account, and the
register of processing that an authority may ask for: what is said in one place cannot differ in another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from lms.errors import N_

if TYPE_CHECKING:
    from sqlalchemy import Select

Row = dict[str, Any]


class Basis(StrEnum):
    """Why it is lawful to hold something: the grounds of article 6 of the GDPR that occur here."""

    ACCOUNT = "account"  # 6(1)(b): the service that the person asked for
    CONSENT = "consent"  # 6(1)(a): an answer that nobody had to give
    INTEREST = "interest"  # 6(1)(f): keeping accounts safe, and being able to answer for what was done


BASES = {
    Basis.ACCOUNT: N_("Needed for what the person asked for: an account, courses, certificates"),
    Basis.CONSENT: N_("Consent, which can be withdrawn at any time"),
    Basis.INTEREST: N_("The legitimate interest in accounts that are safe and in acts that can be accounted for"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data it is; what is kept under an address rather than a number is found by it."""

    id: int
    email: str
    email_key: str


def _as_stored(row: Row) -> Row:
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One kind of thing that is held about people. Texts are msgids."""

    key: str  # in addresses and in the file that a person downloads
    title: str
    tables: frozenset[str]
    kinds: str  # of data
    purpose: str
    basis: Basis
    kept: str  # how long
    seen_by: str  # besides the person
    erased: str  # what becomes of it when the account is erased
    # How a row is read to its owner: the names of its values, in order. One without a name stands in the file alone.
    fields: Mapping[str, str]
    rows: Callable[[Subject], Select[*tuple[Any, ...]]]
    shape: Callable[[Row], Row] = _as_stored
    words: Mapping[str, str] = field(default_factory=dict)  # what values of closed lists are called
    note: str = ""  # what helps to read the values


def plain(value: Any) -> Any:
    """A value as JSON holds it: moments in UTC, as ISO 8601 writes them."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


# What several features say.
NOBODY = N_("Nobody else")
HELPERS = N_("People with the role of support or administrator")
TEACHERS = N_("Administrators; everybody else sees numbers in which nobody can be recognised")
GONE = N_("Erased")
WITHOUT_NAME = N_("Stays without any link to the person, so that the statistics of the past do not change")
