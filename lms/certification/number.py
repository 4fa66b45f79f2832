"""The number of a certificate: 26 random symbols and one that betrays a slip of the hand.

Symbols are those of Crockford's base 32, which has no I, L, O and U (crockford.com/base32.html): 130 random bits. The
last is a check symbol by Luhn's algorithm mod 32, which finds every wrong symbol and nearly every exchange of two
neighbours.
"""

from dataclasses import dataclass
from enum import StrEnum

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_SYMBOLS = 26
LENGTH = RANDOM_SYMBOLS + 1
RANDOM_BYTES = 17  # 136 bits, of which 130 count
GROUP = 4
# What people type for a symbol that looks the same, and what may stand between symbols.
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_ALIKE = {"8": "B", "B": "8", "5": "S", "S": "5", "2": "Z", "Z": "2", "6": "G", "G": "6"}
_BETWEEN = frozenset("-\u00ad\u2010\u2011\u2012\u2013\u2014\u2212_.\u200b\u2060\ufeff")


class Slip(StrEnum):
    """Why a text cannot be the number of a certificate."""

    EMPTY = "empty"
    FOREIGN = "foreign"  # a character that no number has
    SHORT = "short"
    LONG = "long"
    ALIKE = "alike"  # the check symbol does not fit, and would if one symbol were the one that looks like it
    WRONG = "wrong"  # the check symbol does not fit


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from a text: a number, or why it cannot be one."""

    number: str = ""
    slip: Slip | None = None
    count: int = 0  # of symbols found
    character: str = ""  # the one at fault, where one is
    meant: str = ""  # what may have been meant by it
    group: str = ""  # in which group of four it stands


def mint(random: bytes) -> str:
    """The number made of 17 random bytes."""
    if len(random) != RANDOM_BYTES:
        raise ValueError(f"expected {RANDOM_BYTES} random bytes, got {len(random)}")
    bits = int.from_bytes(random, "big")
    body = "".join(SYMBOLS[bits >> 5 * place & 31] for place in range(RANDOM_SYMBOLS))
    return body + check_symbol(body)


def check_symbol(body: str) -> str:
    """The symbol that follows these: Luhn's algorithm with 32 instead of 10."""
    return SYMBOLS[-_luhn_sum(body, 2) % 32]


def is_number(text: str) -> bool:
    """Whether a text is a number as it is stored: 27 symbols, the last of which fits."""
    return len(text) == LENGTH and set(text) <= set(SYMBOLS) and _luhn_sum(text, 1) % 32 == 0


def shown(number: str) -> str:
    """A number as people read it: six groups of four and one of three."""
    return " ".join(number[start : start + GROUP] for start in range(0, len(number), GROUP))


def read(text: str) -> Reading:
    """The number in what somebody typed, whatever the case, spaces and hyphens; O is 0, I and L are 1."""
    symbols = "".join(mark for mark in text if not mark.isspace() and mark not in _BETWEEN)
    symbols = symbols.upper().translate(_READ_AS)
    count = len(symbols)
    foreign = next((mark for mark in symbols if mark not in SYMBOLS), "")
    if not symbols:
        return Reading(slip=Slip.EMPTY)
    if foreign:
        return Reading(slip=Slip.FOREIGN, count=count, character=foreign)
    if count != LENGTH:
        return Reading(slip=Slip.SHORT if count < LENGTH else Slip.LONG, count=count)
    if is_number(symbols):
        return Reading(number=symbols)
    alike = [place for place, symbol in enumerate(symbols) if symbol in _ALIKE and is_number(_other(symbols, place))]
    if len(alike) == 1:
        place = alike[0]
        start = place - place % GROUP
        symbol, group = symbols[place], symbols[start : start + GROUP]
        return Reading(slip=Slip.ALIKE, count=count, character=symbol, meant=_ALIKE[symbol], group=group)
    return Reading(slip=Slip.WRONG, count=count)


def _luhn_sum(symbols: str, factor: int) -> int:
    """Luhn's sum, every second value doubled and its two digits in base 32 added; the last symbol has `factor`."""
    total = 0
    for symbol in reversed(symbols):
        value = SYMBOLS.index(symbol) * factor
        total += value // 32 + value % 32
        factor = 3 - factor
    return total


def _other(symbols: str, place: int) -> str:
    """The same with the symbol at a place read as the one that looks like it."""
    return symbols[:place] + _ALIKE[symbols[place]] + symbols[place + 1 :]
