"""Every view declares who may use it; one that does not is refused, so that nothing is opened by forgetting."""

import logging
from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request

View = TypeVar("View", bound=Callable[..., Any])
logger = logging.getLogger(__name__)


class Audience(Enum):
    """Who may use a view; a view that must look at its object as well asks its feature's access.py."""

    ANYONE = "anyone"


ANYONE = Audience.ANYONE


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


def _refuse_undeclared() -> None:
    if request.endpoint is not None and audience_of(current_app.view_functions[request.endpoint]) is None:
        logger.error("the view %s does not declare who may use it", request.endpoint)
        abort(500)


def init_app(app: Flask) -> None:
    """Ask the question before every request."""
    app.before_request(_refuse_undeclared)
