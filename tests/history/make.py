"""Make a folder of history: people in mid-quiz, completed and certified, on both databases, as dumps.

    python -m tests.history.make NAME

Run once, when a part of the project is finished; what it wrote is never made again.
"""

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask

from lms.app import create_app
from lms.catalogues import compile_stale
from lms.clock import now
from lms.config import ROOT, read_config
from lms.db import db
from lms.publishing.actions import release_shipped
from tests.conftest import dispose
from tests.databases import SQLiteFiles, postgresql_server
from tests.history.people import live, truth
from tests.postgresql_tools import program

HERE = Path(__file__).parent


def main(name: str) -> None:
    """Fill both databases in the same way, dump them, and write down what is true of them."""
    folder = HERE / name
    folder.mkdir()
    compile_stale()
    with TemporaryDirectory(prefix="palabre-history-") as temporary, postgresql_server("history") as postgresql:
        for databases in (SQLiteFiles(Path(temporary)), postgresql):
            url = databases.copy()
            with _site(url, Path(temporary) / databases.kind) as app:
                live(app)
                told = truth(app)
            _write(folder / f"{databases.kind}.json.gz", json.dumps(told, ensure_ascii=False, indent=1).encode())
            if databases.kind == "sqlite":  # the file itself: a dump as SQL knows no full-text index
                _write(folder / "sqlite.sqlite3.gz", Path(url.removeprefix("sqlite:///")).read_bytes())
            else:
                _write(folder / "postgresql.sql.gz", _dump(url))


@contextmanager
def _site(url: str, instance: Path) -> Iterator[Flask]:
    app = create_app(
        read_config({"LMS_INSTANCE_DIR": str(instance), "LMS_DATABASE_URL": url, "LMS_SECRET_KEY": "history " * 5})
    )
    app.config["TESTING"] = True
    with app.app_context():
        release_shipped(ROOT / "courses", now())
        db.session.commit()
    try:
        yield app
    finally:
        dispose(app)


def _dump(url: str) -> bytes:
    address = url.replace("postgresql+psycopg://", "postgresql://")
    command = [program("pg_dump"), "--no-owner", "--no-privileges", address]
    return subprocess.run(command, check=True, capture_output=True).stdout


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(gzip.compress(content, 9, mtime=0))


if __name__ == "__main__":
    main(sys.argv[1])
