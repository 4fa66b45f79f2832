"""How replies travel: compressed, and not at all where the reader's copy is still good."""

from flask import Flask, Response, g, request
from flask.globals import request_ctx
from flask_compress import Compress

from lms.web.forms import current_owner, owner_mark

COMPRESSED_TYPES = [
    "text/html", "text/css", "text/javascript", "text/plain", "text/vtt", "image/svg+xml", "application/json",
    "application/manifest+json",
]  # fmt: skip


class _EveryPage(Compress):
    """Compresses pages that say no as well: the library stops at those that say yes."""

    def after_request(self, response: Response | None) -> Response:
        """Compress a reply, whatever its status."""
        if response is not None and request.endpoint == "statics.serve":
            return response  # compressed once and for all, or not at all
        if response is None or response.status_code < 400:
            return super().after_request(response)
        status = response.status
        response.status_code = 200
        response = super().after_request(response)
        response.status = status
        return response


def _let_readers_keep_it(response: Response) -> Response:
    """Give a page a fingerprint, so that a reader who has it pays a few bytes and not the page again.

    Weak, because the page is the same in whatever compression it travels. Only for pages without a person in them:
    others are kept nowhere.
    """
    if response.mimetype != "text/html":
        return response
    opened = request_ctx._session  # the public `session` would count this very look as a use
    if (opened is not None and opened.accessed) or "Set-Cookie" in response.headers:
        response.headers.setdefault("Cache-Control", "private, no-store")
        if "_login_user" in g and current_owner():  # known already: the database may be away
            response.headers["X-Owner"] = owner_mark()  # what a browser keeps of somebody else goes
        return response
    response.headers.setdefault("Cache-Control", "no-cache")
    if request.method in ("GET", "HEAD") and response.status_code == 200 and not response.is_streamed:
        response.add_etag(weak=True)
        response.make_conditional(request)
    return response


def init_app(app: Flask) -> None:
    """Compress replies, after fingerprinting them: Flask runs the last registered first."""
    app.config.update(
        COMPRESS_ALGORITHM=["br", "zstd", "gzip"],
        COMPRESS_ALGORITHM_STREAMING=["br", "zstd"],
        COMPRESS_MIMETYPES=COMPRESSED_TYPES,
        COMPRESS_BR_LEVEL=5,
        COMPRESS_EVALUATE_CONDITIONAL_REQUEST=False,
    )
    _EveryPage(app)
    app.after_request(_let_readers_keep_it)
