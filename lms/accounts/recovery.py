"""Recovery codes: ten symbols of Crockford's base 32, written in two groups, which stand for a lost telephone."""

import hashlib
import hmac

HOW_MANY = 10
RANDOM_BYTES = 7  # 56 bits, of which 50 count
_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH, _GROUP = 10, 5
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def code_of(random: bytes) -> str:
    """The code made of random bytes, as it is shown."""
    bits = int.from_bytes(random, "big")
    symbols = "".join(_SYMBOLS[bits >> 5 * place & 31] for place in range(_LENGTH))
    return f"{symbols[:_GROUP]}-{symbols[_GROUP:]}"


def read_recovery_code(text: str) -> str:
    """What was typed as it is kept, "" for what cannot be a code; capitals, spaces and dashes make no difference."""
    symbols = "".join(sign for sign in text[:200].upper().translate(_READ_AS) if sign in _SYMBOLS)
    return symbols if len(symbols) == _LENGTH else ""


def recovery_digest(secret: str, person_id: int, code: str) -> str:
    """What is kept of a code, read as above, for one person."""
    text = f"recovery code:{person_id}:{code}"
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
