"""Static files under names that hold their digest: fetched once, kept for a year, never stale."""

import gzip
import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path, PurePosixPath

import brotli
from flask import Blueprint, Flask, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.config import ROOT
from lms.web.access import ANYONE, access

FOLDER = (ROOT / "static").resolve()
DIGEST_LENGTH = 12
A_YEAR = 31_536_000
A_DAY = 86_400
COMPRESSIBLE = ("text/", "image/svg+xml", "application/json", "application/manifest+json", "application/javascript")

bp = Blueprint("statics", __name__)


def static_url(name: str) -> str:
    """The address of a file of static/, such as `css/palabre.css`; it changes whenever the file does."""
    path = _located(FOLDER, name)
    stem, dot, suffix = name.rpartition(".")
    return url_for("statics.serve", name=f"{stem}.{_digest(path)}{dot}{suffix}")


@bp.get("/static/<path:name>")
@access(ANYONE)
def serve(name: str) -> Response:
    """A file, by the name that holds its digest; under any other name there is none."""
    stem, _, suffix = name.rpartition(".")
    plain, _, digest = stem.rpartition(".")
    path = _locate(f"{plain}.{suffix}")
    if path is None or digest != _digest(path):
        abort(404)
    mimetype = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    compressible = mimetype.startswith(COMPRESSIBLE)
    encoding = request.accept_encodings.best_match(("br", "gzip", "identity")) if compressible else None
    if encoding not in ("br", "gzip"):
        encoding = None
    response = Response(_contents(path, digest, encoding), mimetype=mimetype)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.vary.add("Accept-Encoding")
    response.cache_control.public = True
    response.cache_control.max_age = A_YEAR
    response.cache_control.immutable = True
    response.set_etag(f"{digest}{encoding or ''}")
    return response.make_conditional(request)


@bp.get("/robots.txt")
@access(ANYONE)
def robots() -> Response:
    """What search engines ask first: everything may be found; a page that may not says so itself."""
    response = Response("User-agent: *\nDisallow:\n", mimetype="text/plain")
    response.cache_control.max_age = A_DAY
    return response


@bp.get("/service-worker.js")
@access(ANYONE)
def service_worker() -> Response:
    """What keeps an open attempt readable without a network: at the root, for it serves what lies below its address."""
    response = Response((FOLDER / "js/service-worker.js").read_bytes(), mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response.make_conditional(request)


@bp.get("/favicon.ico")
@access(ANYONE)
def favicon() -> Response:
    """The icon, for whoever asks for it without having read a page."""
    response = redirect(static_url("img/favicon.svg"))
    response.cache_control.max_age = A_DAY
    return response


def _locate(name: str) -> Path | None:
    """A file under static/, and nothing else: no way up, no hidden file, no link that leads out."""
    parts = PurePosixPath(name).parts
    if not parts or any(part.startswith((".", "/")) or "\\" in part or "\0" in part for part in parts):
        return None
    path = FOLDER.joinpath(*parts)
    if not path.is_file() or not path.resolve().is_relative_to(FOLDER):
        return None
    return path


@lru_cache(maxsize=256)
def _located(_folder: Path, name: str) -> Path:
    """Where a file lies that our templates name."""
    path = _locate(name)
    if path is None:
        raise FileNotFoundError(f"no such file in static/: {name}")
    return path


def _digest(path: Path) -> str:
    status = path.stat()
    return _digest_of(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=256)
def _digest_of(path: Path, _changed_ns: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:DIGEST_LENGTH]


@lru_cache(maxsize=256)
def _contents(path: Path, _digest: str, encoding: str | None) -> bytes:
    """A file's bytes, compressed as well as can be: it is done once and sent for as long as the process lives."""
    contents = path.read_bytes()
    if encoding == "br":
        return bytes(brotli.compress(contents, quality=11))
    if encoding == "gzip":
        return gzip.compress(contents, 9, mtime=0)
    return contents


def init_app(app: Flask) -> None:
    """Serve static/ and give templates `static_url`."""
    app.register_blueprint(bp)
    app.jinja_env.globals["static_url"] = static_url
