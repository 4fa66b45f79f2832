"""Who is signed in here."""

from flask import Flask, Response
from flask_login import LoginManager, UserMixin, current_user

from lms.accounts.models import Person, SignIn
from lms.accounts.queries import live_sign_in
from lms.clock import now
from lms.web.access import has_session


class Visitor(UserMixin):  # type: ignore[misc]
    """The signed-in person of a request, as Flask-Login knows them: by the token of this sign-in, not by their id."""

    def __init__(self, token: str, sign_in: SignIn) -> None:
        self.token = token
        self.sign_in = sign_in
        self.person = sign_in.person

    def get_id(self) -> str:
        """What the session cookie holds."""
        return self.token


class _NoRememberCookie(LoginManager):  # type: ignore[misc]
    """Flask-Login without its second cookie: looking for it would open the session of every reader."""

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


def current_person() -> Person:
    """The signed-in person, for views that only they reach."""
    person: Person = current_user.person
    return person


def person_or_none() -> Person | None:
    """The signed-in person if there is one; a reader without a session costs no look."""
    return current_user.person if has_session() and current_user.is_authenticated else None


def _load(token: str) -> Visitor | None:
    sign_in = live_sign_in(token, now())
    return Visitor(token, sign_in) if sign_in else None


def init_app(app: Flask) -> None:
    """Recognise people by their sign-in; give templates `person_or_none`."""
    manager = _NoRememberCookie()
    manager.session_protection = None  # a phone changes its address all day; the token is secret enough
    manager.user_loader(_load)
    manager.init_app(app, add_context_processor=False)
    app.jinja_env.globals["person_or_none"] = person_or_none
