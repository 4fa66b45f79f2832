"""The headers that every reply carries: what a page may load, and what other sites may do with it."""

from flask import Flask
from werkzeug.wrappers import Response

from lms.config import Config
from lms.web import reports

# No inline script or style anywhere: one policy serves every page, and a hole in our escaping runs nothing.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; "
    "script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; "
    f"report-uri {reports.PATH}; report-to csp"  # the first for browsers that do not know the second
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Reporting-Endpoints": f'csp="{reports.PATH}"',
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def init_app(app: Flask, config: Config) -> None:
    """Add the headers to every reply; a view that serves uploads may set a stricter policy of its own."""
    app.register_blueprint(reports.bp)
    headers = dict(HEADERS)
    if config.is_https:
        headers["Strict-Transport-Security"] = "max-age=31536000"

    def add_headers(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response

    app.after_request(add_headers)
