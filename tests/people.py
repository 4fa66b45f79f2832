"""People for tests: made in the database, signed in by a client."""

from itertools import count

from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.actions import open_sign_in
from lms.accounts.models import Person, Role
from lms.accounts.queries import live_sign_in
from lms.clock import now
from lms.db import db

_NUMBERS = count(1)


def make_person(app: Flask, **given: object) -> int:
    """A person with a confirmed address; return their id."""
    number = next(_NUMBERS)
    values = {
        "name": "Awa Koné",
        "email": f"awa.{number}@example.org",
        "email_key": f"awa.{number}@example.org",
        "email_confirmed_at": now(),
        "language": "fr",
        "country": "CI",
        "created_at": now(),
    }
    with app.app_context():
        person = Person(**{**values, **given})
        db.session.add(person)
        db.session.commit()
        return person.id


def staff(app: Flask, role: Role, **given: object) -> FlaskClient:
    """Somebody with a role, signed in on a device that has shown its second factor."""
    return sign_in(app.test_client(), make_person(app, role=role, **given), has_second_factor=True)


def sign_in(client: FlaskClient, person_id: int, *, has_second_factor: bool = False) -> FlaskClient:
    """Sign a person in, as their cookie would say it."""
    with client.application.app_context():
        token = open_sign_in(db.session.get_one(Person, person_id), "a test", now())
        if has_second_factor:
            found = live_sign_in(token, now())
            assert found is not None
            found.second_factor_at = now()
        db.session.commit()
    with client.session_transaction(base_url="https://localhost") as session:
        session["_user_id"] = token
    return client
