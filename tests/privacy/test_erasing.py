"""An account is erased a week after its owner asked; nothing that leads to them is left, and no figure changes."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.accounts.actions.hashing import hash_passphrase
from lms.accounts.models import Person, Role, SignIn
from lms.assessment.models import Answer
from lms.audit.models import AuditEntry
from lms.certification.models import Certificate, CertificateEvent, EventKind
from lms.clock import now, site_day
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.mail.models import Mail
from lms.privacy.actions.erasing import erase_person
from lms.privacy.identity import identity_of
from lms.privacy.models import Erasure
from tests.forms import HTTPS, get, send
from tests.mailbox import last_code, mails_to, run_jobs
from tests.people import make_person, sign_in
from tests.privacy.made import EMAIL, NAME, TYPED, erasure_of, everything, figures, run_at, somebody

PAGE = "/en/account/data/erase"
PASSPHRASE = "le mil pousse sous la lune"
WEEK = timedelta(days=7)


def ask_by_code(app: Flask, client, address: str, **fields: str):
    send(client, PAGE, action="/code")
    return send(client, f"{PAGE}?sent=1", code=last_code(app, address), **fields)


def number_of(app: Flask) -> str:
    with app.app_context():
        return db.session.scalars(select(Certificate.number)).one()


@pytest.mark.parametrize("choice", ["keep", "withdraw"])
def test_nothing_that_leads_to_a_person_is_left_and_no_figure_changes(fresh_app: Flask, choice: str) -> None:
    client, person_id = somebody(fresh_app)
    number, before, held = number_of(fresh_app), figures(fresh_app), everything(fresh_app)
    assert NAME in held["person"]
    assert TYPED in held["answer"]
    reply = ask_by_code(fresh_app, client, EMAIL, certificates=choice)
    assert (reply.status_code, reply.location) == (303, PAGE)
    due_at = erasure_of(fresh_app, person_id).due_at
    said = "Your certificates stay checkable" if choice == "keep" else "Your certificates go"
    assert said in mails_to(fresh_app, EMAIL)[-1].body
    assert said in get(client, PAGE).text
    run_at(fresh_app, due_at - timedelta(seconds=1))
    assert get(client, "/en/account").status_code == 200

    run_at(fresh_app, due_at + timedelta(seconds=1))
    run_jobs(fresh_app)
    after = everything(fresh_app)
    kept = {"certificate"} if choice == "keep" else set()
    words = (NAME, EMAIL, EMAIL.casefold(), TYPED, "481516")
    left = [(table, word) for table, text in after.items() for word in words if word in text]
    assert [one for one in left if one[0] not in kept] == []
    assert figures(fresh_app) == before
    assert "/sign-in" in get(client, "/en/account").location
    with fresh_app.app_context():
        assert db.session.get(Person, person_id) is None
        assert set(db.session.scalars(select(Enrolment.person_id))) == {None}
        assert set(db.session.scalars(select(Certificate.person_id))) == {None}
        about = select(func.count()).where(AuditEntry.object == str(person_id))
        assert db.session.scalar(about) == 1  # a number that leads nowhere
        stored = db.session.scalars(select(Certificate)).one()
        assert (stored.withdrawn_at is None) == (choice == "keep")
        file = db.session.scalar(select(Certificate.pdf))
        assert bool(file) == (choice == "keep")
    checked = fresh_app.test_client().get(f"/en/c/{number}", base_url=HTTPS).text
    if choice == "keep":
        assert "This certificate is valid" in checked
        assert "Z. O.-L." in checked  # initials, as they were shown
    else:
        assert "This certificate was withdrawn at its holder’s wish" in checked
        assert "Z. O.-L." not in checked
        assert "Completed on" not in checked


def test_what_was_chosen_stays_where_what_was_typed_goes(fresh_app: Flask) -> None:
    _client, person_id = somebody(fresh_app)

    def answers() -> list[list[list[str]]]:
        with fresh_app.app_context():
            return list(db.session.scalars(select(Answer.fields).order_by(Answer.attempt_id, Answer.question_key)))

    before = answers()
    with fresh_app.app_context():
        erase_person(db.session.get_one(Person, person_id), None, now(), keeps_certificates=True)
        db.session.commit()
    after = answers()
    assert [[name for name, _ in fields] for fields in after] == [[name for name, _ in fields] for fields in before]
    chosen = [value for fields in after for _, value in fields if value]
    assert chosen
    assert all(len(value) == 8 for value in chosen)  # ids of options
    assert "" in [value for fields in after for _, value in fields]


def test_the_number_of_who_was_erased_is_given_to_nobody_else(fresh_app: Flask) -> None:
    first = make_person(fresh_app)
    with fresh_app.app_context():
        erase_person(db.session.get_one(Person, first), None, now(), keeps_certificates=False)
        db.session.commit()
    assert make_person(fresh_app) > first


def test_it_is_undone_within_the_week(fresh_app: Flask) -> None:
    person_id = make_person(fresh_app, email="awa@example.org", email_key="awa@example.org", language="en")
    client = sign_in(fresh_app.test_client(), person_id)
    ask_by_code(fresh_app, client, "awa@example.org")
    for path in ("/en/account", "/en/my-courses", "/en/account/data"):
        assert "Your account will be erased on" in get(client, path).text
    told = mails_to(fresh_app, "awa@example.org")[-1]
    assert "To keep your account, sign in within 7 days" in told.body
    assert PAGE in told.body
    assert "certificates" not in told.body  # there are none
    assert "Keep my account" in get(client, PAGE).text
    reply = send(client, PAGE, action="/keep")
    assert reply.status_code == 303
    erasure = erasure_of(fresh_app, person_id)
    assert erasure.cancelled_at is not None
    run_at(fresh_app, erasure.due_at + timedelta(days=1))
    with fresh_app.app_context():
        assert db.session.get(Person, person_id) is not None
    assert "Your account will be erased on" not in get(client, "/en/account").text
    assert mails_to(fresh_app, "awa@example.org")[-1].subject == "Your Palabre account stays"


def test_who_signs_in_meanwhile_is_asked_first_whether_the_account_is_to_stay(fresh_app: Flask) -> None:
    address = "awa@example.org"
    person_id = make_person(
        fresh_app, email=address, email_key=address, language="en", passphrase_hash=hash_passphrase(PASSPHRASE)
    )
    client = sign_in(fresh_app.test_client(), person_id)
    assert send(client, PAGE, current=PASSPHRASE).status_code == 303
    elsewhere = fresh_app.test_client()
    reply = send(elsewhere, "/en/sign-in", way="passphrase", email=address, passphrase=PASSPHRASE)
    assert reply.location == PAGE


def test_a_wrong_code_a_wrong_passphrase_and_none_erase_nothing(fresh_app: Flask) -> None:
    address = "awa@example.org"
    person_id = make_person(
        fresh_app, email=address, email_key=address, language="en", passphrase_hash=hash_passphrase(PASSPHRASE)
    )
    client = sign_in(fresh_app.test_client(), person_id)
    send(client, PAGE, action="/code")
    right = last_code(fresh_app, address)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for fields in ({"current": "another one altogether"}, {"code": wrong}, {}):
        reply = send(client, f"{PAGE}?sent=1", **fields)
        assert reply.status_code == 422
        assert 'aria-invalid="true"' in reply.text
    assert erasure_of(fresh_app, person_id) is None


def test_a_code_for_something_else_erases_nothing(fresh_app: Flask) -> None:
    address = "awa@example.org"
    person_id = make_person(fresh_app, email=address, email_key=address, language="en")
    client = sign_in(fresh_app.test_client(), person_id)
    send(client, "/en/account/passphrase", action="/code")
    assert send(client, f"{PAGE}?sent=1", code=last_code(fresh_app, address)).status_code == 422
    assert erasure_of(fresh_app, person_id) is None


def test_who_holds_certificates_must_say_what_becomes_of_them(fresh_app: Flask) -> None:
    client, person_id = somebody(fresh_app)
    reply = ask_by_code(fresh_app, client, EMAIL)
    assert reply.status_code == 422
    assert "Choose what becomes of your certificates" in reply.text
    assert erasure_of(fresh_app, person_id) is None


@pytest.mark.parametrize("role", list(Role))
def test_people_with_a_role_are_not_erased(fresh_app: Flask, role: Role) -> None:
    person_id = make_person(
        fresh_app, email="boss@example.org", email_key="boss@example.org", language="en",
        passphrase_hash=hash_passphrase(PASSPHRASE),
    )  # fmt: skip
    client = sign_in(fresh_app.test_client(), person_id)
    form = get(client, PAGE).text  # opened before the role came
    with fresh_app.app_context():
        db.session.get_one(Person, person_id).role = role
        db.session.commit()
    assert send(client, PAGE, form, current=PASSPHRASE).status_code == 422
    assert "You have a role here" in get(client, PAGE).text
    assert erasure_of(fresh_app, person_id) is None


def test_who_was_given_a_role_meanwhile_stays_until_it_is_taken_away(fresh_app: Flask) -> None:
    person_id = make_person(fresh_app, passphrase_hash=hash_passphrase(PASSPHRASE), language="en")
    client = sign_in(fresh_app.test_client(), person_id)
    send(client, PAGE, current=PASSPHRASE)
    with fresh_app.app_context():
        db.session.get_one(Person, person_id).role = Role.SUPPORT
        db.session.commit()
    run_at(fresh_app, now() + WEEK)
    with fresh_app.app_context():
        db.session.get_one(Person, person_id).role = None
        db.session.commit()
    run_at(fresh_app, now() + WEEK + timedelta(hours=1))
    with fresh_app.app_context():
        assert db.session.get(Person, person_id) is None


def test_the_same_form_sent_twice_asks_once(fresh_app: Flask) -> None:
    person_id = make_person(
        fresh_app, email="awa@example.org", email_key="awa@example.org", language="en",
        passphrase_hash=hash_passphrase(PASSPHRASE),
    )  # fmt: skip
    client = sign_in(fresh_app.test_client(), person_id)
    form = get(client, PAGE).text
    for _ in range(2):
        assert send(client, PAGE, form, current=PASSPHRASE).status_code == 303
    with fresh_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Erasure)) == 1
    assert len(mails_to(fresh_app, "awa@example.org")) == 1


def test_killed_in_the_middle_it_is_as_if_it_had_not_begun_and_is_done_later(
    fresh_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, person_id = somebody(fresh_app)
    ask_by_code(fresh_app, client, EMAIL, certificates="withdraw")
    due_at = erasure_of(fresh_app, person_id).due_at
    before = {table: text for table, text in everything(fresh_app).items() if table not in {"job", "sign_in_count"}}
    from lms.accounts import personal

    class Killed(BaseException):
        """What no handler of ours catches, as a process that ends."""

    def die(*_args: object, **_more: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(personal, "erase", die)  # the last of all, when the rest is done
        with pytest.raises(Killed):
            run_at(fresh_app, due_at + timedelta(seconds=1))
    after = everything(fresh_app)
    # Mails of a month ago and sign-ins that ran out are swept for reasons of their own.
    assert {table: after[table] for table in before if table not in {"email_code", "sent_form", "mail", "sign_in"}} == {
        table: text for table, text in before.items() if table not in {"email_code", "sent_form", "mail", "sign_in"}
    }
    run_at(fresh_app, due_at + timedelta(minutes=30))  # the lease of who died has run out
    with fresh_app.app_context():
        assert db.session.get(Person, person_id) is None


def test_a_certificate_that_was_revoked_does_not_become_better_by_erasing_it(fresh_app: Flask) -> None:
    _client, person_id = somebody(fresh_app)
    number = number_of(fresh_app)
    with fresh_app.app_context():
        from lms.certification.actions import revoke
        from lms.certification.models import Cause

        at = now()
        revoke(number, Cause.MISUSE, reason=f"{NAME} copied", actor="console:a", at=at, today=site_day(at))
        erase_person(db.session.get_one(Person, person_id), None, at, keeps_certificates=False)
        db.session.commit()
        event = db.session.scalars(select(CertificateEvent)).one()
        assert (event.kind, event.reason) == (EventKind.REVOKED, "")
    page = fresh_app.test_client().get(f"/en/c/{number}", base_url=HTTPS).text
    assert "This certificate was revoked" in page
    assert "Completed on" not in page


def test_a_replaced_certificate_goes_with_the_one_in_its_place(fresh_app: Flask) -> None:
    _client, person_id = somebody(fresh_app)
    number = number_of(fresh_app)
    with fresh_app.app_context():
        from lms.certification.actions import replace

        at = now()
        replace(number, "Zénaïde O.", reason="typo", actor="console:a", at=at, today=site_day(at))
        erase_person(db.session.get_one(Person, person_id), None, at, keeps_certificates=False)
        db.session.commit()
        rows = db.session.scalars(select(Certificate).order_by(Certificate.id)).all()
        assert [row.replaces_id for row in rows] == [None, rows[0].id]
        assert all(row.facts["name"] == "" and row.facts["score"] is None for row in rows)


def test_a_revoked_certificate_goes_with_the_one_that_was_issued_again(fresh_app: Flask) -> None:
    _client, person_id = somebody(fresh_app)
    number = number_of(fresh_app)
    with fresh_app.app_context():
        from lms.certification.actions import reissue, revoke
        from lms.certification.models import Cause

        at = now()
        by = {"actor": "console:a", "at": at, "today": site_day(at)}
        revoke(number, Cause.MISTAKE, reason=f"{NAME} by mistake", **by)
        new = reissue(number, reason="it was right", **by).number
        erase_person(db.session.get_one(Person, person_id), None, at, keeps_certificates=False)
        db.session.commit()
        rows = db.session.scalars(select(Certificate).order_by(Certificate.id)).all()
        assert [row.replaces_id for row in rows] == [None, rows[0].id]
        assert all(row.facts["name"] == "" and row.facts["score"] is None for row in rows)
    stranger = fresh_app.test_client()
    assert "This certificate was revoked" in stranger.get(f"/en/c/{number}", base_url=HTTPS).text
    assert NAME not in stranger.get(f"/en/c/{new}", base_url=HTTPS).text


def test_an_erasure_leaves_others_alone(fresh_app: Flask) -> None:
    _client, person_id = somebody(fresh_app)
    other = make_person(fresh_app, name="Kofi Mensah")
    peer = sign_in(fresh_app.test_client(), other)
    with fresh_app.app_context():
        identity = identity_of(person_id, db.session.get_one(Person, person_id).created_at)
        erase_person(db.session.get_one(Person, person_id), None, now(), keeps_certificates=False)
        db.session.commit()
        assert db.session.scalars(select(Erasure.identity)).all() == [identity]
        assert db.session.scalars(select(SignIn.person_id)).all() == [other]
        assert db.session.scalar(select(func.count()).select_from(Mail)) == 0
    assert "Kofi Mensah" in get(peer, "/en/account").text
