"""What an address asks of a list: what it is narrowed to, and from where on."""

from enum import StrEnum
from typing import TypeVar

from flask import request

LONGEST_ASKED = 200
Closed = TypeVar("Closed", bound=StrEnum)


def asked_text(name: str) -> str:
    """A text to look for; "" where none is asked for."""
    return " ".join(request.args.get(name, "").split())[:LONGEST_ASKED]


def asked_one_of(name: str, values: type[Closed]) -> Closed | None:
    """One of a closed set; None where the address names none of it."""
    text = request.args.get(name, "")
    return values(text) if text in {member.value for member in values} else None


def asked_number(name: str) -> int | None:
    """A key to go on from; None where there is none."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
