"""Whole addresses, for what leaves the site: search engines, links on paper."""

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
    return urlsplit(f"//{request.host}").hostname in LOOPBACK_HOSTS


def init_app(app: Flask) -> None:
    """Give templates `page_url`."""
    app.jinja_env.globals["page_url"] = page_url
