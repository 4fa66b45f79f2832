"""A certificate is issued once, frozen, and only added to."""

import hashlib
import threading
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from lms.audit.models import AuditEntry
from lms.audit.queries import entries_about
from lms.certification import actions
from lms.certification.certificate import State, digest
from lms.certification.models import Cause, Certificate, CertificateEvent
from lms.certification.number import is_number
from lms.certification.queries import Document, certificate, certificate_of_enrolment, certificates_of, pdf
from lms.db import db
from lms.errors import Refusal
from tests.certification.made import AT, NAME, facts, issue, make_enrolment
from tests.people import make_person

TODAY = date(2026, 10, 20)
LATER = AT + timedelta(days=6)
BY = {"reason": "The exam was taken by somebody else.", "actor": "console:awa", "at": LATER, "today": TODAY}


def document(number: str, today: date = TODAY) -> Document:
    found = certificate(number, today)
    assert found is not None
    return found


def test_what_was_issued_is_kept_as_it_was(fresh_app: Flask) -> None:
    number, person_id = issue(fresh_app, shows_name=True)
    with fresh_app.app_context():
        row = db.session.scalars(select(Certificate)).one()
        found = document(number)
        content, content_digest = pdf(number) or (b"", "")
        assert is_number(number)
        assert found.facts == facts()
        assert (found.state, found.person_id, found.events) == (State.VALID, person_id, ())
        assert row.facts_digest == digest(row.facts)
        assert content.startswith(b"%PDF")
        assert len(content) == found.pdf_bytes
        assert hashlib.sha256(content).hexdigest() == content_digest == row.pdf_digest


def test_an_enrolment_has_one_certificate_however_often_it_is_issued(fresh_app: Flask) -> None:
    person_id = make_person(fresh_app)
    enrolment_id = make_enrolment(fresh_app, person_id)
    with fresh_app.app_context():
        made = [
            actions.issue(facts(name=name), person_id=person_id, enrolment_id=enrolment_id, at=AT).number
            for name in ("Awa", "Awa Koné")
        ]
        db.session.commit()
        assert made[0] == made[1]
        assert document(made[0]).facts.name == "Awa"
        assert db.session.scalar(select(func.count(Certificate.id))) == 1


def test_who_issues_at_the_same_moment_gets_the_same_certificate(fresh_app: Flask) -> None:
    person_id = make_person(fresh_app)
    enrolment_id = make_enrolment(fresh_app, person_id)
    numbers: list[str] = []
    gate = threading.Barrier(4)

    def one() -> None:
        from lms.db import read_only

        read_only.set(False)
        with fresh_app.app_context():
            gate.wait()
            made = actions.issue(facts(), person_id=person_id, enrolment_id=enrolment_id, at=AT)
            numbers.append(made.number)
            db.session.commit()
            db.session.remove()

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == 4
    assert len(set(numbers)) == 1
    with fresh_app.app_context():
        assert db.session.scalar(select(func.count(Certificate.id))) == 1


@pytest.mark.parametrize(
    ("public_url", "host", "is_issued"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8000", True),
        ("http://127.0.0.1:8000", "[::1]:8000", True),
        ("http://127.0.0.1:8000", "palabre.example", False),
        ("http://localhost:8000", "192.168.1.7:8000", False),
        ("https://palabre.example", "palabre.example", True),
        ("https://palabre.example", "localhost", True),
    ],
)
def test_beyond_loopback_none_is_issued_without_a_public_address(
    fresh_app: Flask, public_url: str, host: str, is_issued: bool
) -> None:
    person_id = make_person(fresh_app)
    enrolment_id = make_enrolment(fresh_app, person_id)
    with fresh_app.test_request_context("/", base_url=f"http://{host}", method="POST"):
        given = facts(public_url=public_url)
        if is_issued:
            assert actions.issue(given, person_id=person_id, enrolment_id=enrolment_id, at=AT).number
        else:
            with pytest.raises(actions.NoPublicAddress, match="LMS_PUBLIC_URL"):
                actions.issue(given, person_id=person_id, enrolment_id=enrolment_id, at=AT)


@pytest.mark.parametrize("column", ["number", "facts", "facts_digest", "pdf", "pdf_digest", "issued_at"])
def test_the_database_refuses_to_change_what_is_stated(fresh_app: Flask, column: str) -> None:
    issue(fresh_app)
    with fresh_app.app_context(), pytest.raises(DBAPIError, match="certificate is never changed"):
        db.session.execute(text(f"UPDATE certificate SET {column} = {column}"))


def test_the_flags_are_the_holders(fresh_app: Flask) -> None:
    number, _ = issue(fresh_app)
    with fresh_app.app_context():
        assert document(number).public_name == "M. K.-T."
        actions.set_flags(number, shows_name=True, shows_score=True)
        db.session.commit()
        assert document(number).public_name == NAME
        assert document(number).shows_score
        assert document(number).facts == facts()


def test_a_certificate_is_revoked_once_and_for_ever(fresh_app: Flask) -> None:
    number, _ = issue(fresh_app)
    with fresh_app.app_context():
        actions.revoke(number, Cause.MISUSE, **BY)
        db.session.commit()
        found = document(number)
        assert found.state is State.REVOKED
        assert found.ended is not None
        assert (found.ended.cause, found.ended.at) == (Cause.MISUSE, LATER)
        entry = db.session.scalars(select(AuditEntry)).one()
        assert (entry.actor, entry.action, entry.object, entry.reason, entry.details) == (
            "console:awa", "certificate.revoke", number, BY["reason"], {"cause": "misuse"},
        )  # fmt: skip
        for act in (
            lambda: actions.revoke(number, Cause.MISTAKE, **BY),
            lambda: actions.expire(number, **BY),
            lambda: actions.replace(number, "Awa", **BY),
        ):
            with pytest.raises(actions.NotPossible, match="was revoked before"):
                act()
        assert db.session.scalar(select(func.count(CertificateEvent.id))) == 1
        assert len(entries_about("certificate", number)) == 1


def test_a_replaced_certificate_says_so_and_the_new_one_states_the_rest_as_it_was(fresh_app: Flask) -> None:
    number, person_id = issue(fresh_app, shows_name=True, shows_score=True)
    with fresh_app.app_context():
        made = actions.replace(number, "  Mariam  Traoré ", **BY)
        db.session.commit()
        old, new = document(number), document(made.number)
        assert (old.state, new.state) == (State.REPLACED, State.VALID)
        assert new.facts == facts(name="Mariam Traoré", issued_on=TODAY)
        assert (new.person_id, new.shows_name, new.shows_score) == (person_id, True, True)
        assert old.facts == facts()
        assert [one.number for one in certificates_of(person_id, TODAY)] == [made.number]
        enrolment_id = db.session.scalars(select(Certificate.enrolment_id)).first()
        assert certificate_of_enrolment(enrolment_id).number == made.number
        again = actions.issue(facts(), person_id=person_id, enrolment_id=enrolment_id, at=AT)
        assert again.number == made.number
        with pytest.raises(actions.NotPossible, match="was replaced before"):
            actions.replace(number, "Awa", **BY)
        third = actions.replace(made.number, "Awa Traoré", **BY)
        assert document(third.number).facts.name == "Awa Traoré"


def test_a_revoked_certificate_is_issued_again_once_and_stays_revoked(fresh_app: Flask) -> None:
    number, person_id = issue(fresh_app, shows_name=True, valid_until=date(2027, 10, 14))
    with fresh_app.app_context():
        with pytest.raises(actions.NotPossible, match="is valid"):
            actions.reissue(number, **BY)
        actions.revoke(number, Cause.MISTAKE, **BY)
        with pytest.raises(Refusal, match="Say the reason"):
            actions.reissue(number, **{**BY, "reason": " "})
        made = actions.reissue(number, **{**BY, "reason": "The wrong one was revoked."})
        db.session.commit()
        old, new = document(number), document(made.number)
        assert (old.state, new.state) == (State.REVOKED, State.VALID)
        assert new.facts == facts(issued_on=TODAY, valid_until=date(2027, 10, 14))
        assert (new.person_id, new.shows_name, new.shows_score) == (person_id, True, False)
        assert certificate_of_enrolment(made.enrolment_id).number == made.number
        latest = entries_about("certificate", number)[0]
        assert (latest.action, latest.details) == ("certificate.reissue", {"by": made.number})
        with pytest.raises(actions.NotPossible, match="issued again before"):
            actions.reissue(number, **BY)
        actions.replace(made.number, "Awa Traoré", **BY)
        with pytest.raises(actions.NotPossible, match="was replaced before"):
            actions.reissue(made.number, **BY)


def test_a_certificate_whose_last_day_is_past_is_issued_again_for_as_long(fresh_app: Flask) -> None:
    number, _ = issue(fresh_app, issued_on=date(2026, 4, 1), valid_until=date(2026, 10, 1))
    with fresh_app.app_context():
        assert document(number).state is State.EXPIRED
        made = actions.reissue(number, **BY)
        assert document(made.number).facts.valid_until == TODAY + (date(2026, 10, 1) - date(2026, 4, 1))
        assert document(number).state is State.EXPIRED


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, NAME])
def test_a_replacement_needs_another_name(fresh_app: Flask, name: str) -> None:
    number, _ = issue(fresh_app)
    with fresh_app.app_context(), pytest.raises(Refusal):
        actions.replace(number, name, **BY)


def test_a_certificate_expires_by_hand_or_by_its_date(fresh_app: Flask) -> None:
    by_hand, _ = issue(fresh_app)
    by_date, person_id = issue(fresh_app, valid_until=TODAY)
    with fresh_app.app_context():
        actions.expire(by_hand, **BY)
        db.session.commit()
        assert document(by_hand).state is State.EXPIRED
        assert document(by_date).state is State.VALID
        tomorrow = TODAY + timedelta(days=1)
        assert document(by_date, tomorrow).state is State.EXPIRED
        assert document(by_date, tomorrow).ended is None
        assert certificates_of(person_id, tomorrow)[0].state is State.EXPIRED
        with pytest.raises(actions.NotPossible, match="has expired"):
            actions.expire(by_hand, **BY)


def test_every_act_needs_a_reason_and_a_certificate(fresh_app: Flask) -> None:
    number, _ = issue(fresh_app)
    with fresh_app.app_context():
        with pytest.raises(Refusal, match="reason"):
            actions.expire(number, **{**BY, "reason": "  "})
        with pytest.raises(Refusal, match="No certificate has the number"):
            actions.expire("0" * 27, **BY)


def test_the_list_of_a_persons_certificates_costs_one_query(fresh_app: Flask, queries) -> None:
    number, person_id = issue(fresh_app)
    with fresh_app.app_context():
        db.session.remove()
        with queries(fresh_app) as statements:
            assert [one.number for one in certificates_of(person_id, TODAY)] == [number]
        assert len(statements) == 1


def test_the_score_is_on_the_sheet_only_if_it_was_chosen(fresh_app: Flask) -> None:
    import io

    from pypdf import PdfReader

    for chosen in (False, True):
        number, _ = issue(fresh_app, shows_score=chosen)
        with fresh_app.app_context():
            content, _digest = pdf(number) or (b"", "")
            said = PdfReader(io.BytesIO(content)).pages[1].extract_text()
            assert ("86% in the exam" in said) == chosen
            assert document(number).facts.score == "13/15"


def test_moments_are_utc(fresh_app: Flask) -> None:
    number, _ = issue(fresh_app)
    with fresh_app.app_context():
        assert isinstance(document(number).issued_at, datetime)
        assert document(number).issued_at.tzinfo is not None
