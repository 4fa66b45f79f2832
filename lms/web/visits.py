"""Every request, counted and told in a line of the log: what was asked for, never by whom or with what words."""

from __future__ import annotations

import logging
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, g, has_request_context, request

from lms import logs
from lms.web.requests import Application

HEADER = "X-Request-ID"
# Upper bounds of the histogram's steps, in seconds.
STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
_METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}
_MOST_HIDDEN = 1_000  # values of a request: of one that sends more, nothing but the line is logged
_OF_NOBODY = {"language", "slug", "key", "path", "name"}  # words of addresses that name courses and files
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Tally:
    """What this process has answered since it began."""

    answers: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # endpoint, method, "2xx"
    steps: Counter[tuple[str, float]] = field(default_factory=Counter)  # endpoint, upper bound; of each alone
    seconds: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, endpoint: str, method: str, status: int, seconds: float) -> None:
        """Count one answer."""
        with self.lock:
            self.answers[endpoint, method, f"{status // 100}xx"] += 1
            self.counts[endpoint] += 1
            self.seconds[endpoint] += seconds  # type: ignore[assignment]
            self.steps[endpoint, next((step for step in STEPS if seconds <= step), float("inf"))] += 1


@dataclass(slots=True)
class _Visit:
    """One request, while it is answered."""

    number: str
    method: str
    started: float
    endpoint: str = "none"  # nothing has this address
    rule: str = "none"
    status: int = 500
    size: int = 0


class _Sent:
    """A reply that is sent piece by piece: counted, and told of when it is over."""

    def __init__(self, pieces: Iterable[bytes], visit: _Visit, end: Callable[[_Visit], None]) -> None:
        self._pieces, self._visit, self._end = pieces, visit, end
        self._is_over = False

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self._visit.size += len(piece)
            yield piece
        self._finish()

    def close(self) -> None:
        try:
            close = getattr(self._pieces, "close", None)
            if close:
                close()
        finally:
            self._finish()

    def _finish(self) -> None:
        if not self._is_over:
            self._is_over = True
            self._end(self._visit)


def _watched(application: Application, tally: Tally) -> Application:
    def end(visit: _Visit) -> None:
        seconds = time.perf_counter() - visit.started
        tally.note(visit.endpoint, visit.method, visit.status, seconds)
        token = logs.request_id.set(visit.number)
        facts = {
            "method": visit.method,
            "endpoint": visit.rule,
            "status": visit.status,
            "ms": round(seconds * 1000, 1),
            "bytes": visit.size,
        }
        logger.info("request", extra={"facts": facts})
        logs.request_id.reset(token)

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        given = environ.get("HTTP_X_REQUEST_ID", "")
        number = given if _WELL_FORMED.fullmatch(given) else secrets.token_hex(8)
        method = environ.get("REQUEST_METHOD", "")
        visit = _Visit(number, method if method in _METHODS else "OTHER", time.perf_counter())
        environ["palabre.visit"] = visit

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            visit.status = int(status[:3])
            return start_response(status, [*headers, (HEADER, number)], *more)

        tokens = logs.request_id.set(number), logs.to_hide.set(_what_is_theirs)
        try:
            return _Sent(application(environ, start), visit, end)
        except BaseException:
            end(visit)
            raise
        finally:
            logs.request_id.reset(tokens[0])
            logs.to_hide.reset(tokens[1])

    return answer


def _note_where(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    visit = request.environ.get("palabre.visit")
    if visit is not None and endpoint is not None and request.url_rule is not None:
        visit.endpoint, visit.rule = endpoint, request.url_rule.rule


def _what_is_theirs() -> Iterable[str]:
    """What this request says of people: what was typed, what the address names, who is signed in."""
    if not has_request_context():
        return
    named = (value for name, value in (request.view_args or {}).items() if name not in _OF_NOBODY)
    values = [*named, *request.args.values()]
    if request.content_type and "form" in request.content_type:
        values += [value for _name, some in request.form.lists() for value in some]
    if len(values) > _MOST_HIDDEN:
        raise ValueError("more than anybody types")
    yield from (str(value) for value in values)
    person = g.get("_login_user")  # only if somebody has asked: a log asks no database
    known = vars(person) if person is not None and hasattr(person, "__dict__") else {}
    yield from (str(known[name]) for name in ("name", "email", "email_key") if known.get(name))


def tally_of(app: Flask) -> Tally:
    """What this process has answered."""
    found: Tally = app.extensions["palabre.tally"]
    return found


def init_app(app: Flask) -> None:
    """Watch every request; registered after everything else that wraps the application, and so around it."""
    tally = app.extensions["palabre.tally"] = Tally()
    app.url_value_preprocessor(_note_where)  # runs before anything may refuse
    app.wsgi_app = _watched(app.wsgi_app, tally)  # type: ignore[assignment, method-assign]
