"""The blueprint that the lesson's and the question's views share; it writes nothing about who does not want it."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from lms.accounts.access import person_or_none
from lms.accounts.queries import has_withdrawn
from lms.web.forms import OURS, words_typed
from lms.web.requests import WRITING_METHODS

bp = Blueprint("learning", __name__)
LEAVING = "learning.do_leave"  # takes nothing more down


@bp.before_request
def keep_nothing_without_consent() -> ResponseReturnValue | None:
    """Take down nothing that somebody does who withdrew their consent: what they typed is shown to them alone."""
    if request.method not in WRITING_METHODS or request.endpoint == LEAVING:
        return None
    person = person_or_none()
    if person is None or not has_withdrawn(person.id):
        return None
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in OURS]
    return render_template("learning/without_consent.html", typed=words_typed(fields)), 403
