"""Secrets at rest: readable only with the site's secret key, and only in the place they were put."""

from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

_NONCE_BYTES = 12


def seal(secret: bytes, place: str) -> str:
    """Encrypt a secret for one place, such as "second factor of 12": moved elsewhere, it cannot be read."""
    nonce = token_bytes(_NONCE_BYTES)
    return (nonce + _cipher().encrypt(nonce, secret, place.encode())).hex()


def unseal(sealed: str, place: str) -> bytes | None:
    """The secret again; None where the site's key has changed, or somebody wrote into the table."""
    try:
        raw = bytes.fromhex(sealed)
        return _cipher().decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError):
        return None


def _cipher() -> AESGCM:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"secrets at rest")
    return AESGCM(key.derive(current_app.config["LMS"].secret_key.encode()))
