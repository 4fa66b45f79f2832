"""Whole addresses, for what leaves the site: search engines, links on paper."""

from flask import Flask, current_app, request, url_for


def page_url(language: str | None = None) -> str:
    """The public address of this page, without its query, in its own language or in another."""
    values = dict(request.view_args or {})
    if language:
        values["language"] = language
    endpoint = request.endpoint
    path = url_for(endpoint, **values) if endpoint else request.path
    return f"{current_app.config['LMS'].public_url}{path}"


def init_app(app: Flask) -> None:
    """Give templates `page_url`."""
    app.jinja_env.globals["page_url"] = page_url
