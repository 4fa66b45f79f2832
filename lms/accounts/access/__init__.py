"""Who is signed in here, and whether one may sign in at all over this connection."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request, session
from flask_login import LoginManager, UserMixin, current_user
from flask_wtf.csrf import generate_csrf
from sqlalchemy.exc import SQLAlchemyError

from lms.accounts.actions import note_use, open_sign_in
from lms.accounts.devices import device_in_words
from lms.accounts.limits import address_of
from lms.accounts.models import Person, SignIn
from lms.accounts.queries import consent_version, live_sign_in
from lms.accounts.roles import ROLE_NAMES, ROLE_POWERS
from lms.clock import now
from lms.config import LOOPBACK_HOSTS, Config
from lms.web.access import has_session
from lms.web.addresses import host_of_request
from lms.web.requests import WRITING_METHODS

__all__ = [
    "ROLE_NAMES", "ROLE_POWERS", "Visitor", "begin_session", "current_person", "current_sign_in", "may_keep_cookies",
    "person_in_header", "person_or_none", "readers_address",
]  # fmt: skip

# Where a feature above this one says, for the application, what somebody is to see first when they sign in.
ON_ARRIVAL = "on-arrival"
SECOND_FACTOR_LASTS = timedelta(hours=12)


class Visitor(UserMixin):  # type: ignore[misc]
    """The signed-in person of a request, as Flask-Login knows them: by the token of this sign-in, not by their id."""

    def __init__(self, token: str, sign_in: SignIn) -> None:
        self.token = token
        self.sign_in = sign_in
        self.person = sign_in.person
        # The person's id, for what is said of them once a form has been carried out: a commit forgets what was read,
        # and a reply must not depend on a database that has done its work.
        self.number = sign_in.person_id

    @property
    def timezone(self) -> str | None:
        """The zone in which times are shown to this person; None: the site's."""
        return self.person.zone

    @property
    def role(self) -> str | None:
        """What this person may do beyond learning, as `lms.web.access` asks."""
        return self.person.role

    @property
    def has_second_factor(self) -> bool:
        """Whether this device has shown the second factor of its person, lately enough for what a role may do."""
        shown_at = self.sign_in.second_factor_at
        return shown_at is not None and now() - shown_at < SECOND_FACTOR_LASTS

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


def current_sign_in() -> SignIn:
    """The sign-in of this device, for views that only signed-in people reach."""
    sign_in: SignIn = current_user.sign_in
    return sign_in


def person_or_none() -> Person | None:
    """The signed-in person if there is one; a reader without a session costs no look."""
    return current_user.person if has_session() and current_user.is_authenticated else None


def person_in_header() -> Person | None:
    """The signed-in person for what stands around every page, that about a database that is away too."""
    if g.get("is_database_away"):
        return None
    try:
        return person_or_none()
    except SQLAlchemyError:
        return None


def awaits(person: Person) -> str | None:
    """The page that somebody who signs in is led to before any other, if there is one."""
    ask: Callable[[Person], str | None] | None = current_app.extensions.get(ON_ARRIVAL)
    return ask(person) if ask else None


def begin_session(person: Person, at: datetime) -> None:
    """Sign a person in on this device; nothing of the session before stays, whoever began it."""
    token = open_sign_in(person, device_in_words(request.user_agent.string), at)
    session.clear()
    session.permanent = True
    session["_user_id"] = token
    generate_csrf()  # now: of two pages opened at once, each would make its own, and the forms of one would be refused


def readers_address() -> str:
    """The address that attempts are counted for.

    A site without HTTPS has no proxy on another machine: there, who says so is a neighbour who would not be counted.
    """
    config: Config = current_app.config["LMS"]
    peer = request.remote_addr or ""
    may_be_proxy = config.is_https or peer in ("127.0.0.1", "::1")
    return address_of(peer, request.headers.get("X-Forwarded-For", "") if may_be_proxy else "")


def may_keep_cookies() -> bool:
    """Whether browsers keep the cookie of a sign-in that comes this way: over HTTPS, on this machine, or by order."""
    config: Config = current_app.config["LMS"]
    host = host_of_request()
    is_behind_https = config.is_https and host == urlsplit(config.public_url).hostname
    return config.allows_plain_http or request.is_secure or is_behind_https or host in LOOPBACK_HOSTS


def _load(token: str) -> Visitor | None:
    at = now()
    sign_in = live_sign_in(token, at)
    if sign_in is None:
        return None
    if request.method in WRITING_METHODS:
        note_use(sign_in, at)
    return Visitor(token, sign_in)


def init_app(app: Flask) -> None:
    """Recognise people by their sign-in; give templates `person_or_none`."""
    manager = _NoRememberCookie()
    manager.session_protection = None  # a phone changes its address all day; the token is secret enough
    manager.user_loader(_load)
    manager.init_app(app, add_context_processor=False)
    app.jinja_env.globals.update(
        person_or_none=person_or_none, person_in_header=person_in_header, consent_version=consent_version
    )
