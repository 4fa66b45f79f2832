"""A browser without a window and without script: finds the form that a page holds, fills it in and sends it."""

import html
import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HTTPS = "https://localhost"


def get(client: FlaskClient, path: str, **more: Any) -> TestResponse:
    """Open a page, not following where it leads."""
    return client.get(path, base_url=HTTPS, **more)


def forms(page: str) -> list[str]:
    """The forms of a page that are sent."""
    return re.findall(r'<form\b[^>]*method="post"[^>]*>.*?</form>', page, re.S)


def form_to(page: str, action: str = "", path: str = "") -> str:
    """The form whose address ends so, the first for ""; one that names none goes to the page's own, `path`."""
    found = [form for form in forms(page) if (attribute(form, "action") or path).endswith(action)]
    assert found, f"no form to {action or 'send'} on this page:\n{page}"
    return found[0]


def hidden(page: str, action: str = "", path: str = "") -> dict[str, str]:
    """The hidden fields of that form."""
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form_to(page, action, path))
    return {name: html.unescape(value) for name, value in fields}


def send(client: FlaskClient, path: str, page: str | None = None, action: str = "", **fields: Any) -> TestResponse:
    """Open a page, or take the one given, fill that form in and send it where it says, as a browser would."""
    page = get(client, path).text if page is None else page
    address = path.partition("?")[0]
    target = attribute(form_to(page, action, address), "action") or path
    data = {**hidden(page, action, address), **fields}
    return client.post(target, base_url=HTTPS, headers={"Referer": HTTPS}, data=data)


def attribute(tag: str, name: str) -> str:
    """An attribute of the tag that a text begins with; "" without it."""
    found = re.search(rf'\s{name}="([^"]*)"', tag[: tag.index(">") + 1])
    return html.unescape(found[1]) if found else ""
