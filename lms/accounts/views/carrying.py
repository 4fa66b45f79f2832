"""A request that needs a sign-in and has none: a page is asked for again afterwards, a form is carried through."""

from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from lms.accounts.access import may_keep_cookies
from lms.accounts.views.arriving import destination, form_page, wanted_next
from lms.accounts.views.blueprint import plain_http_page
from lms.web import carrying
from lms.web.errors import page_for
from lms.web.forms import current_owner
from lms.web.requests import WRITING_METHODS


def ask_to_sign_in() -> ResponseReturnValue:
    """Lead a stranger to the page that signs in; a form they sent is kept in it."""
    if not may_keep_cookies():
        return plain_http_page()
    if request.method not in WRITING_METHODS:
        return redirect(url_for("accounts.sign_in", next=request.full_path.removesuffix("?")))
    carried = carrying.packed(carrying.this_form())
    return render_template("accounts/sign_in.html", carried=carried, following="", errors={}, values={}), 401


def explain_token(error: CSRFError) -> ResponseReturnValue:
    """A form without the token of this session: it is given back to its owner, to be sent again."""
    if not may_keep_cookies():
        return plain_http_page()
    form = carrying.this_form()
    if form is None:
        return page_for(error)
    owner = current_owner()
    if owner and not form.owner:
        return redirect(destination(wanted_next()), 303)  # signed in meanwhile, in another tab
    return form_page(form, owner, 400)


def init_app(app: Flask) -> None:
    """Take over what strangers and forms without a token are answered."""
    app.login_manager.unauthorized_handler(ask_to_sign_in)  # type: ignore[attr-defined]
    app.register_error_handler(CSRFError, explain_token)
