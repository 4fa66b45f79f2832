"""A backup and a restore need the same memory for few rows and for many."""

import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from lms.clock import now
from lms.config import Config
from lms.db import db
from lms.operation.actions.restoring import restore
from lms.operation.actions.saving import save
from tests.databases import Databases
from tests.operation.made import opened

ROWS, ROW_BYTES = 300, 100_000  # thirty megabytes, sixty as text
MOST_BYTES = 8_000_000


def peak(act: Callable[[], object]) -> int:
    tracemalloc.start()
    act()
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


def test_memory_is_flat_in_the_number_of_rows(
    databases: Databases, configure: Callable[..., Config], tmp_path: Path
) -> None:
    full, empty = configure(databases.copy()), configure(databases.empty("flat"))
    with opened(full) as app, app.app_context():
        for number in range(ROWS):
            db.session.execute(
                text("INSERT INTO source_text (digest, content) VALUES (:digest, :content)"),
                {"digest": f"{number:064}", "content": os.urandom(ROW_BYTES)},
            )
        db.session.commit()
        assert peak(lambda: save(db.engine, full, tmp_path / "a.zip", now())) < MOST_BYTES
    with opened(empty) as app, app.app_context():
        assert peak(lambda: restore(empty, tmp_path / "a.zip", now(), actor="console:a")) < MOST_BYTES
        db.session.commit()
        assert db.session.scalar(text("SELECT count(*) FROM source_text")) == ROWS
