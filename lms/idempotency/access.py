"""May this form count? Once, and only for whom it was shown to."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, abort, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from lms.clock import now
from lms.db import db
from lms.idempotency import actions, queries
from lms.idempotency.models import SentForm
from lms.web.forms import OURS, body_digest, current_owner, sent_key, words_typed

SUCCESS = (303, 204)


def once(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Carry a form out once, however often it arrives, and commit: the view does not.

    A view that succeeds answers 303, or 204 to script; only then is anything kept, so that a form shown again with its
    errors may be sent again. A repeat gets the first reply. Another body under a used key gets 409: both are shown.
    """

    @wraps(view)
    def sent(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        key, digest = sent_key(), body_digest(request.form)
        if key.owner != current_owner():
            abort(403)  # left open by somebody else who uses this device
        if not actions.claim(key.number, sender=key.owner, route=request.path, body_digest=digest, at=now()):
            return _repeated(queries.sent_form(key.number), digest)
        response = make_response(view(*args, **kwargs))
        if response.status_code in SUCCESS:
            actions.keep_reply(key.number, response.status_code, response.location)
            db.session.commit()
        else:
            db.session.rollback()
        return response

    return sent


def _repeated(form: SentForm | None, digest: str) -> ResponseReturnValue:
    if form is None or form.status is None:
        abort(409)  # never seen: a row without a reply does not outlive its transaction
    is_same = (form.route, form.body_digest) == (request.path, digest)
    if is_same:
        return redirect(form.location, form.status) if form.location else Response(status=form.status)
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in OURS]
    page = render_template("errors/sent_before.html", recorded=form.location, fields=fields, typed=words_typed(fields))
    return page, 409
