"""Whether the database is the one that this version of the code was written for."""

from lms.db import db
from lms.migrating import known, newest, revision_of


def fault_of_schema() -> str | None:
    """Why this process cannot work with the database, in a word for machines; None if it can."""
    found = revision_of(db.session.connection())
    if found == newest():
        return None
    return "migrations-pending" if found is None or found in known() else "database-newer-or-restoring"
