"""The text that people agree to: its version, and how one wording of it is told from another."""

import hashlib

# Of the text that comes with the software; one that administrators wrote has the day on which they did.
VERSION = "2026-12"


def text_digest(version: str, language: str, content: str) -> str:
    """SHA-256, hex, of a text as it was shown, with its version and language."""
    return hashlib.sha256(f"{version}\n{language}\n{content}".encode()).hexdigest()
