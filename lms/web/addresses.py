"""Whole addresses, for what leaves the site: search engines, links on paper."""

import re
from urllib.parse import urlsplit

from flask import Flask, current_app, has_request_context, request, url_for

from lms.config import LOOPBACK_HOSTS


def page_url(language: str | None = None) -> str:
    """The public address of this page, without its query, in its own language or in another."""
    values = dict(request.view_args or {})
    if language:
        values["language"] = language
    endpoint = request.endpoint
    path = url_for(endpoint, **values) if endpoint else request.path
    return f"{current_app.config['LMS'].public_url}{path}"


def leads_here(public_url: str) -> bool:
    """Whether whoever reaches us may reach us by an address: one of this very computer leads nobody else anywhere."""
    if urlsplit(public_url).hostname not in LOOPBACK_HOSTS or not has_request_context():
        return True
    return host_of_request() in LOOPBACK_HOSTS


def host_of_request() -> str:
    """The host that this request was sent to, without its port and brackets; whatever the reader's browser says."""
    host = request.host.rpartition("@")[2]
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def safe_path(text: str | None) -> str | None:
    """A path of this site, with its query, to go on to; None for anything that could lead elsewhere."""
    if not text or len(text) > 2_000 or not text.startswith("/") or text.startswith("//"):
        return None
    return None if re.search(r"[\\\x00-\x20\x7f-\x9f]", text) else text


def init_app(app: Flask) -> None:
    """Give templates `page_url`."""
    app.jinja_env.globals["page_url"] = page_url
