"""Media as readers fetch them: under an address that holds their digest, so that a copy is good for ever."""

from __future__ import annotations

from flask import Blueprint, abort, send_file
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
        response = send_file(
            path,
            mimetype=mimetype,
            as_attachment=not kinds.is_shown(name),
            download_name=name,
            conditional=True,  # recordings are fetched in pieces
            etag=digest,
            last_modified=None,
            max_age=A_YEAR,
        )
    except FileNotFoundError as error:  # known, and gone from the disk: the operator's log says so
        raise NotFound() from error
    response.cache_control.public = True
    response.cache_control.immutable = True
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
