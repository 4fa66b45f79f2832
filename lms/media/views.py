"""Media as readers fetch them: under an address that holds their digest, so that a copy is good for ever."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, abort, request, send_file
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from lms.media import kinds, queries
from lms.web.access import ANYONE, access

A_YEAR = 31_536_000
# An SVG opened by itself is a page of our origin: it gets no script, no form, no request and no origin.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

bp = Blueprint("media", __name__)


@bp.get("/media/<digest>/<name>")
@access(ANYONE)
def file(digest: str, name: str) -> Response:
    """A file under its digest; the name says its type and how a saved copy is called."""
    mimetype = kinds.type_of(name)
    path = queries.path_of(digest) if mimetype else None
    if path is None:
        abort(404)
    try:
        response = (
            _picture(path, digest, mimetype) if kinds.is_picture(name) else _document(path, digest, mimetype, name)
        )
    except FileNotFoundError as error:  # known, and gone from the disk
        raise NotFound() from error
    response.cache_control.public = True
    response.cache_control.max_age = A_YEAR
    response.cache_control.immutable = True
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _picture(path: Path, digest: str, mimetype: str | None) -> Response:
    """A picture, whole: it is small, and an SVG is compressed on its way like a page."""
    response = Response(path.read_bytes(), mimetype=mimetype)
    response.set_etag(digest, weak=True)  # weak: the same in whatever compression it travels
    return response.make_conditional(request)


def _document(path: Path, digest: str, mimetype: str | None, name: str) -> Response:
    """A recording, to be played, or a document, to be saved: read from the disk as it is sent, in pieces if asked."""
    return send_file(
        path,
        mimetype=mimetype,
        as_attachment=not kinds.is_shown(name),
        download_name=name,
        conditional=True,
        etag=digest,
        max_age=A_YEAR,
    )
