"""Every view declares who may use it; one that does not is refused, so that nothing is opened by forgetting."""

import logging
from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

# Where the accounts feature says, for the application, how the second factor is asked for.
SECOND_FACTOR = "second-factor"
View = TypeVar("View", bound=Callable[..., Any])
logger = logging.getLogger(__name__)


class Audience(Enum):
    """Who may use a view; a view that must look at its object as well asks its feature's access.py."""

    ANYONE = "anyone"
    SIGNED_IN = "signed-in"
    # Those with a role; on a device that has shown its second factor a short while ago.
    STAFF = "staff"
    SUPPORT = "support"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"


ANYONE = Audience.ANYONE
SIGNED_IN = Audience.SIGNED_IN
STAFF = Audience.STAFF
SUPPORT = Audience.SUPPORT
ANALYST = Audience.ANALYST
ADMINISTRATOR = Audience.ADMINISTRATOR
# Which roles may use what is declared for them: an administrator may do what the others may.
ROLES = {
    STAFF: frozenset({"support", "analyst", "administrator"}),
    SUPPORT: frozenset({"support", "administrator"}),
    ANALYST: frozenset({"analyst", "administrator"}),
    ADMINISTRATOR: frozenset({"administrator"}),
}


def access(audience: Audience) -> Callable[[View], View]:
    """Declare who may use a view; stands under the route's decorator."""

    def declare(view: View) -> View:
        view.audience = audience  # type: ignore[attr-defined]
        return view

    return declare


def audience_of(view: Callable[..., Any]) -> Audience | None:
    """Whom a view was declared for, if it was."""
    return getattr(view, "audience", None)


def undeclared_endpoints(app: Flask) -> list[str]:
    """The endpoints of an application that a request could reach and nobody answered for."""
    reachable = {rule.endpoint for rule in app.url_map.iter_rules()}
    return sorted(name for name in reachable if audience_of(app.view_functions[name]) is None)


def has_session() -> bool:
    """Whether the reader's browser sent a session at all. Who has none is nobody, and their session is not opened:
    a page that looks into it is kept by no browser and costs a query.
    """
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies


def _refuse_strangers() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    audience = audience_of(current_app.view_functions[request.endpoint])
    if audience is None:
        logger.error("the view %s does not declare who may use it", request.endpoint)
        abort(500)
    if audience is ANYONE:
        return None
    if not (has_session() and current_user.is_authenticated):
        # Asks to sign in, and keeps what was typed: the accounts feature says how.
        asked: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        return asked
    if audience is SIGNED_IN:
        return None
    if current_user.role not in ROLES[audience]:
        abort(404)  # for who has no such role these pages are not there
    if not current_user.has_second_factor:
        ask: Callable[[], ResponseReturnValue] = current_app.extensions[SECOND_FACTOR]
        return ask()
    return None


def init_app(app: Flask) -> None:
    """Ask the question before every request."""
    app.before_request(_refuse_strangers)
