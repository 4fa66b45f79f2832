"""A form that came too late for its sign-in, carried through signing in: nothing typed is lost.

What was typed travels inside the pages of signing in, signed with the time, and comes back to the same person only: the
form's own key names its owner. Nothing is kept on the server, and secrets are not carried.
"""

from dataclasses import dataclass

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from lms.web.forms import KEY_FIELD, TOKEN_FIELD, read_key, words_typed

FIELD = "carried"
LASTS_S = 24 * 60 * 60
SECRETS = frozenset({"passphrase", "current", "code", "recovery", FIELD, TOKEN_FIELD})


@dataclass(frozen=True, slots=True)
class Carried:
    """A form and where it was sent; `owner` is whom it was shown to, "" for nobody known."""

    path: str
    fields: tuple[tuple[str, str], ...]
    owner: str

    @property
    def typed(self) -> list[str]:
        """What a person would recognise as theirs."""
        return words_typed(self.fields)


def this_form() -> Carried | None:
    """The form that this request sends, if it is one of ours."""
    key = read_key(request.form.get(KEY_FIELD, ""))
    if key is None:
        return None
    fields = tuple((name, value) for name, value in request.form.items(multi=True) if name not in SECRETS)
    return Carried(request.full_path.removesuffix("?"), fields, key.owner)


def packed(form: Carried | None) -> str:
    """A form as it travels in a field of a page; "" for none, and for one whose owner nobody could prove to be."""
    if form is None or not form.owner:
        return ""
    return str(_signer().dumps([form.path, form.fields, form.owner]))


def unpacked(text: str) -> Carried | None:
    """The form that travelled in a field; None where it is damaged or a day old."""
    try:
        path, fields, owner = _signer().loads(text, max_age=LASTS_S)
        return Carried(str(path), tuple((str(name), str(value)) for name, value in fields), str(owner))
    except (BadData, ValueError, TypeError):
        return None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="carried-form")
