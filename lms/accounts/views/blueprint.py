"""The routes of this feature hang on one blueprint."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from lms.accounts.access import may_keep_cookies

bp = Blueprint("accounts", __name__)


@bp.before_request
def refuse_plain_http() -> ResponseReturnValue | None:
    """Where browsers would drop the cookie, say so instead of asking for a code that leads nowhere."""
    return None if may_keep_cookies() else plain_http_page()


def plain_http_page() -> ResponseReturnValue:
    """Why nobody signs in here, and what those who run the site can do."""
    return render_template("accounts/plain_http.html"), 403
