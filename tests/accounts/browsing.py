"""Readers without an account yet."""

import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.forms import get, send


def browser(app: Flask) -> FlaskClient:
    """A new reader."""
    return app.test_client()


def register(client: FlaskClient, email: str, **more: str) -> TestResponse:
    """The first page, filled in."""
    page = get(client, "/fr/register").text
    consent = re.findall(r'name="consent" value="([0-9a-f]{64})"', page)[0]
    fields = {"name": "Awa Koné", "email": email, "language": "fr", "country": "CI", "consent": consent, **more}
    return send(client, "/fr/register", page, **fields)
