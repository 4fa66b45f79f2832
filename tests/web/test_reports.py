"""Browsers may report what they refused; a line is logged, without a person in it."""

import logging

import pytest
from flask import Flask

from lms.web import reports
from lms.web.reports import LONGEST_BYTES, PATH, Allowance, line_of

BODY = {
    "document-uri": "https://palabre.example/fr/search?q=confidence#part",
    "effective-directive": "script-src-elem",
    "blocked-uri": "https://evil.example:8443/a.js?who=confidence",
    "referrer": "https://palabre.example/?confidence",
    "script-sample": "confidence",
}
NEWER = {
    "documentURL": BODY["document-uri"],
    "effectiveDirective": BODY["effective-directive"],
    "blockedURL": BODY["blocked-uri"],
}
LINE = "script-src-elem from https://evil.example on /fr/search"


@pytest.fixture(autouse=True)
def unspent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "allowance", Allowance(2))
    monkeypatch.setattr("time.monotonic", lambda: 7.0)


@pytest.mark.parametrize("sent", [{"csp-report": BODY}, [{"type": "csp-violation", "body": NEWER}]])
def test_a_report_of_either_kind_is_one_line(small_app: Flask, caplog: pytest.LogCaptureFixture, sent: object) -> None:
    with caplog.at_level(logging.WARNING):
        response = small_app.test_client().post(PATH, json=sent)
    assert (response.status_code, response.data) == (204, b"")
    assert "Set-Cookie" not in response.headers
    assert [record.getMessage() for record in caplog.records] == [f"refused by the policy: {LINE}"]


@pytest.mark.parametrize("sent", [b"", b"{", b"[]", b"7", b'{"csp-report": 7}', b"[[]]", b"\xff"])
def test_anything_else_is_refused(small_app: Flask, caplog: pytest.LogCaptureFixture, sent: bytes) -> None:
    assert small_app.test_client().post(PATH, data=sent).status_code == 400
    assert not caplog.records


def test_a_report_that_is_too_long_is_not_read(small_app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    sent = {"csp-report": {**BODY, "script-sample": "a" * LONGEST_BYTES}}
    assert small_app.test_client().post(PATH, json=sent).status_code in (400, 413)
    assert not caplog.records


def test_there_is_nothing_to_get(small_app: Flask) -> None:
    assert small_app.test_client().get(PATH).status_code == 405


def test_a_flood_fills_no_log(small_app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            small_app.test_client().post(PATH, json=[{"body": NEWER}] * 50)
    assert len(caplog.records) == 2


def test_an_allowance_is_given_again_every_minute() -> None:
    two = Allowance(2)
    assert [two.takes(second) for second in (0, 1, 59, 60, 61, 62)] == [True, True, False, True, True, False]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ({}, "? from ? on ?"),
        ({"blockedURL": "inline", "documentURL": "/fr/"}, "? from inline on /fr/"),
        ({"blockedURL": "data:text/html,confidence"}, "? from data on ?"),
        ({"effectiveDirective": "a\nERROR forged", "blockedURL": 7}, "a?ERROR?forged from ? on ?"),
        ({"blockedURL": "http://[", "documentURL": "http://a/b"}, "? from ? on ?"),
    ],
)
def test_nothing_sent_can_pass_for_a_line_of_the_log(body: dict[str, object], line: str) -> None:
    assert line_of(body) == line
