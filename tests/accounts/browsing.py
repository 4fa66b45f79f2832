"""A browser without a window: fills in the form that a page holds and sends it."""

import html
import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HTTPS = "https://localhost"


def browser(app: Flask) -> FlaskClient:
    """A new reader."""
    return app.test_client()


def get(client: FlaskClient, path: str, **more: Any) -> TestResponse:
    return client.get(path, base_url=HTTPS, **more)


def hidden(page: str, action: str = "") -> dict[str, str]:
    """The hidden fields of a page's form; of the one that goes to an address, where several are."""
    forms = re.findall(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", page, re.S)
    form = next(form for form in forms if f'action="{action}"' in form.split(">")[0] or not action)
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in fields}


def send(client: FlaskClient, path: str, page: str | None = None, action: str = "", **fields: str) -> TestResponse:
    """Open a page, or take the one given, fill its form in and send it."""
    page = get(client, path).text if page is None else page
    return client.post(path, base_url=HTTPS, headers={"Referer": HTTPS}, data={**hidden(page, action), **fields})


def register(client: FlaskClient, email: str, **more: str) -> TestResponse:
    """The first page, filled in."""
    page = get(client, "/fr/register").text
    consent = re.findall(r'name="consent" value="([0-9a-f]{64})"', page)[0]
    fields = {"name": "Awa Koné", "email": email, "language": "fr", "country": "CI", "consent": consent, **more}
    return send(client, "/fr/register", page, **fields)
