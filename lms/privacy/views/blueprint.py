"""The routes of this feature hang on one blueprint; pages of others may ask whether an account is about to go."""

from flask import Blueprint, Flask, url_for

from lms.accounts.access import ON_ARRIVAL
from lms.accounts.models import Person
from lms.privacy.queries import pending_erasure

bp = Blueprint("privacy", __name__)
bp.add_app_template_global(pending_erasure, "pending_erasure")


def _on_arrival(person: Person) -> str | None:
    """Who signs in while their account is to be erased is asked first whether it is to stay."""
    if pending_erasure(person.id) is None:
        return None
    return url_for("privacy.erase", language=person.language)


def init_app(app: Flask) -> None:
    """Have people who sign in asked whether an account that is about to go is to stay."""
    app.extensions[ON_ARRIVAL] = _on_arrival
