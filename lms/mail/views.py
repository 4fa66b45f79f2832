"""The local mailbox: where mails are read while no mail server is set."""

from flask import Blueprint, abort, make_response, render_template
from flask.typing import ResponseReturnValue

from lms.mail.access import has_mailbox
from lms.mail.queries import latest_mails
from lms.web.access import ANYONE, access

bp = Blueprint("mail", __name__)


@bp.get("/mailbox")
@access(ANYONE)
def mailbox() -> ResponseReturnValue:
    """The latest mails, whoever they are for; beyond this machine the page does not exist."""
    if not has_mailbox():
        abort(404)
    response = make_response(render_template("mail/mailbox.html", mails=latest_mails()))
    response.headers["Cache-Control"] = "private, no-store"
    return response
