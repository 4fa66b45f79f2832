"""Which files may be served, under which type, and whether a browser may show them itself."""

import re

# A closed list: what is not here is not served, whatever it holds.
TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "avif": "image/avif",
    "opus": "audio/ogg",
    "mp3": "audio/mpeg",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
}
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")


def type_of(name: str) -> str | None:
    """The media type of a file of this name, None for one that is not served."""
    if not NAME.fullmatch(name):
        return None
    stem, _, suffix = name.rpartition(".")
    return TYPES.get(suffix) if stem else None


def is_shown(name: str) -> bool:
    """Whether a browser may show or play the file in place; every other one is saved."""
    return (type_of(name) or "").startswith(("image/", "audio/"))


def is_picture(name: str) -> bool:
    """Whether the file is a picture."""
    return (type_of(name) or "").startswith("image/")
