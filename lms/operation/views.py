"""What machines ask: whether this process lives, whether it can serve, and how much of everything there is."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from hmac import compare_digest

from flask import Blueprint, Response, abort, current_app, request
from sqlalchemy.exc import SQLAlchemyError

from lms.clock import now
from lms.config import Config
from lms.db import is_unavailable
from lms.operation.exposition import CONTENT_TYPE, Metric, exposition, histogram, single
from lms.operation.queries.schema import fault_of_schema
from lms.operation.queries.totals import Totals, totals, waiting
from lms.web.access import ANYONE, access
from lms.web.visits import STEPS, tally_of

bp = Blueprint("operation", __name__)
RETRY_AFTER_SECONDS = 10
TOTALS_KEPT_S = 60.0
_STARTED = time.time()


@bp.get("/livez")
@access(ANYONE)
def live() -> Response:
    """This process answers; whether anything else does is not asked."""
    return _said("ok")


@bp.get("/readyz")
@access(ANYONE)
def ready() -> Response:
    """This process can serve pages: its database answers, and is of its version."""
    try:
        fault = fault_of_schema()
    except SQLAlchemyError as error:
        if not is_unavailable(error):
            raise
        fault = "database-away"
    return _said("ok") if fault is None else _said(fault, 503)


@bp.get("/metrics")
@access(ANYONE)
def metrics() -> Response:
    """Figures, for who shows the token; without one in the settings, this page does not exist."""
    config: Config = current_app.config["LMS"]
    if not config.metrics_token:
        abort(404)
    shown = request.headers.get("Authorization", "").encode()
    if not compare_digest(shown, f"Bearer {config.metrics_token}".encode()):
        response = _said("token", 401)
        response.headers["WWW-Authenticate"] = "Bearer"
        return response
    response = _said(exposition([*_of_this_process(), *_of_the_site()]))
    response.content_type = CONTENT_TYPE
    return response


def _said(text: str, status: int = 200) -> Response:
    response = Response(text if text.endswith("\n") else f"{text}\n", status, mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _of_this_process() -> Iterator[Metric]:
    tally, process = tally_of(current_app), str(os.getpid())
    with tally.lock:
        answers, steps, seconds = dict(tally.answers), dict(tally.steps), dict(tally.seconds)
    yield single("palabre_process_start_time_seconds", "gauge", "When this process began.", _STARTED, process=process)
    yield Metric(
        "palabre_http_requests_total",
        "counter",
        "Requests answered, by endpoint, method and class of status.",
        [
            ("", {"endpoint": endpoint, "method": method, "status": status, "process": process}, count)
            for (endpoint, method, status), count in sorted(answers.items())
        ],
    )
    told = "How long answers took, to their last byte."
    yield histogram("palabre_http_request_seconds", told, steps, seconds, STEPS, process=process)


def _of_the_site() -> Iterator[Metric]:
    try:
        found = [*_of_work(), *_of_people(_counted())]
        fault = fault_of_schema()
    except SQLAlchemyError as error:
        if not is_unavailable(error):
            raise
        yield single("palabre_database_up", "gauge", "Whether the database answers.", 0)
        return
    yield single("palabre_database_up", "gauge", "Whether the database answers.", 1)
    yield single("palabre_schema_current", "gauge", "Whether the database is of this version.", int(fault is None))
    yield from found


def _of_work() -> Iterator[Metric]:
    at = now()
    left = waiting(at)
    age = (at - left.due_since).total_seconds() if left.due_since else 0.0
    states = {"pending": left.jobs, "failing": left.failing, "failed": left.failed}
    yield Metric(
        "palabre_jobs",
        "gauge",
        "Jobs to do, those among them that failed before, and those given up.",
        [("", {"state": state}, count) for state, count in states.items()],
    )
    yield single("palabre_jobs_oldest_due_seconds", "gauge", "For how long the oldest job has been due.", age)
    yield single("palabre_mails_waiting", "gauge", "Mails written and not sent yet.", left.mails)


def _of_people(found: Totals) -> Iterator[Metric]:
    yield single("palabre_people", "gauge", "Accounts.", found.people)
    yield single("palabre_enrolments", "gauge", "Enrolments, ended ones too.", found.enrolments)
    yield single("palabre_completions", "gauge", "Enrolments that were completed.", found.completions)
    yield single("palabre_attempts", "gauge", "Attempts, open ones too.", found.attempts)
    yield single("palabre_certificates", "gauge", "Certificates issued, revoked ones too.", found.certificates)


def _counted() -> Totals:
    """The totals, counted anew once a minute: in a large database that takes a moment."""
    kept: tuple[float, Totals] | None = current_app.extensions.get("palabre.totals")
    if kept is None or time.monotonic() - kept[0] > TOTALS_KEPT_S:
        kept = (time.monotonic(), totals())
        current_app.extensions["palabre.totals"] = kept
    return kept[1]
