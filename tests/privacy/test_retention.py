"""An account that nobody uses is erased after a warning; whoever comes back stays, and nobody with a role goes."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from lms.accounts.models import Person, Role, SignIn
from lms.db import db
from lms.privacy.actions import retention
from lms.privacy.schedule import months_before
from lms.settings import queries as settings
from lms.settings.models import Setting
from tests.mailbox import mails_to
from tests.people import make_person, sign_in
from tests.privacy.made import run_at

AT = datetime(2029, 11, 1, 9, tzinfo=UTC)
LONG_AGO = months_before(AT, 37)
PATIENCE = timedelta(days=30)


def unused(app: Flask, number: int = 1, **given: object) -> tuple[int, str]:
    address = f"quiet.{number}@example.org"
    values = {"email": address, "email_key": address, "language": "en", "created_at": LONG_AGO, "active_at": LONG_AGO}
    return make_person(app, **{**values, **given}), address


def is_there(app: Flask, person_id: int) -> bool:
    with app.app_context():
        return db.session.get(Person, person_id) is not None


def subjects(app: Flask, address: str) -> list[str]:
    return [one.subject for one in mails_to(app, address)]


def body_to(app: Flask, address: str) -> str:
    return mails_to(app, address)[0].body.replace("\u00a0", " ")


WARNING = "Your Palabre account will be erased unless you use it"


def test_somebody_who_does_not_come_back_is_warned_once_then_erased(fresh_app: Flask) -> None:
    person_id, address = unused(fresh_app)
    for hours in (0, 1, 24):
        run_at(fresh_app, AT + timedelta(hours=hours))
    assert subjects(fresh_app, address) == [WARNING]
    assert "erased after 1 December 2029" in body_to(fresh_app, address)
    run_at(fresh_app, AT + PATIENCE - timedelta(minutes=1))
    assert is_there(fresh_app, person_id)
    run_at(fresh_app, AT + PATIENCE + timedelta(minutes=1))
    assert not is_there(fresh_app, person_id)


def test_signing_in_cancels_the_warning(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    person_id, address = unused(fresh_app)
    run_at(fresh_app, AT)
    import tests.people

    monkeypatch.setattr(tests.people, "now", lambda: AT + timedelta(days=29))
    sign_in(fresh_app.test_client(), person_id)
    with fresh_app.app_context():
        assert db.session.get_one(Person, person_id).warned_at is None
    run_at(fresh_app, AT + PATIENCE + timedelta(days=1))
    assert is_there(fresh_app, person_id)
    # Three years later it begins anew, with another warning.
    later = AT + timedelta(days=29 + 3 * 366)
    run_at(fresh_app, later)
    assert is_there(fresh_app, person_id)
    assert subjects(fresh_app, address) == [WARNING]  # the first was swept a month after it was sent


def test_what_somebody_did_after_the_warning_counts_though_nobody_took_it_back(fresh_app: Flask) -> None:
    person_id, _ = unused(fresh_app, warned_at=LONG_AGO + timedelta(days=1), active_at=LONG_AGO + timedelta(days=2))
    run_at(fresh_app, AT)
    assert is_there(fresh_app, person_id)
    with fresh_app.app_context():
        assert db.session.get_one(Person, person_id).warned_at == AT


@pytest.mark.parametrize("role", list(Role))
def test_people_with_a_role_are_neither_warned_nor_erased(fresh_app: Flask, role: Role) -> None:
    person_id, address = unused(fresh_app, role=role)
    run_at(fresh_app, AT)
    run_at(fresh_app, AT + 2 * PATIENCE)
    assert is_there(fresh_app, person_id)
    assert subjects(fresh_app, address) == []


def test_learners_of_the_demonstration_are_neither_written_to_nor_erased(fresh_app: Flask) -> None:
    synthetic = "awa.kone.17@demo.example.org"
    demo_id, _ = unused(fresh_app, email=synthetic, email_key=synthetic)
    warned_id, _ = unused(
        fresh_app, email=f"2.{synthetic}", email_key=f"2.{synthetic}", warned_at=AT - 2 * PATIENCE
    )  # fmt: skip
    real = "awa@notdemo.example.org"
    real_id, _ = unused(fresh_app, email=real, email_key=real)
    run_at(fresh_app, AT)
    assert subjects(fresh_app, real) == [WARNING]
    run_at(fresh_app, AT + PATIENCE + timedelta(minutes=1))
    assert subjects(fresh_app, synthetic) == subjects(fresh_app, f"2.{synthetic}") == []
    assert [is_there(fresh_app, one) for one in (demo_id, warned_id, real_id)] == [True, True, False]


def test_an_account_of_before_uses_were_noted_is_known_by_its_sign_ins(fresh_app: Flask) -> None:
    person_id, address = unused(fresh_app, active_at=None)
    with fresh_app.app_context():
        db.session.add(
            SignIn(
                token_digest="0" * 64, public_id="a", person_id=person_id, device="", created_at=AT,
                used_at=AT - timedelta(days=1), expires_at=AT + timedelta(days=29),
            )
        )  # fmt: skip
        db.session.commit()
    run_at(fresh_app, AT)
    assert subjects(fresh_app, address) == []


def test_accounts_in_use_are_left_alone(fresh_app: Flask) -> None:
    person_id, address = unused(fresh_app, active_at=months_before(AT, 35))
    run_at(fresh_app, AT)
    assert (is_there(fresh_app, person_id), subjects(fresh_app, address)) == (True, [])


def test_a_run_is_bounded_and_the_next_goes_on(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [unused(fresh_app, number)[0] for number in range(3)]
    monkeypatch.setattr(retention, "MOST_AT_ONCE", 2)

    def warned() -> int:
        with fresh_app.app_context():
            return len(db.session.scalars(select(Person.id).where(Person.warned_at.is_not(None))).all())

    run_at(fresh_app, AT)
    assert warned() == 2
    run_at(fresh_app, AT + timedelta(hours=1))
    assert warned() == 3
    for hour in range(3):
        run_at(fresh_app, AT + PATIENCE + timedelta(hours=hour + 2))
    assert not any(is_there(fresh_app, one) for one in people)


def test_the_settings_decide(fresh_app: Flask) -> None:
    _person_id, address = unused(fresh_app, active_at=months_before(AT, 13))
    with fresh_app.app_context():
        for name, value in {"retention.inactive_months": 12, "retention.warning_days": 14}.items():
            db.session.add(Setting(name=name, value=value, changed_at=AT))
        db.session.commit()
        settings.forget()
    run_at(fresh_app, AT)
    assert "erased after 15 November 2029" in body_to(fresh_app, address)


def test_months_are_counted_by_the_calendar() -> None:
    assert months_before(datetime(2028, 3, 31, 5, tzinfo=UTC), 1) == datetime(2028, 2, 29, 5, tzinfo=UTC)
    assert months_before(datetime(2026, 1, 15, tzinfo=UTC), 36) == datetime(2023, 1, 15, tzinfo=UTC)
    assert months_before(datetime(2026, 5, 31, tzinfo=UTC), 3) == datetime(2026, 2, 28, tzinfo=UTC)
