"""What figures cost where a hundred thousand have enrolled: the page, a filter, the rows as CSV and XLSX.

Run in a process of its own, so that the peak of its memory is that of what it measures.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from lms.app import create_app
from lms.clock import now
from lms.config import read_config
from lms.db import db, read_only
from lms.publishing.queries.releases import slugs
from lms.reporting.actions.making import Order, make
from lms.reporting.columns import ENROLMENTS
from lms.reporting.filters import read_filters
from lms.reporting.queries.scope import scope
from lms.reporting.queries.tables import statistics
from tests.benchmarks.cohort import make_cohort

TURNS = 3
COURSES = {"fundamentals", "taken", "welcome"}
ASKED = {
    "page": {},
    "filter": {"by": "month", "sex": "female"},
    "course": {"by": "sex", "course": "fundamentals"},
    "modules": {"by": "module"},
}


def measured(what: str, work: Callable[[], object], turns: int) -> None:
    """Do something some times, the first one aside where there are several; tell the median."""
    seconds, processor = [], []
    for _ in range(turns):
        started, used = time.monotonic(), time.process_time()
        work()
        seconds.append(time.monotonic() - started)
        processor.append(time.process_time() - used)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(what, sorted(seconds)[turns // 2], sorted(processor)[turns // 2], peak, flush=True)


def main(what: str, count: int) -> None:
    """Make the enrolments ("make"), or measure one thing of them."""
    import os

    app = create_app(read_config(os.environ))
    zone = app.config["LMS"].site_timezone
    if what == "make":
        with app.app_context():
            if missing := COURSES - slugs():
                raise RuntimeError(f"not released: {', '.join(sorted(missing))}")
            make_cohort(sorted(COURSES), count, now())
            db.session.commit()
            if db.engine.dialect.name == "postgresql":
                with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.exec_driver_sql("VACUUM ANALYZE")
            db.engine.dispose()
        return
    with app.test_request_context("/fr/"):
        read_only.set(True)
        if what in ASKED:
            measured(what, lambda: _figures(ASKED[what], zone, now()), TURNS)
        else:
            measured(what, lambda: _file(what, now()), 1)
        db.session.rollback()
        db.engine.dispose()


def _figures(words: dict[str, str], zone: str, at: datetime) -> None:
    filters = read_filters(words)
    assert filters is not None
    statistics(filters, scope("fr", zone, at), at)
    db.session.rollback()


def _file(file_format: str, at: datetime) -> None:
    filters = read_filters({})
    assert filters is not None
    order = Order("bench", ENROLMENTS, file_format, "fr", filters, ";", False, at)
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "file").open("w+b") as file:
        make(order, file, at)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
