"""Opening an account: little is asked, a code confirms the address, and nobody learns who has an account."""

from flask import Flask
from sqlalchemy import func, select

from lms.accounts.models import Consent, ConsentText, EmailCode, Person, SignIn
from lms.clock import now
from lms.db import db
from tests.accounts.browsing import browser, register
from tests.forms import get, send
from tests.mailbox import last_code, mails_to, run_jobs
from tests.people import make_person

ADDRESS = "awa.kone@example.org"


def test_a_person_registers_confirms_and_is_signed_in(fresh_app: Flask) -> None:
    client = browser(fresh_app)
    sent = register(client, ADDRESS)
    assert (sent.status_code, sent.location) == (303, "/fr/sign-in/code")
    page = get(client, "/fr/sign-in/code").text
    assert ADDRESS in page
    code = last_code(fresh_app, ADDRESS)
    done = send(client, "/fr/sign-in/code", page, email=ADDRESS, code=code)
    assert (done.status_code, done.location) == (303, "/fr/account/about?first=1")
    assert get(client, "/fr/account").status_code == 200
    with fresh_app.app_context():
        person = db.session.scalars(select(Person)).one()
        assert person.email_confirmed_at is not None
        assert (person.name, person.country, person.language) == ("Awa Koné", "CI", "fr")


def test_the_text_agreed_to_is_kept_as_it_was_shown_with_its_version_language_and_time(fresh_app: Flask) -> None:
    register(browser(fresh_app), ADDRESS)
    run_jobs(fresh_app)
    with fresh_app.app_context():
        consent = db.session.scalars(select(Consent)).one()
        text = db.session.get_one(ConsentText, consent.text_digest)
        assert text.language == "fr"
        assert text.version
        assert abs(now() - consent.given_at).total_seconds() < 60
        assert text.content in get(browser(fresh_app), "/fr/legal").text


def test_the_code_works_in_another_browser(fresh_app: Flask) -> None:
    register(browser(fresh_app), ADDRESS)
    other = browser(fresh_app)
    assert send(other, "/en/sign-in/code", email=ADDRESS, code=last_code(fresh_app, ADDRESS)).status_code == 303
    assert get(other, "/en/account").status_code == 200


def test_what_lacks_is_said_and_nothing_typed_is_lost(fresh_app: Flask) -> None:
    client = browser(fresh_app)
    page = register(client, "awa@", name="Awa <b>", country="", consent="")
    assert page.status_code == 422
    assert "<title>Erreur" in page.text
    assert 'value="awa@"' in page.text
    assert 'value="Awa &lt;b&gt;"' in page.text
    for field in ("email", "country", "consent"):
        assert f'href="#{field}"' in page.text
        assert f'id="{field}-error"' in page.text
    assert run_jobs(fresh_app) == 0


def test_a_known_address_gets_the_same_reply_and_its_owner_a_code(fresh_app: Flask) -> None:
    make_person(fresh_app, email=ADDRESS, email_key=ADDRESS, name="Mariam")
    known, unknown = register(browser(fresh_app), ADDRESS), register(browser(fresh_app), "new@example.org")
    assert (known.status_code, known.location, known.data) == (unknown.status_code, unknown.location, unknown.data)
    mail = mails_to(fresh_app, ADDRESS)[-1]
    assert "déjà un compte" in mail.subject
    with fresh_app.app_context():
        assert db.session.scalar(select(Person.name).where(Person.email_key == ADDRESS)) == "Mariam"
    client = browser(fresh_app)
    done = send(client, "/fr/sign-in/code", email=ADDRESS, code=last_code(fresh_app, ADDRESS))
    assert done.location == "/fr/my-courses"


def test_a_known_address_costs_the_same_work_as_an_unknown_one(fresh_app: Flask, queries) -> None:
    make_person(fresh_app, email=ADDRESS, email_key=ADDRESS)
    register(browser(fresh_app), "first@example.org")  # the text agreed to is kept once
    with queries(fresh_app) as known:
        register(browser(fresh_app), ADDRESS)
    with queries(fresh_app) as unknown:
        register(browser(fresh_app), "new@example.org")
    assert list(known) == list(unknown)


def test_who_registers_again_before_confirming_corrects_what_was_typed(fresh_app: Flask) -> None:
    register(browser(fresh_app), ADDRESS, name="Awa Kone", country="SN")
    run_jobs(fresh_app)
    register(browser(fresh_app), "Awa.Kone@Example.org", name="Awa Koné", country="CI")
    run_jobs(fresh_app)
    with fresh_app.app_context():
        person = db.session.scalars(select(Person)).one()
        assert (person.name, person.country, person.email) == ("Awa Koné", "CI", "Awa.Kone@example.org")
        assert db.session.scalar(select(func.count()).select_from(Consent)) == 1


def test_a_form_sent_twice_sends_one_code(fresh_app: Flask) -> None:
    client = browser(fresh_app)
    page = get(client, "/fr/register").text
    import re

    consent = re.findall(r'name="consent" value="([0-9a-f]{64})"', page)[0]
    fields = {"name": "A", "email": ADDRESS, "language": "fr", "country": "CI", "consent": consent}
    first, again = (send(client, "/fr/register", page, **fields) for _ in range(2))
    assert first.location == again.location
    assert len(mails_to(fresh_app, ADDRESS)) == 1


def test_another_text_than_the_one_shown_is_not_agreed_to(fresh_app: Flask) -> None:
    page = register(browser(fresh_app), ADDRESS, consent="0" * 64)
    assert page.status_code == 422
    assert "relisez-le" in page.text


def test_a_name_may_be_in_any_script_and_holds_nothing_that_cannot_be_seen(fresh_app: Flask) -> None:
    register(browser(fresh_app), ADDRESS, name="  አበበ\u202e  ቢቂላ\x07 ")
    run_jobs(fresh_app)
    with fresh_app.app_context():
        assert db.session.scalars(select(Person.name)).one() == "አበበ ቢቂላ"


def test_what_a_person_says_of_themselves_is_optional(fresh_app: Flask) -> None:
    client = browser(fresh_app)
    register(client, ADDRESS)
    send(client, "/fr/sign-in/code", email=ADDRESS, code=last_code(fresh_app, ADDRESS))
    page = get(client, "/fr/account/about?first=1").text
    assert "Passer" in page
    assert page.count('value="undisclosed"') == 4
    done = send(client, "/fr/account/about", page, sex="female", sector="A", age_band="", organisation_kind="nonsense")
    assert done.status_code == 303
    with fresh_app.app_context():
        person = db.session.scalars(select(Person)).one()
        assert (person.sex, person.sector, person.age_band, person.organisation_kind) == ("female", "A", None, None)


def test_countries_stand_in_the_order_of_the_pages_language(fresh_app: Flask) -> None:
    french = get(browser(fresh_app), "/fr/register").text
    english = get(browser(fresh_app), "/en/register").text
    assert french.index(">Égypte<") < french.index(">Émirats arabes unis<") < french.index(">Zimbabwe<")
    assert english.index(">Côte d’Ivoire<") < english.index(">Croatia<")
    assert french.count("<option") == 250


def test_no_code_is_kept_in_the_clear_but_in_its_mail(fresh_app: Flask) -> None:
    register(browser(fresh_app), ADDRESS)
    code = last_code(fresh_app, ADDRESS)
    with fresh_app.app_context():
        assert code not in db.session.scalars(select(EmailCode.digest)).one()
        assert db.session.scalars(select(SignIn)).all() == []
