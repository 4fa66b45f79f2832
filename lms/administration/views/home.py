"""Where the administration begins: what one's role may look after."""

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.administration.views.blueprint import bp
from lms.web.access import STAFF, access


@bp.get("/administration")
@access(STAFF)
def home() -> ResponseReturnValue:
    """Show the sections that the person who asks may open."""
    return render_template("administration/home.html")
