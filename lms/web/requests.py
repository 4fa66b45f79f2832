"""What a request may be: bounded in size, well formed, and without a write where it only asks to read."""

from flask import Flask, abort, g, request

from lms.db import read_only

READING_METHODS = ("GET", "HEAD", "OPTIONS")
LONGEST_QUERY_BYTES = 2_000


def _read_only_when_reading() -> None:
    g.read_only_token = read_only.set(request.method in READING_METHODS)


def _refuse_nonsense() -> None:
    if len(request.query_string) > LONGEST_QUERY_BYTES:
        abort(414)
    texts = [request.path, *request.args.keys(), *(value for _, value in request.args.items(multi=True))]
    if any("\0" in text for text in texts):  # no database takes it, and nobody types it
        abort(400)


def _forget(_error: BaseException | None) -> None:
    token = g.pop("read_only_token", None)
    if token is not None:
        read_only.set(False)


def init_app(app: Flask) -> None:
    """Set the limits; registered before anything that may touch the database."""
    app.config.update(MAX_CONTENT_LENGTH=1024 * 1024, MAX_FORM_MEMORY_SIZE=512 * 1024, MAX_FORM_PARTS=500)
    app.before_request(_read_only_when_reading)
    app.before_request(_refuse_nonsense)
    app.teardown_request(_forget)
