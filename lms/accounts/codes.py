"""Codes of six digits: how they are written down, read and compared."""

import hashlib
import hmac
import unicodedata
from datetime import timedelta

DIGITS = 6
LASTS = timedelta(minutes=10)
MOST_TRIES = 5


def read_code(text: str) -> str:
    """The digits of what was typed or pasted, in any script's figures; spaces and dashes are forgiven."""
    normal = unicodedata.normalize("NFKC", text[:200])  # long heaps of accents take minutes to sort
    return "".join(str(unicodedata.digit(sign)) for sign in normal if unicodedata.digit(sign, None) is not None)[:20]


def code_digest(secret: str, purpose: str, person_id: int, code: str) -> str:
    """What is kept of a code: without the site's secret, a million of them are soon tried."""
    text = f"e-mail code:{purpose}:{person_id}:{code}"
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Compare two digests without telling, by the time it takes, where they differ."""
    return hmac.compare_digest(one, other)
