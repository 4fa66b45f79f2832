"""People are found by those who may, and looked after."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.accounts.actions.factors import begin_factor
from lms.accounts.models import Person, Role, SecondFactor, SignIn
from lms.audit.models import AuditEntry
from lms.clock import now
from lms.db import db
from tests.forms import get, send
from tests.history.people import COURSE, enrol, take_all
from tests.mailbox import mails_to
from tests.people import make_person, sign_in, staff
from tests.queries import count_queries

PEOPLE = "/en/administration/people"


@pytest.fixture
def chief(fresh_app: Flask) -> Iterator[FlaskClient]:
    yield staff(
        fresh_app, Role.ADMINISTRATOR, name="The Chief", email="chief@example.org", email_key="chief@example.org"
    )


@pytest.fixture
def helper(fresh_app: Flask) -> Iterator[FlaskClient]:
    yield staff(fresh_app, Role.SUPPORT, name="The Helper", email="help@example.org", email_key="help@example.org")


def page_of(app: Flask, person_id: int) -> str:
    with app.app_context():
        return f"{PEOPLE}/{db.session.get_one(Person, person_id).public_id}"


def person_by(app: Flask, person_id: int) -> Person:
    with app.app_context():
        found = db.session.get_one(Person, person_id)
        db.session.expunge(found)
        return found


def acts(app: Flask) -> list[tuple[str, str, str]]:
    with app.app_context():
        rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(row.action, row.object, row.reason) for row in rows]


def is_signed_in(client: FlaskClient) -> bool:
    return get(client, "/en/account").status_code == 200


@pytest.mark.parametrize(
    ("text", "found"),
    [("kone", True), ("KONÉ awa", True), ("awa.k@", True), ("AWA.K@EXAMPLE.ORG", True), ("kon awa.k", True),
     ("koné moussa", False), ("%", False), ("_", False), ("n'guess", True)],
)  # fmt: skip
def test_people_are_found_by_parts_of_name_and_address(
    fresh_app: Flask, helper: FlaskClient, text: str, found: bool
) -> None:
    make_person(fresh_app, name="Awa Koné N’Guessan", email="Awa.K@example.org", email_key="awa.k@example.org")
    make_person(fresh_app, name="Moussa Traoré")
    shown = get(helper, PEOPLE, query_string={"q": text}).text
    assert ("Awa Koné N’Guessan" in shown) is found
    assert "Moussa" not in shown


def test_a_name_is_found_by_its_new_form_after_it_changed(fresh_app: Flask, helper: FlaskClient) -> None:
    number = make_person(fresh_app, name="Awa Koné")
    with fresh_app.app_context():
        db.session.get_one(Person, number).name = "Émilie Œuvrard"
        db.session.commit()
    assert "Émilie" in get(helper, f"{PEOPLE}?q=emilie").text
    assert "Émilie" not in get(helper, f"{PEOPLE}?q=kone").text


def test_pages_of_people_follow_each_other_without_a_number_in_the_address(
    fresh_app: Flask, helper: FlaskClient
) -> None:
    for number in range(30):
        make_person(fresh_app, name=f"Somebody Number{number:02d}")
    with count_queries(fresh_app) as statements:
        first = get(helper, f"{PEOPLE}?q=somebody").text
    assert len(statements) <= 8
    assert "Number29" in first
    assert "Number04" not in first
    import html
    import re

    following = html.unescape(re.findall(r'href="([^"]*after=[^"]*)"', first)[0])
    second = get(helper, following).text
    assert "Number04" in second
    assert "Number00" in second
    assert "Number05" not in second
    assert 'rel="next"' not in second


def test_the_page_of_a_person_shows_what_they_are_and_costs_little(fresh_app: Flask, helper: FlaskClient) -> None:
    from tests.conftest import release_shipped_courses
    from tests.history.people import learner

    release_shipped_courses(fresh_app)
    owner = learner(fresh_app, "Mariam Kouadio", "en", email="mariam@example.org", email_key="mariam@example.org")
    enrol(owner, "en")
    take_all(fresh_app, owner, "en", "Mariam Kouadio")
    with fresh_app.app_context():
        number = db.session.scalars(select(Person.id).where(Person.email_key == "mariam@example.org")).one()
    with count_queries(fresh_app) as statements:
        shown = get(helper, page_of(fresh_app, number)).text
    assert len(statements) <= 9
    assert "mariam@example.org" in shown
    assert "completed on" in shown
    certificate = shown.partition('href="/en/certificates/')[2][:27]
    assert "Mariam" in get(helper, f"{PEOPLE}?q={certificate}").text
    assert COURSE


def test_support_ends_the_sign_ins_of_a_learner(fresh_app: Flask, helper: FlaskClient) -> None:
    number = make_person(fresh_app)
    devices = [sign_in(fresh_app.test_client(), number) for _ in range(3)]
    with fresh_app.app_context():
        one = db.session.scalars(select(SignIn.public_id).where(SignIn.person_id == number)).all()
    address = page_of(fresh_app, number)
    done = send(helper, address, action="sign-ins", sign_in=one[0])
    assert done.status_code == 303
    assert sum(map(is_signed_in, devices)) == 2
    send(helper, address, action="sign-ins", sign_in="")
    assert sum(map(is_signed_in, devices)) == 0
    assert [act for act, _object, _reason in acts(fresh_app)] == ["person.end-sign-ins"] * 2


def test_support_sends_a_code_that_only_its_reader_sees(fresh_app: Flask, helper: FlaskClient) -> None:
    number = make_person(fresh_app, email="a@example.org", email_key="a@example.org", email_confirmed_at=None)
    address = page_of(fresh_app, number)
    assert send(helper, address, action="code").status_code == 303
    mail = mails_to(fresh_app, "a@example.org")[-1]
    shown = get(helper, address).text
    assert mail.subject in shown
    assert mail.body.split()[-1] not in shown
    assert acts(fresh_app) == [("person.send-code", str(number), "")]


def test_support_does_nothing_to_those_with_a_role(fresh_app: Flask, helper: FlaskClient) -> None:
    number = make_person(fresh_app, role=Role.ANALYST)
    learner = make_person(fresh_app)
    device = sign_in(fresh_app.test_client(), number)
    sign_in(fresh_app.test_client(), learner)
    page = get(helper, page_of(fresh_app, learner)).text
    other = page.replace(page_of(fresh_app, learner), page_of(fresh_app, number))
    for action in ("sign-ins", "code"):
        assert send(helper, PEOPLE, other, action=action).status_code == 422
    assert is_signed_in(device)
    assert acts(fresh_app) == []


@pytest.mark.parametrize("act", ["disable", "enable", "role", "second-factor"])
def test_what_is_an_administrators_is_not_there_for_support(fresh_app: Flask, helper: FlaskClient, act: str) -> None:
    number = make_person(fresh_app)
    address = page_of(fresh_app, number)
    shown = get(helper, address).text
    assert f"{address}/{act}" not in shown
    forged = get(helper, "/en/account/name").text.replace("<form ", f'<form action="{address}/{act}" ')
    assert send(helper, "/en/account/name", forged, role="administrator").status_code == 404
    assert person_by(fresh_app, number).role is None


def test_a_disabled_person_is_out_and_learns_nothing_until_the_account_is_open_again(
    fresh_app: Flask, chief: FlaskClient
) -> None:
    number = make_person(fresh_app, email="a@example.org", email_key="a@example.org")
    device = sign_in(fresh_app.test_client(), number)
    address = page_of(fresh_app, number)
    missing = send(chief, address, action="disable")
    assert missing.status_code == 422
    assert is_signed_in(device)
    assert send(chief, address, action="disable", **{"disable-reason": "A bot\n\n  =1+1"}).status_code == 303
    assert not is_signed_in(device)
    stranger = fresh_app.test_client()
    reply = send(stranger, "/en/sign-in", email="a@example.org")
    assert (reply.status_code, reply.location) == (303, "/en/sign-in/code")
    assert mails_to(fresh_app, "a@example.org") == []
    assert send(chief, address, action="enable", **{"enable-reason": "No bot"}).status_code == 303
    assert person_by(fresh_app, number).disabled_at is None
    assert acts(fresh_app) == [
        ("person.disable", str(number), "A bot =1+1"), ("person.enable", str(number), "No bot")
    ]  # fmt: skip


def test_a_role_is_given_with_a_mail_and_an_end_to_all_sign_ins(fresh_app: Flask, chief: FlaskClient) -> None:
    number = make_person(fresh_app, email="a@example.org", email_key="a@example.org")
    device = sign_in(fresh_app.test_client(), number)
    assert send(chief, page_of(fresh_app, number), action="role", role="support").status_code == 303
    assert person_by(fresh_app, number).role is Role.SUPPORT
    assert not is_signed_in(device)
    assert "Assistance" in mails_to(fresh_app, "a@example.org")[-1].body
    again = sign_in(fresh_app.test_client(), number)
    assert "second-factor" in (get(again, "/fr/administration").location or "")
    assert send(chief, page_of(fresh_app, number), action="role", role="").status_code == 303
    assert get(again, "/fr/administration").status_code in (302, 404)
    assert [act for act, _object, _reason in acts(fresh_app)] == ["person.give-role", "person.take-role"]
    with fresh_app.app_context():
        assert db.session.get(SecondFactor, number) is None


def test_an_address_that_nobody_confirmed_gets_no_role(fresh_app: Flask, chief: FlaskClient) -> None:
    number = make_person(fresh_app, email_confirmed_at=None)
    assert send(chief, page_of(fresh_app, number), action="role", role="support").status_code == 422
    assert person_by(fresh_app, number).role is None


def test_the_last_administrator_stays_one(fresh_app: Flask, chief: FlaskClient) -> None:
    with fresh_app.app_context():
        own = db.session.scalars(select(Person.id).where(Person.name == "The Chief")).one()
    make_person(fresh_app, role=Role.ADMINISTRATOR, disabled_at=now() - timedelta(days=1))
    address = page_of(fresh_app, own)
    assert send(chief, address, action="role", role="").status_code == 422
    assert send(chief, address, action="role", role="analyst").status_code == 422
    assert send(chief, address, action="disable", **{"disable-reason": "Tired"}).status_code == 422
    make_person(fresh_app, role=Role.ADMINISTRATOR)
    assert send(chief, address, action="disable", **{"disable-reason": "Tired"}).status_code == 422
    assert send(chief, address, action="role", role="").status_code == 303
    assert person_by(fresh_app, own).role is None
    assert not is_signed_in(chief)


def test_a_lost_second_factor_is_reset_by_another_administrator(fresh_app: Flask, chief: FlaskClient) -> None:
    number = make_person(fresh_app, role=Role.ANALYST, email="a@example.org", email_key="a@example.org")
    with fresh_app.app_context():
        begin_factor(db.session.get_one(Person, number))
        db.session.get_one(SecondFactor, number).confirmed_at = now()
        db.session.commit()
    device = sign_in(fresh_app.test_client(), number, has_second_factor=True)
    address = page_of(fresh_app, number)
    assert send(chief, address, action="second-factor").status_code == 422
    assert send(chief, address, action="second-factor", **{"reset-reason": "Stolen"}).status_code == 303
    assert not is_signed_in(device)
    with fresh_app.app_context():
        assert db.session.get(SecondFactor, number) is None
    assert acts(fresh_app) == [("second-factor.reset", str(number), "Stolen")]
    assert "second facteur" in mails_to(fresh_app, "a@example.org")[-1].subject


def test_nobody_is_found_under_an_unknown_address(fresh_app: Flask, helper: FlaskClient) -> None:
    assert get(helper, f"{PEOPLE}/nobody").status_code == 404
    assert get(helper, f"{PEOPLE}/1").status_code == 404


def test_being_active_is_noted_to_the_day_and_by_no_page_that_is_only_read(fresh_app: Flask) -> None:
    number = make_person(fresh_app)
    client = sign_in(fresh_app.test_client(), number)
    long_ago = now() - timedelta(days=3)
    assert person_by(fresh_app, number).active_at is not None
    with fresh_app.app_context():
        db.session.get_one(Person, number).active_at = long_ago
        db.session.commit()
    get(client, "/en/account")
    assert person_by(fresh_app, number).active_at == long_ago
    send(client, "/en/account/name", name="Awa Traoré")
    noted = person_by(fresh_app, number).active_at
    assert noted is not None
    assert now() - noted < timedelta(minutes=5)
    send(client, "/en/account/name", name="Awa Diallo")
    assert person_by(fresh_app, number).active_at == noted
