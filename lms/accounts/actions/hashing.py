"""Passphrases, hashed: argon2id with the parameters that OWASP gives for 19 MiB, about 50 ms."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lms.accounts.passphrases import as_typed

_TIME, _MEMORY_KIB, _LANES = 2, 19_456, 1
_hasher = PasswordHasher(time_cost=_TIME, memory_cost=_MEMORY_KIB, parallelism=_LANES)
# Of no passphrase: verified where there is no account, so that both take the same time.
_NOBODYS = f"$argon2id$v=19$m={_MEMORY_KIB},t={_TIME},p={_LANES}$bm9ib2R5J3Mgc2FsdA$" + "A" * 43


def hash_passphrase(passphrase: str) -> str:
    """What is kept of a passphrase."""
    return _hasher.hash(passphrase)


def is_passphrase(kept: str | None, typed: str) -> bool:
    """Whether what was typed is the passphrase; takes as long where there is none."""
    try:
        _hasher.verify(kept or _NOBODYS, as_typed(typed))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a passphrase was hashed with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)
