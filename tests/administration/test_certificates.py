"""Certificates, looked after: found whatever is typed, seen by support, corrected by administrators with a reason."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.accounts.models import Role
from lms.audit.queries import entries_about
from lms.certification import personal
from lms.certification.models import Certificate
from lms.certification.number import shown
from lms.clock import now
from lms.db import db
from lms.held import Subject
from tests.certification.made import NAME, issue
from tests.certification.test_views import act
from tests.forms import HTTPS, get, hidden, send
from tests.people import staff
from tests.queries import count_queries

LIST = "/en/administration/certificates"


@pytest.fixture
def administrator(fresh_app: Flask) -> FlaskClient:
    return staff(fresh_app, Role.ADMINISTRATOR)


def test_a_number_typed_with_letters_that_look_like_figures_leads_to_its_certificate(
    fresh_app: Flask, administrator: FlaskClient
) -> None:
    number, _ = issue(fresh_app)
    typed = shown(number).replace("0", "o").replace("1", "i").lower()
    found = administrator.get(LIST, base_url=HTTPS, query_string={"q": f" {typed} "})
    assert found.location == f"{LIST}/{number}"


def test_a_certificate_is_found_by_a_part_of_a_name_or_by_the_holders_address(
    fresh_app: Flask, administrator: FlaskClient
) -> None:
    _number, person_id = issue(fresh_app)
    issue(fresh_app, name="Ama Mensah")
    with fresh_app.app_context():
        from lms.accounts.queries import person

        holder = person(person_id)
        assert holder is not None
        email = holder.email
    for words in ("kouadio", email.upper()):
        page = administrator.get(LIST, base_url=HTTPS, query_string={"q": words}).text
        assert NAME in page and "Ama Mensah" not in page, words
    assert "No certificate matches" in administrator.get(LIST, base_url=HTTPS, query_string={"q": "%"}).text


def test_certificates_are_narrowed_by_what_they_are_worth(fresh_app: Flask, administrator: FlaskClient) -> None:
    for state in ("revoked", "replaced", "expired"):
        number, _ = issue(fresh_app, name=f"Holder of {state}")
        act(fresh_app, number, state)
    issue(fresh_app, name="Holder of past", valid_until=date(2020, 1, 1))
    issue(fresh_app, name="Holder of valid")
    expected = {
        "revoked": {"revoked"}, "replaced": {"replaced"}, "expired": {"expired", "past"}, "valid": {"valid"},
    }  # fmt: skip
    for state, names in expected.items():
        page = get(administrator, f"{LIST}?state={state}").text
        for name in ("revoked", "replaced", "expired", "past"):
            assert (f"Holder of {name}" in page) is (name in names), (state, name)
        assert ("Holder of valid" in page) is (state == "valid")


def test_the_list_keeps_to_its_budget_and_goes_on_by_key(fresh_app: Flask, administrator: FlaskClient) -> None:
    issue(fresh_app, name="The very first")
    with fresh_app.app_context():
        first = db.session.scalars(select(Certificate)).one()
        columns = {
            name: getattr(first, name)
            for name in ("facts", "facts_digest", "pdf_digest", "issued_at", "shows_name", "shows_score")
        }
        for place in range(51):
            db.session.add(Certificate(number=f"{place:027}", pdf=b"%PDF", **columns))
        db.session.commit()
    with count_queries(fresh_app) as statements:
        page = get(administrator, LIST).text
    assert len(statements) <= 8, statements
    assert page.count("The very first") == 50
    following = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    assert get(administrator, following).text.count("The very first") == 2


def test_a_page_tells_all_and_support_has_no_button(fresh_app: Flask) -> None:
    number, _ = issue(fresh_app)
    support = staff(fresh_app, Role.SUPPORT)
    with count_queries(fresh_app) as statements:
        page = get(support, f"{LIST}/{number}").text
    assert len(statements) <= 8, statements
    for words in (NAME, shown(number), "@example.org", "Gulf School of Procurement", "86%", f"/c/{number}"):
        assert words in page, words
    assert "Revoke it" not in page
    file = get(support, f"{LIST}/{number}/pdf")
    assert (file.mimetype, file.data[:4]) == ("application/pdf", b"%PDF")
    fields = hidden(get(support, "/en/account/name").text)
    forged = support.post(
        f"{LIST}/{number}/revoke", base_url=HTTPS, headers={"Referer": HTTPS},
        data={**fields, "cause": "mistake", "reason": "x"},
    )  # fmt: skip
    assert forged.status_code == 404
    assert "is valid" in get(support, f"/en/c/{number}").text


def test_revoking_asks_for_a_cause_and_a_reason_and_is_kept(fresh_app: Flask, administrator: FlaskClient) -> None:
    number, _ = issue(fresh_app)
    path = f"{LIST}/{number}"
    without = send(administrator, path, action="/revoke", reason="")
    assert (without.status_code, 'href="#revoke-reason"' in without.text) == (422, True)
    without = send(administrator, path, action="/revoke", reason="The exam was taken by another")
    assert (without.status_code, 'href="#cause"' in without.text) == (422, True)
    assert 'value="The exam was taken by another"' in without.text
    done = send(administrator, path, action="/revoke", reason="Taken by another", cause="misuse")
    page = get(administrator, done.location).text
    assert "It is revoked" in page and "Taken by another" in page and "Revoke it" not in page
    public = get(fresh_app.test_client(), f"/en/c/{number}").text
    assert "was revoked" in public and "Taken by another" not in public
    with fresh_app.app_context():
        (entry,) = entries_about("certificate", number)
        assert (entry.action, entry.details, entry.actor[:7]) == (
            "certificate.revoke", {"cause": "misuse"}, "person:",
        )  # fmt: skip


def test_a_corrected_name_makes_a_new_certificate_in_the_place_of_the_old_one(
    fresh_app: Flask, administrator: FlaskClient
) -> None:
    number, _ = issue(fresh_app)
    path = f"{LIST}/{number}"
    same = send(administrator, path, action="/replace", name=NAME, reason="A slip")
    assert (same.status_code, 'href="#name"' in same.text) == (422, True)
    done = send(administrator, path, action="/replace", name="Mariam Kouadio", reason="A slip")
    new = done.location.partition("?")[0]
    assert new != path
    page = get(administrator, done.location).text
    assert "This is the new certificate" in page and path in page
    assert "Replaced by" in get(administrator, path).text
    assert new in get(administrator, path).text


def test_what_was_revoked_by_mistake_is_issued_again(fresh_app: Flask, administrator: FlaskClient) -> None:
    number, _ = issue(fresh_app)
    path = f"{LIST}/{number}"
    assert "Issue it again" not in get(administrator, path).text
    act(fresh_app, number, "revoked")
    without = send(administrator, path, action="/reissue", reason="")
    assert (without.status_code, 'href="#reissue-reason"' in without.text) == (422, True)
    done = send(administrator, path, action="/reissue", reason="The wrong one was revoked")
    new = done.location.partition("?")[0]
    assert new != path
    assert "stays true of it" in get(administrator, done.location).text
    before = get(administrator, path).text
    assert new in before and "Issue it again" not in before
    assert "was revoked" in get(fresh_app.test_client(), f"/en/c/{number}").text
    assert "is valid" in get(fresh_app.test_client(), f"/en/c/{new.rpartition('/')[2]}").text


def test_the_second_of_two_administrators_is_told(fresh_app: Flask, administrator: FlaskClient) -> None:
    number, _ = issue(fresh_app)
    path = f"{LIST}/{number}"
    page = get(administrator, path).text
    act(fresh_app, number, "revoked")
    late = send(administrator, path, page, action="/expire", reason="The law changed")
    assert (late.status_code, "was revoked before" in late.text) == (409, True)


def test_an_unknown_certificate_is_not_there(administrator: FlaskClient) -> None:
    assert get(administrator, f"{LIST}/{'0' * 27}").status_code == 404
    assert get(administrator, f"{LIST}/{'0' * 27}/pdf").status_code == 404
    assert "No certificate has been issued yet" in get(administrator, LIST).text
    assert "under it" in get(administrator, f"{LIST}?q={'0' * 27}").text


def test_one_that_its_holder_had_erased_is_listed_without_a_name_and_cannot_be_acted_on(
    fresh_app: Flask, administrator: FlaskClient
) -> None:
    number, person_id = issue(fresh_app)
    other, _ = issue(fresh_app, name="Ama Mensah")
    with fresh_app.app_context():
        personal.erase(Subject(person_id, "", ""), now(), keeps_certificates=False)
        db.session.commit()
    for words, is_there in (("withdrawn", True), ("valid", False), ("revoked", False)):
        page = administrator.get(LIST, base_url=HTTPS, query_string={"state": words}).text
        assert (shown(number) in page) is is_there
        assert (shown(other) in page) is (words == "valid")
    assert "Name erased" in administrator.get(LIST, base_url=HTTPS).text
    page = administrator.get(f"{LIST}/{number}", base_url=HTTPS).text
    assert "Withdrawn by its holder" in page
    assert NAME not in page and "Revoke it" not in page and "Download the PDF" not in page
    assert administrator.get(f"{LIST}/{number}/pdf", base_url=HTTPS).status_code == 404
