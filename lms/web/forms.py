"""What every form that writes carries: a token against forgery, and a key by which it counts once.

A key is minted with its form and names, signed, whose it is: so what came too late for its sign-in is kept for the same
person, and a form left open on a shared phone is never sent in the name of the next one.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from flask import Flask, abort, current_app, request
from flask_babel import gettext
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadSignature, URLSafeSerializer
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from lms.errors import Refusal
from lms.web.access import has_session

KEY_FIELD = "form_key"
TOKEN_FIELD = "csrf_token"  # noqa: S105 - a field's name
OURS = frozenset({KEY_FIELD, TOKEN_FIELD})
# The fields in which people write; "answer.ID" and "QUESTION:answer" are answers too. What was chosen is an id.
_TYPED = frozenset({"name", "email", "answer"})
_ID = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class FormKey:
    """A form that was shown once: `number` is random, `owner` the id of whom it was shown to, "" for nobody known."""

    number: str
    owner: str


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="form-key")


def current_owner() -> str:
    """Whom a form shown now belongs to."""
    return str(current_user.number) if has_session() and current_user.is_authenticated else ""


def owner_mark() -> str:
    """A name for whom a page is shown to, for what a browser keeps of them; it tells nobody who that is."""
    secret = str(current_app.secret_key).encode()
    return hmac.new(secret, f"owner:{current_owner()}".encode(), hashlib.sha256).hexdigest()[:16]


def mint_key() -> str:
    """A key for a form that is about to be shown."""
    return str(_signer().dumps([secrets.token_urlsafe(16), current_owner()]))


def read_key(text: str) -> FormKey | None:
    """The key that a form carries; None if no form of ours did."""
    try:
        number, owner = _signer().loads(text)
    except (BadSignature, ValueError, TypeError):
        return None
    return FormKey(str(number), str(owner))


def sent_key() -> FormKey:
    """The key of the form that this request sends; without one it is no form of ours."""
    return read_key(request.form.get(KEY_FIELD, "")) or abort(400)


def body_digest(fields: MultiDict[str, str]) -> str:
    """SHA-256, hex, of what a person put into a form: its fields in order, those of ours left out."""
    seen = hashlib.sha256()
    for name, value in fields.items(multi=True):
        if name not in OURS:
            seen.update(f"{len(name)}:{name}={len(value)}:{value};".encode())
    return seen.hexdigest()


def words_typed(fields: Iterable[tuple[str, str]]) -> list[str]:
    """What a person typed into a form, in their own words: neither what they chose, nor what we put there."""
    return [value for name, value in fields if _is_typed(name) and value.strip() and not _ID.fullmatch(value)]


def _is_typed(name: str) -> bool:
    return name.rpartition(":")[2].partition(".")[0] in _TYPED


def hidden_fields() -> Markup:
    """For the inside of every <form method="post">."""
    return Markup('<input type="hidden" name="{}" value="{}"><input type="hidden" name="{}" value="{}">').format(
        TOKEN_FIELD, generate_csrf(), KEY_FIELD, mint_key()
    )


def worded(refusal: Refusal) -> str:
    """What to mend, in the reader's language."""
    text: str = gettext(refusal.message)
    return text % refusal.values if refusal.values else text


def init_app(app: Flask) -> None:
    """Give templates `hidden_fields()` and `worded`. A form stays good for as long as its session, not for an hour."""
    # The token is enough: some browsers and proxies take the Referer away, which Flask-WTF would ask for as well.
    app.config.update(WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False)
    app.jinja_env.globals.update(hidden_fields=hidden_fields, owner_mark=owner_mark, worded=worded)
