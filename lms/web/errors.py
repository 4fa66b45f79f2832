"""Pages for what went wrong: they say what happened and what to do, in the reader's language, database or not."""

import logging
from urllib.parse import quote, urlsplit, urlunsplit

from flask import Flask, current_app, g, redirect, render_template, request
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin
from jinja2 import TemplateNotFound
from markupsafe import escape
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, NotFound, ServiceUnavailable
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from lms.db import is_full, is_unavailable
from lms.web.locale import current_language

RETRY_AFTER_SECONDS = 10
RETRY_WHEN_FULL_SECONDS = 300  # somebody has to make room
logger = logging.getLogger(__name__)


class NothingCanBeSaved(ServiceUnavailable):
    """The disk is full: pages are read on, and whoever sends something is told that it was not kept."""


def page_for(error: HTTPException) -> Response:
    """The page of an HTTP error: errors/<code>.html, else errors/error.html, both given `code` and `title`."""
    if error.code is None or error.code < 400:  # a redirect is raised too
        return error.get_response()
    response = error.get_response()  # keeps what the error carries: Allow, Retry-After
    is_full = isinstance(error, NothingCanBeSaved)
    title = _("Nothing can be saved for the moment") if is_full else title_of(error.code)
    response.set_data(_render(error.code, title, is_full=is_full))
    response.content_type = "text/html; charset=utf-8"
    response.headers["Cache-Control"] = "no-store"
    return response


def title_of(code: int) -> str:
    """What happened, in a few words."""
    titles = {
        400: _("We could not understand this request"),
        403: _("You may not see this page"),
        404: _("This page does not exist"),
        405: _("This page cannot do that"),
        413: _("What you sent is too large"),
        414: _("This address is too long"),
        503: _("The site is resting for a moment"),
    }
    return str(titles.get(code) or _("Something went wrong on our side"))


def _render(code: int, title: str, *, is_full: bool = False) -> str:
    try:
        return render_template([f"errors/{code}.html", "errors/error.html"], code=code, title=title, is_full=is_full)
    except TemplateNotFound:
        logger.warning("no template for the error %s", code)
    except Exception:
        # The page that explains an error must not raise another: whatever broke may have broken the layout as well.
        logger.exception("the page for the error %s cannot be rendered", code)
    language = current_language()
    home = escape(_("Home page"))
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
        f'<body><main><h1>{escape(title)}</h1><p><a href="/{language}/">{home}</a></p></main></body></html>\n'
    )


def _lead_to_the_proper_address() -> Response | None:
    """Redirect to a page's proper address by its path alone: the host it was asked under may be anybody's."""
    error = request.routing_exception
    if isinstance(error, RequestRedirect):
        target = urlsplit(error.new_url)
        return _redirect_to(target.path, target.query)
    bare = request.path.rstrip("/")
    if isinstance(error, NotFound) and bare != request.path and _is_page(bare):
        return _redirect_to(bare, quote(request.query_string, safe="=&%+"))
    return None


def _is_page(path: str) -> bool:
    return current_app.create_url_adapter(request).test(path, request.method)  # type: ignore[union-attr]


def _redirect_to(path: str, query: str) -> Response:
    path = quote(path, safe="/%:@!$&'()*+,;=~").lstrip("/")  # two slashes would begin another host's address
    return redirect(urlunsplit(("", "", f"/{path}", query, "")), 308)


def _when_the_database_fails(error: SQLAlchemyError) -> Response:
    if is_full(error):
        return _when_the_disk_is_full(error)
    if not is_unavailable(error):
        raise error
    logger.error("the database is away: %s", error)
    # The page that says so must not wait for it once more, nor ask a session that broke in mid-flush who reads it.
    g.is_database_away = True
    g._login_user = AnonymousUserMixin()
    return page_for(ServiceUnavailable(retry_after=RETRY_AFTER_SECONDS))


def _when_the_disk_is_full(error: SQLAlchemyError | OSError) -> Response:
    if not is_full(error):
        raise error
    logger.error("nothing can be saved, the disk is full: %s", error)
    return page_for(NothingCanBeSaved(retry_after=RETRY_WHEN_FULL_SECONDS))


def init_app(app: Flask) -> None:
    """Answer every error with a page; an exception is logged whole and shown as a 500."""
    app.before_request(_lead_to_the_proper_address)
    app.register_error_handler(HTTPException, page_for)
    app.register_error_handler(SQLAlchemyError, _when_the_database_fails)
    app.register_error_handler(OSError, _when_the_disk_is_full)
