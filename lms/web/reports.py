"""What browsers report that the policy of a page made them refuse: a hole in our escaping, or an extension of theirs.

A line in the log says which rule, where from and on which page; no query, no address of a person, nothing else of what
was sent. Anybody can send anything here: little is read, and little is logged.
"""

import logging
import re
import threading
import time
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from lms.web.access import ANYONE, access

PATH = "/csp-reports"
LONGEST_BYTES = 16_384
REPORTS_READ = 10  # of those sent at once
LINES_A_MINUTE = 30
# Under their names in both formats, the one of report-uri and the one of report-to.
DIRECTIVES = ("effectiveDirective", "effective-directive", "violated-directive")
BLOCKED = ("blockedURL", "blocked-uri")
DOCUMENTS = ("documentURL", "document-uri")

bp = Blueprint("reports", __name__)
logger = logging.getLogger(__name__)


class Allowance:
    """So many lines a minute, whoever asks."""

    def __init__(self, lines: int) -> None:
        self._lines = lines
        self._lock = threading.Lock()
        self._minute, self._spent = -1, 0

    def takes(self, seconds: float) -> bool:
        """Whether one more line may be written at this moment."""
        minute = int(seconds // 60)
        with self._lock:
            if minute != self._minute:
                self._minute, self._spent = minute, 0
            self._spent += 1
            return self._spent <= self._lines


allowance = Allowance(LINES_A_MINUTE)


@bp.post(PATH)
@access(ANYONE)
def take() -> Response:
    """Log what a browser refused."""
    request.max_content_length = LONGEST_BYTES
    sent = request.get_json(force=True, silent=True)
    reports = sent if isinstance(sent, list) else [sent]
    bodies = [report.get("csp-report") or report.get("body") for report in reports if isinstance(report, dict)]
    found = [body for body in bodies if isinstance(body, dict)][:REPORTS_READ]
    if not found:
        abort(400)
    for body in found:
        if allowance.takes(time.monotonic()):
            logger.warning("refused by the policy: %s", line_of(body))
    return Response(status=204)


def line_of(body: dict[str, Any]) -> str:
    """A report in a few words, none of which can be taken for another line of the log."""
    blocked, document = _first(body, BLOCKED), _first(body, DOCUMENTS)
    try:
        parts = urlsplit(blocked)
        source = f"{parts.scheme}://{parts.hostname}" if parts.hostname else blocked.partition(":")[0]
        page = urlsplit(document).path
    except ValueError:
        source = page = ""
    return f"{_plain(_first(body, DIRECTIVES), 30)} from {_plain(source, 100)} on {_plain(page, 100)}"


def _first(body: dict[str, Any], names: tuple[str, ...]) -> str:
    return next((value for name in names if isinstance(value := body.get(name), str)), "")


def _plain(text: str, longest: int) -> str:
    return re.sub(r"[^A-Za-z0-9/:._%-]", "?", text[:longest]) or "?"
