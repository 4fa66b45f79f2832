"""Every reply says what it may load and who may frame it."""

import re

import pytest
from flask import Flask

from lms.app import create_app
from lms.web.headers import CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("path", ["/", "/fr/probe/x", "/fr/nothing", "/fr/broken", "/static/no.css"])
def test_every_reply_carries_the_policy(small_app: Flask, path: str) -> None:
    headers = small_app.test_client().get(path).headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Permissions-Policy" in headers
    assert headers["Reporting-Endpoints"] == 'csp="/csp-reports"'


def test_the_policy_knows_no_source_but_ourselves() -> None:
    directives = dict(directive.split(" ", 1) for directive in CONTENT_SECURITY_POLICY.split("; "))
    assert directives.pop("report-uri") == "/csp-reports"
    assert directives.pop("report-to") == "csp"
    assert directives["default-src"] == "'none'"
    assert set(directives.values()) == {"'none'", "'self'"}
    assert {"base-uri", "frame-ancestors", "form-action", "script-src", "style-src"} <= set(directives)
    assert not re.search(r"unsafe|\*|https?:|data:", CONTENT_SECURITY_POLICY)


def test_https_is_insisted_on_only_where_readers_come_over_it(sqlite_files, configure) -> None:
    for address, expected in (("https://palabre.example", True), ("http://127.0.0.1:8000", False)):
        app = create_app(configure(sqlite_files.copy(), LMS_PUBLIC_URL=address))
        assert ("Strict-Transport-Security" in app.test_client().get("/").headers) is expected
