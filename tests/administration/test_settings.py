"""Settings, changed on their pages: seen by readers, previewed, and never over another's head."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.accounts.models import Consent, ConsentText, Role
from lms.audit.queries import entries_about
from lms.db import db
from tests.accounts.browsing import browser, register
from tests.forms import get, send
from tests.mailbox import mails_to, run_jobs
from tests.people import staff
from tests.queries import count_queries
from tests.settings.made import put

PAGES = "/en/administration/settings"


@pytest.fixture
def administrator(fresh_app: Flask) -> FlaskClient:
    return staff(fresh_app, Role.ADMINISTRATOR)


def test_the_sites_name_stands_in_titles_header_foot_and_mails(fresh_app: Flask, administrator: FlaskClient) -> None:
    values = {
        "site.name": "Karité & fils",
        "site.language": "en",
        "site.publisher": "ACME",
        "site.contact": "a@b.example",
    }
    done = send(administrator, f"{PAGES}/site", action="/settings/site", **values)
    assert done.status_code == 303
    assert "Saved" in get(administrator, done.location).text
    reader = browser(fresh_app)
    page = get(reader, "/fr/help").text
    assert "– Karité &amp; fils</title>" in page
    assert "<span>Karité &amp; fils</span>" in page
    assert "un site fait avec Palabre" in page
    legal = get(reader, "/fr/legal").text
    assert "ACME" in legal and "mailto:a@b.example" in legal
    assert reader.get("/", base_url="https://localhost").location == "/en/"
    register(reader, "awa.kone@example.org")
    (mail,) = mails_to(fresh_app, "awa.kone@example.org")
    assert mail.subject == "Votre code pour ouvrir votre compte Karité & fils"
    with fresh_app.app_context():
        assert entries_about("setting", "site.name")[0].details == {"before": "Palabre", "after": "Karité & fils"}


def test_what_lacks_is_said_and_nothing_typed_is_lost(administrator: FlaskClient) -> None:
    refused = send(
        administrator, f"{PAGES}/retention", **{"retention.inactive_months": "2", "retention.warning_days": "x"}
    )
    assert refused.status_code == 422
    assert refused.text.count('aria-invalid="true"') == 3
    assert 'value="x"' in refused.text


def test_a_signatory_needs_a_title_and_a_title_a_signatory(administrator: FlaskClient) -> None:
    path = f"{PAGES}/certificates"
    blank = {"certificates.signatory_title.fr": "", "certificates.signatory_title.en": ""}
    assert send(administrator, path, **{"certificates.signatory_name": "Ama Mensah", **blank}).status_code == 422
    titles = {"certificates.signatory_title.fr": "Directrice", "certificates.signatory_title.en": "Director"}
    assert send(administrator, path, **{"certificates.signatory_name": "", **titles}).status_code == 422
    assert send(administrator, path, **{"certificates.signatory_name": "Ama Mensah", **titles}).status_code == 303


def test_the_second_of_two_administrators_is_shown_what_is_stored_now(
    fresh_app: Flask, administrator: FlaskClient
) -> None:
    page = get(administrator, f"{PAGES}/retention").text
    values = {"retention.inactive_months": "24", "retention.warning_days": "30", "retention.export_days": "7"}
    put(fresh_app, retention__export_days=21)
    late = send(administrator, f"{PAGES}/retention", page, **values)
    assert late.status_code == 409
    assert "21" in late.text and 'value="24"' in late.text
    again = send(administrator, f"{PAGES}/retention", late.text, **values)
    assert again.status_code == 303  # seen and decided


def test_pages_of_settings_keep_to_their_budget(fresh_app: Flask, administrator: FlaskClient) -> None:
    for place in range(12):
        put(fresh_app, retention__export_days=8 + place % 2)
    for group in ("", "/site", "/certificates", "/notice", "/privacy", "/terms", "/retention"):
        with count_queries(fresh_app) as statements:
            assert get(administrator, f"{PAGES}{group}").status_code == 200
        assert len(statements) <= 8, (group, statements)


def test_a_text_is_looked_at_before_it_is_published_and_no_script_passes(
    fresh_app: Flask, administrator: FlaskClient
) -> None:
    path = f"{PAGES}/terms"
    texts = {"legal.terms.fr": "Soyez *polis*. <script>alert(1)</script>", "legal.terms.en": "Be [kind](javascript:x)."}
    shown = send(administrator, path, preview="1", **texts)
    assert shown.status_code == 200
    assert "<em>polis</em>" in shown.text and "<script>alert" not in shown.text and 'href="javascript' not in shown.text
    assert "Publish this text" in shown.text
    assert 'id="terms"' not in get(browser(fresh_app), "/fr/legal").text
    assert send(administrator, path, shown.text, **texts).status_code == 303
    legal = get(browser(fresh_app), "/fr/legal").text
    assert 'id="terms"' in legal and "<em>polis</em>" in legal and "<script>alert" not in legal
    assert "/fr/legal#terms" in legal


def test_texts_that_come_with_the_software_are_the_beginning_and_no_change(
    fresh_app: Flask, administrator: FlaskClient
) -> None:
    for group in ("privacy", "notice"):
        page = get(administrator, f"{PAGES}/{group}").text
        fields = {
            f"legal.{group}.{language}": page.split(f'name="legal.{group}.{language}"')[1].split(">\n", 1)[1]
            .split("</textarea>")[0].replace("&#39;", "'").replace("&amp;", "&")
            for language in ("fr", "en")
        }  # fmt: skip
        assert all(len(text) > 100 for text in fields.values())
        assert send(administrator, f"{PAGES}/{group}", page, **fields).status_code == 303
        with fresh_app.app_context():
            assert entries_about("setting", f"legal.{group}") == []


def test_a_new_privacy_notice_is_a_new_version_and_who_agreed_to_the_former_one_is_kept(
    fresh_app: Flask, administrator: FlaskClient
) -> None:
    register(browser(fresh_app), "before@example.org")
    run_jobs(fresh_app)
    texts = {"legal.privacy.fr": "Nous gardons peu.", "legal.privacy.en": "We keep little."}
    assert send(administrator, f"{PAGES}/privacy", **texts).status_code == 303
    assert "Nous gardons peu." in get(browser(fresh_app), "/fr/legal").text
    register(browser(fresh_app), "after@example.org")
    run_jobs(fresh_app)
    with fresh_app.app_context():
        agreed = [
            db.session.get_one(ConsentText, digest)
            for digest in db.session.scalars(select(Consent.text_digest).order_by(Consent.id))
        ]
        assert len({text.version for text in agreed}) == 2
        assert "Nous gardons peu." not in agreed[0].content
        assert "Nous gardons peu." in agreed[1].content
        assert agreed[1].version in agreed[1].content
