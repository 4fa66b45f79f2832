"""The first administrator takes the role from a link that the console printed; the console lists and removes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from lms.accounts.actions.inviting import invite, invite_first_administrator
from lms.accounts.cli import administrators
from lms.accounts.models import Invitation, Person, Role, SecondFactor
from lms.audit.models import AuditEntry
from lms.clock import now
from lms.db import db
from tests.accounts.browsing import register
from tests.forms import get, send
from tests.mailbox import last_code
from tests.people import make_person, sign_in, staff

EMAIL = "chef@example.org"


def printed(app: Flask) -> str | None:
    """The address that a start prints, if any."""
    with app.app_context():
        token = invite_first_administrator(actor="console:test", at=now())
        db.session.commit()
    return f"/fr/invitation/{token}" if token else None


def acts(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def role_of(app: Flask, person_id: int) -> Role | None:
    with app.app_context():
        return db.session.get_one(Person, person_id).role


def test_who_has_no_account_registers_comes_back_and_takes_the_role(fresh_app: Flask) -> None:
    address = printed(fresh_app)
    assert address is not None
    client = fresh_app.test_client()
    asked = get(client, address)
    assert asked.location == f"/fr/sign-in?next={address}"
    sign_in_page = get(client, asked.location).text
    assert f"/fr/register?next={address}" in sign_in_page
    page = get(client, f"/fr/register?next={address}").text
    import re

    consent = re.findall(r'name="consent" value="([0-9a-f]{64})"', page)[0]
    fields = {"name": "La Cheffe", "email": EMAIL, "language": "fr", "country": "CI", "consent": consent}
    send(client, "/fr/register", page, **fields)
    arrived = send(client, "/fr/sign-in/code", email=EMAIL, code=last_code(fresh_app, EMAIL))
    about = get(client, arrived.location)
    assert address in about.text
    offered = get(client, address)
    assert "Administration" in offered.text
    assert "invitation.take" not in acts(fresh_app)
    taken = send(client, address, offered.text)
    assert (taken.status_code, taken.location) == (303, "/fr/account/second-factor?next=/fr/administration")
    assert get(client, taken.location).location.startswith("/fr/account/second-factor/new")
    assert acts(fresh_app) == ["invitation.make", "invitation.take"]
    assert printed(fresh_app) is None
    assert register is not None


def test_taking_the_role_ends_other_sign_ins_and_the_link(fresh_app: Flask) -> None:
    address = printed(fresh_app)
    assert address is not None
    number, late = make_person(fresh_app), make_person(fresh_app)
    here, elsewhere = (sign_in(fresh_app.test_client(), number) for _ in range(2))
    other = sign_in(fresh_app.test_client(), late)
    page = get(other, address).text
    assert send(here, address).status_code == 303
    assert get(here, "/fr/account").status_code == 200
    assert get(elsewhere, "/fr/account").status_code == 302
    assert send(other, address, page).status_code == 404
    assert get(other, address).status_code == 404
    assert role_of(fresh_app, late) is None


def test_each_start_makes_the_links_before_void_and_none_lasts_a_day(fresh_app: Flask) -> None:
    first, second = printed(fresh_app), printed(fresh_app)
    assert first is not None
    assert second is not None
    client = sign_in(fresh_app.test_client(), make_person(fresh_app))
    assert get(client, first).status_code == 404
    page = get(client, second).text
    with fresh_app.app_context():
        found = db.session.scalars(select(Invitation)).one()
        assert second.rpartition("/")[2] not in found.digest
        found.expires_at = now() - timedelta(seconds=1)
        db.session.commit()
    assert send(client, second, page).status_code == 404


def test_a_disabled_administrator_looks_after_nothing(fresh_app: Flask) -> None:
    make_person(fresh_app, role=Role.ADMINISTRATOR, disabled_at=now())
    assert printed(fresh_app) is not None
    make_person(fresh_app, role=Role.ADMINISTRATOR)
    assert printed(fresh_app) is None


def test_an_administrator_is_not_made_less_by_a_link(fresh_app: Flask) -> None:
    client = staff(fresh_app, Role.ADMINISTRATOR)
    with fresh_app.app_context():
        token = invite(Role.ANALYST, actor="console:test", at=now())
        db.session.commit()
    assert send(client, f"/fr/invitation/{token}").status_code == 409
    with fresh_app.app_context():
        assert db.session.scalars(select(Invitation)).one().used_at is None


@pytest.fixture
def run(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Result]]:
    """Run a command on the test's own database."""

    @contextmanager
    def here():
        with fresh_app.app_context():
            yield fresh_app.config["LMS"]

    monkeypatch.setattr("lms.accounts.cli.opened", here)
    yield lambda *words: CliRunner().invoke(administrators, words, catch_exceptions=False)


def test_the_console_invites_lists_resets_and_removes(fresh_app: Flask, run: Callable[..., Result]) -> None:
    number = make_person(fresh_app, name="La Cheffe", email=EMAIL, email_key=EMAIL)
    assert "/invitation/" in (address := run("invite").output.strip())
    client = sign_in(fresh_app.test_client(), number)
    assert send(client, f"/fr/invitation/{address.rpartition('/')[2]}").status_code == 303
    with fresh_app.app_context():
        db.session.add(SecondFactor(person_id=number, secret="x", confirmed_at=now()))
        db.session.commit()
    listed = run("list").output
    assert EMAIL in listed
    assert "La Cheffe" in listed
    assert run("reset-second-factor", EMAIL.upper(), "--reason", "Lost").exit_code == 0
    with fresh_app.app_context():
        assert db.session.get(SecondFactor, number) is None
    assert get(client, "/fr/account").status_code == 302
    assert run("remove", EMAIL, "--reason", "Left").exit_code == 0
    assert role_of(fresh_app, number) is None
    assert acts(fresh_app) == ["invitation.make", "invitation.take", "second-factor.reset", "person.take-role"]
    with fresh_app.app_context():
        actors = set(db.session.scalars(select(AuditEntry.actor)))
        assert len([one for one in actors if one.startswith("console:")]) == 1


def test_the_console_says_whom_it_does_not_find(run: Callable[..., Result]) -> None:
    from lms.errors import Refusal

    with pytest.raises(Refusal, match=r"nobody@example\.org"):
        run("remove", "nobody@example.org", "--reason", "Left")
