"""By what an erased account is known again, should a backup bring it back."""

import hashlib
import re
from datetime import UTC, datetime

_LINE = re.compile(r"([0-9a-f]{64})([+-])")


def identity_of(number: int, created_at: datetime) -> str:
    """SHA-256, hex, of what never changes in an account: its number and the moment it was opened.

    Not of the address, which may have changed since the backup; and not keyed with the site's secret, for then whoever
    gives the site another secret would let erased people come back. It tells nothing about anybody.
    """
    return hashlib.sha256(f"palabre account:{number}:{created_at.astimezone(UTC).isoformat()}".encode()).hexdigest()


def line_of(identity: str, *, keeps_certificates: bool) -> str:
    """A line of the journal: who was erased, and whether their certificates stay checkable as they wished."""
    return identity + ("+" if keeps_certificates else "-")


def identities_in(text: str) -> dict[str, bool]:
    """The identities in a journal, each with that wish; a line that a full disk cut short is none."""
    found = (_LINE.fullmatch(line) for line in text.split("\n"))
    return {match[1]: match[2] == "+" for match in found if match}
