"""Cells of a text file, none of which a spreadsheet may take for a formula (OWASP, CSV injection)."""

import unicodedata
from datetime import datetime
from fractions import Fraction

Value = str | int | bool | datetime | Fraction | None
_STARTS = ("=", "+", "-", "@", "\u2212", "\t", "\r", "\n")
# What is invisible before the first letter: some programs drop it, and find the formula behind.
_UNSEEN = " \u00a0\u202f\u2007\u200b\u200c\u200d\u2060\ufeff\u3000'\""


def harmless(text: str) -> str:
    """A text as it may stand in a cell: with an apostrophe before what would begin a formula, whatever hides it."""
    if text.isalnum():
        return text
    begins = unicodedata.normalize("NFKC", text.lstrip(_UNSEEN)[:1])
    return f"'{text}" if begins.startswith(_STARTS) or text.startswith(_STARTS) else text


def as_text(value: Value) -> str:
    """A value as a text file writes it: moments in the order of ISO 8601, decimals with a point."""
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, Fraction):
        return str(value.numerator) if value.denominator == 1 else f"{float(value):.4f}".rstrip("0").rstrip(".")
    return str(value)
