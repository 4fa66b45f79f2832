"""What a certificate states, frozen at its issue, and whether it holds on a given day."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs for the institution."""

    name: str
    title: Mapping[str, str]  # by language


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a certificate states. Texts by language are in every language of the course."""

    name: str  # as the learner confirmed it
    course: str  # its slug
    titles: Mapping[str, str]
    institution: Mapping[str, str]  # its name by language
    place: Mapping[str, str] = field(default_factory=dict)  # where it is, by language; empty: not said
    signatory: Signatory | None = None
    hours: str  # of learning, a fraction as text: "5/2"
    languages: tuple[str, ...]
    rule: Mapping[str, str]  # lessons, quizzes, exam, project → all | pass | none
    lessons: int  # how many the course had
    minutes: int  # that its texts take to read
    exam_pass_percent: int | None = None
    score_percent: int | None = None  # of the best attempt at the exam, rounded down
    score: str | None = None  # the same, exactly: a fraction as text
    release: int  # number of the release whose rule was met
    completed_on: date
    issued_on: date
    valid_until: date | None = None  # the last day on which it holds; None: without limit
    language: str  # the learner's: its page comes first
    public_url: str  # of the site, where it is checked
    cloth: int = 0  # 0, 1 or 2: which of the three cloths hangs beside it

    @property
    def pages(self) -> tuple[str, ...]:
        """The languages of its pages, the learner's first."""
        first = self.language if self.language in self.languages else self.languages[0]
        return (first, *(language for language in self.languages if language != first))

    @property
    def duration_minutes(self) -> int:
        """The hours of learning, in minutes."""
        return round(Fraction(self.hours) * 60)

    def title(self, language: str) -> tuple[str, str]:
        """The course's title for a page in a language, and the language it is in: the course may lack the page's."""
        found = language if language in self.titles else self.pages[0]
        return self.titles[found], found

    def check_address(self, number: str) -> str:
        """Where anybody checks the certificate of this number: what its QR code says."""
        return f"{self.public_url}/c/{number}"

    def to_json(self) -> dict[str, Any]:
        """The same as what JSON can hold."""
        values = asdict(self)
        values["languages"] = list(self.languages)
        for name in _DATES:
            values[name] = values[name].isoformat() if values[name] else None
        return values

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Facts":
        """Read what `to_json` gave; facts of an older certificate may lack what had no place in it then."""
        known = {one.name for one in fields(cls)}
        taken = {name: value for name, value in values.items() if name in known}
        taken["languages"] = tuple(taken["languages"])
        for name in _DATES:
            taken[name] = date.fromisoformat(taken[name]) if taken.get(name) else None
        if taken.get("signatory"):
            taken["signatory"] = Signatory(**taken["signatory"])
        return cls(**taken)


_DATES = ("completed_on", "issued_on", "valid_until")


def digest(facts: Mapping[str, Any]) -> str:
    """SHA-256, hex, of facts as JSON: the same facts in any order, on any database, give the same digest."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class State(StrEnum):
    """What a certificate is worth on a day."""

    VALID = "valid"
    REVOKED = "revoked"
    REPLACED = "replaced"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"  # its holder had it erased: nothing of it can be confirmed any more


def state_on(day: date, happened: Iterable[str], valid_until: date | None, *, is_withdrawn: bool = False) -> State:
    """What a certificate to which these events happened is worth on a day; one that expires holds on its last day."""
    kinds = set(happened)
    if State.REVOKED.value in kinds:
        return State.REVOKED  # who erases a certificate does not make a better one of it
    if is_withdrawn:
        return State.WITHDRAWN
    for state in (State.REPLACED, State.EXPIRED):
        if state.value in kinds:
            return state
    return State.EXPIRED if valid_until and day > valid_until else State.VALID


def initials(name: str) -> str:
    """The first letters of a name, in any script: "M. K.-T." for Mariam Kouadio-Traoré.

    A letter keeps the marks that stand on it. Particles in small letters (de, ben, ould) are left out as long as
    another word remains. Scripts without capitals keep every word.
    """
    words = [word for word in re.split(r"\s+", unicodedata.normalize("NFC", name).strip()) if _letters(word)]
    capital = [word for word in words if not _letters(word)[0].islower()]
    return " ".join(_abbreviated(word) for word in capital or words)


def _abbreviated(word: str) -> str:
    parts = [part for part in re.split(r"[-\u2010\u2011]", word) if _letters(part)]
    return "-".join(f"{_first(part)}." for part in parts)


def _letters(word: str) -> list[str]:
    return [mark for mark in word if mark.isalpha()]


def _first(part: str) -> str:
    """Its first letter with the marks on it."""
    place = next(index for index, mark in enumerate(part) if mark.isalpha())
    end = place + 1
    while end < len(part) and unicodedata.category(part[end]) in {"Mn", "Mc"}:
        end += 1
    return part[place:end].upper() if part[place].islower() else part[place:end]
