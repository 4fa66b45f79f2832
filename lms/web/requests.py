"""What a request may be: bounded in size, well formed, and without a write where it only asks to read."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, abort, request

from lms.db import read_only

WRITING_METHODS = ("POST", "PUT", "PATCH", "DELETE")
LONGEST_QUERY_BYTES = 4_000

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def is_query_too_long() -> bool:
    """Whether this request is refused for its query, which is then not even read."""
    return len(request.query_string) > LONGEST_QUERY_BYTES


def _read_only_unless_it_writes(application: Application) -> Application:
    """Keep a request from writing from before its first line of ours until after its last, unless its method writes."""

    def guarded(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        token = read_only.set(environ.get("REQUEST_METHOD") not in WRITING_METHODS)
        try:
            return application(environ, start_response)
        finally:
            read_only.reset(token)

    return guarded


def _refuse_nonsense() -> None:
    if is_query_too_long():
        abort(414)
    texts = [request.path, *request.args.keys(), *(value for _, value in request.args.items(multi=True))]
    if any("\0" in text for text in texts):  # no database takes it, and nobody types it
        abort(400)


def init_app(app: Flask) -> None:
    """Set the limits; registered before anything that may touch the database."""
    app.config.update(MAX_CONTENT_LENGTH=1024 * 1024, MAX_FORM_MEMORY_SIZE=512 * 1024, MAX_FORM_PARTS=500)
    app.before_request(_refuse_nonsense)
    app.wsgi_app = _read_only_unless_it_writes(app.wsgi_app)  # type: ignore[assignment, method-assign]
