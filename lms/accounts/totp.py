"""Time-based one-time passwords (RFC 6238 over RFC 4226): six digits, a new one every thirty seconds, SHA-1.

Other digests and lengths exist; authenticator applications on old telephones ignore them and show wrong codes.
"""

import base64
import hashlib
import hmac
from datetime import datetime
from urllib.parse import quote, urlencode

DIGITS = 6
STEP_S = 30
TOLERANCE = 1  # steps, each way: telephones' clocks are a little wrong, and people type slowly
SECRET_BYTES = 20  # RFC 4226, 4, R6
GROUP = 4


def step_at(at: datetime) -> int:
    """Which step of time a moment falls into."""
    return int(at.timestamp()) // STEP_S


def code_of_step(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """The code of a step: RFC 4226, 5.3."""
    mac = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha1).digest()
    start = mac[-1] & 0xF
    number = int.from_bytes(mac[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}d}"


def step_of_code(secret: bytes, typed: str, at: datetime, last_step: int) -> int | None:
    """The step whose code was typed, near enough to now and after the last one taken; None if there is none."""
    now = step_at(at)
    found = None
    for step in range(now - TOLERANCE, now + TOLERANCE + 1):
        # Every candidate is compared, so that the time it takes tells nothing.
        if hmac.compare_digest(code_of_step(secret, step), typed) and step > last_step:
            found = step
    return found


def as_text(secret: bytes) -> str:
    """The secret as people type it: base 32, in groups of four."""
    letters = _base32(secret)
    return " ".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def address(secret: bytes, issuer: str, account: str) -> str:
    """What a QR code tells an authenticator: the address that these applications agree on."""
    values = urlencode({"secret": _base32(secret), "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{quote(issuer, safe='')}:{quote(account, safe='@')}?{values}"


def _base32(secret: bytes) -> str:
    return base64.b32encode(secret).decode("ascii").rstrip("=")
