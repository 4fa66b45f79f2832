"""The log: a line an event on standard error, for people or for programs, without anything about a person.

No e-mail address gets through, whatever is logged. Within a request, neither does what was typed into it, nor the name
of who is signed in: `lms.web.visits` says what that is. A line break in a message becomes a space, so nobody writes
lines of their own.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TextIO

HIDDEN = "…"
# Of the request that is being answered, if any: its number, and what must not be told of it.
request_id: ContextVar[str] = ContextVar("request_id", default="")
to_hide: ContextVar[Callable[[], Iterable[str]] | None] = ContextVar("to_hide", default=None)
_SHORTEST_HIDDEN = 3  # characters: less is in every word
# Whatever has an @ in it, also as an address of the web spells it, between what cannot be in an address.
_ADDRESS = re.compile(r"[^\s<>()\[\]{}\",;:|=&?/\\]+(?:@|%40)[^\s<>()\[\]{}\"',;:|=&?/\\]+")
_BREAKS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")


def without_people(text: str) -> str:
    """A text that may be kept: without addresses, and without what the request at hand must not tell."""
    ask = to_hide.get()
    if ask is not None:
        token = to_hide.set(None)  # asking may log
        try:
            words = {word for word in ask() if len(word) >= _SHORTEST_HIDDEN}
        except Exception:
            return HIDDEN  # rather nothing than too much
        finally:
            to_hide.reset(token)
        for word in sorted(words, key=len, reverse=True):
            for shown in {word, ascii(word)[1:-1], repr(word)[1:-1]}:
                text = text.replace(shown, HIDDEN)
    return _ADDRESS.sub(f"{HIDDEN}@{HIDDEN}", text)


def _trace_of(record: logging.LogRecord) -> str:
    if not record.exc_info or record.exc_info[1] is None:
        return ""
    return without_people("".join(traceback.format_exception(record.exc_info[1])).rstrip())


def _facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """What a record says beside its text: values of ours, never of a person's."""
    facts: dict[str, Any] = getattr(record, "facts", {})
    return facts


class _Lines(logging.Formatter):
    """For people: a line, and below it the trace of what went wrong."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        number = request_id.get()
        text = _BREAKS.sub(" ", without_people(record.getMessage())).replace("\n", " ")
        facts = " ".join(f"{value}" for name, value in _facts_of(record).items() if name != "request")
        trace = _trace_of(record)
        said = " ".join(filter(None, (f"{at:%H:%M:%S}", _level_of(record), text, facts, number and f"[{number}]")))
        return said + (f"\n{trace}" if trace else "")


def _level_of(record: logging.LogRecord) -> str:
    return "" if record.levelno <= logging.INFO else f"{record.levelname}:"


class _Objects(logging.Formatter):
    """For programs: an object of JSON a line."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": without_people(record.getMessage()),
        }
        if number := request_id.get():
            said["request"] = number
        said |= _facts_of(record)
        if trace := _trace_of(record):
            said["trace"] = trace
        return _BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(said, ensure_ascii=False))


class _StandardError(logging.StreamHandler[TextIO]):
    """Writes to what is standard error at that moment."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:
        return sys.stderr

    @stream.setter
    def stream(self, _given: object) -> None:
        """Never another."""


def set_up(*, is_json: bool) -> None:
    """Have this process write its log; for servers and those who do jobs, once."""
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, _StandardError)]:
        root.removeHandler(handler)
    handler = _StandardError()
    handler.setFormatter(_Objects() if is_json else _Lines())
    root.addHandler(handler)
    logging.getLogger("lms").setLevel(logging.INFO)
