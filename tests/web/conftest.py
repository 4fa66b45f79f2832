"""The house without its features, for tests of what all pages share."""

from collections.abc import Callable, Iterator

import pytest
from flask import Blueprint, Flask, render_template_string, session

from lms.app import create_app
from lms.config import Config
from lms.db import db
from lms.web.access import ANYONE, access
from lms.web.locale import PREFIX
from tests.conftest import dispose

PAGE = "<!DOCTYPE html><title>{{ slug }}</title>{{ current_language() }} {{ slug }} {{ other_language_url() }}"


def probe() -> Blueprint:
    """Pages that show what they were given, remember somebody, break, or lose their database."""
    bp = Blueprint("probe", __name__)

    @bp.get("/probe/<slug>")
    @access(ANYONE)
    def show(slug: str) -> str:
        return render_template_string(PAGE, slug=slug) + " " * 600

    @bp.get("/personal")
    @access(ANYONE)
    def personal() -> str:
        session["visits"] = 1
        return "yours"

    @bp.get("/broken")
    @access(ANYONE)
    def broken() -> str:
        raise ZeroDivisionError

    @bp.get("/statement")
    @access(ANYONE)
    def statement() -> str:
        return str(db.session.scalar(db.text("SELECT 1")))

    @bp.post("/form")
    @access(ANYONE)
    def form() -> str:
        return "taken"

    return bp


@pytest.fixture
def small_app(databases, configure: Callable[..., Config]) -> Iterator[Flask]:
    """An application with the probe's pages; it shows errors as in production."""
    url = databases.copy()
    app = create_app(configure(url))
    app.register_blueprint(probe(), url_prefix=PREFIX)
    yield app
    dispose(app)
    databases.drop(url)
