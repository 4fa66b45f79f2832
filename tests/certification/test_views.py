"""The holder's pages, and the public check in all its states and both languages."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.certification import actions
from lms.certification.models import Cause
from lms.certification.number import mint, shown
from lms.clock import now
from lms.db import db
from tests.certification.made import ENGLISH, FRENCH, NAME, issue
from tests.forms import hidden
from tests.people import make_person, sign_in

LANGUAGES = ["fr", "en"]
UNKNOWN = mint(bytes(range(17)))
REASON = "An informer told us"


def act(app: Flask, number: str, state: str) -> str:
    """Bring a certificate into a state; return the number that a replacement got."""
    by = {"reason": REASON, "actor": "console:awa", "at": now(), "today": now().date()}
    made = ""
    with app.app_context():
        if state == "revoked":
            actions.revoke(number, Cause.MISUSE, **by)
        elif state == "replaced":
            made = actions.replace(number, "Mariam Traoré", **by).number
        elif state == "expired":
            actions.expire(number, **by)
        db.session.commit()
    return made


SAID = {
    "valid": {"fr": "Ce certificat est valable", "en": "This certificate is valid"},
    "revoked": {"fr": "Ce certificat a été révoqué", "en": "This certificate was revoked"},
    "replaced": {"fr": "Ce certificat a été remplacé", "en": "This certificate was replaced"},
    "expired": {"fr": "Ce certificat a expiré", "en": "This certificate has expired"},
}


@pytest.mark.parametrize("state", SAID)
def test_the_check_says_what_a_certificate_is_worth(fresh_app: Flask, state: str) -> None:
    number, _ = issue(fresh_app)
    made = act(fresh_app, number, state)
    client = fresh_app.test_client()
    for language in LANGUAGES:
        response = client.get(f"/{language}/c/{number}")
        said = response.text
        assert response.status_code == 200
        assert SAID[state][language] in said
        assert all(texts[language] not in said for other, texts in SAID.items() if other != state)
        assert (FRENCH if language == "fr" else ENGLISH) in said
        assert NAME not in said
        assert REASON not in said
        assert not made or made not in said
        assert ("M. K.-T." in said) == (state != "replaced")
        assert " UTC" in said


def test_a_revoked_certificate_tells_the_date_and_the_kind_of_reason(fresh_app: Flask) -> None:
    number, _ = issue(fresh_app)
    act(fresh_app, number, "revoked")
    said = fresh_app.test_client().get(f"/en/c/{number}").text
    assert "obtained against the rules" in said
    assert f"{now().day}\xa0{now():%B %Y}" in said


def test_a_certificate_past_its_last_day_has_expired(fresh_app: Flask) -> None:
    number, _ = issue(fresh_app, valid_until=now().date() - timedelta(days=1))
    said = fresh_app.test_client().get(f"/en/c/{number}").text
    assert SAID["expired"]["en"] in said
    assert "It was valid until" in said


def test_name_and_score_are_shown_as_their_holder_chose(fresh_app: Flask) -> None:
    number, _ = issue(fresh_app, name="<b>Awa</b> & Koné")
    client = fresh_app.test_client()
    assert "86%" not in client.get(f"/en/c/{number}").text
    with fresh_app.app_context():
        actions.set_flags(number, shows_name=True, shows_score=True)
        db.session.commit()
    said = client.get(f"/en/c/{number}").text
    assert "&lt;b&gt;Awa&lt;/b&gt; &amp; Koné" in said
    assert "86% in the exam" in said
    assert "86\u00a0% à l’examen" in client.get(f"/fr/c/{number}").text


def test_a_course_in_one_language_is_checked_in_both(fresh_app: Flask) -> None:
    number, _ = issue(
        fresh_app, languages=("fr",), titles={"fr": FRENCH}, institution={"fr": "École"}, place={}, signatory=None
    )
    said = fresh_app.test_client().get(f"/en/c/{number}").text
    assert f'<dd lang="fr">{FRENCH}' in said
    assert "École" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_that_nobody_has_is_unknown(fresh_app: Flask, language: str) -> None:
    response = fresh_app.test_client().get(f"/{language}/c/{UNKNOWN}")
    assert response.status_code == 404
    assert {
        "fr": "Inconnu\u202f: aucun certificat ne porte ce numéro",
        "en": "Unknown: no certificate has this number",
    }[language] in response.text
    assert shown(UNKNOWN) in response.text


@pytest.mark.parametrize(
    ("typed", "english", "french"),
    [
        (UNKNOWN[:-1], "some are missing", "il en manque"),
        (UNKNOWN + "7", "some are too many", "il y en a trop"),
        ("U" + UNKNOWN[1:], "it may be a V", "peut-être un V"),
        ("%3F" + UNKNOWN[1:], "“?” is never part", "ne figure jamais"),
        ("", "Type the number", "Saisissez le numéro"),
    ],
)
def test_a_number_that_cannot_be_one_is_told_why(fresh_app: Flask, typed: str, english: str, french: str) -> None:
    client = fresh_app.test_client()
    for language, said in (("en", english), ("fr", french)):
        response = client.get(f"/{language}/check?number={typed}")
        assert response.status_code == 404
        assert said in response.text
        assert 'aria-invalid="true"' in response.text
        assert "<title>Err" in response.text
        if typed:
            assert said in client.get(f"/{language}/c/{typed}").text


def test_what_was_typed_is_kept_and_bounded(fresh_app: Flask) -> None:
    client = fresh_app.test_client()
    assert 'value="&#34;&gt;&lt;b&gt;"' in client.get('/en/check?number="><b>').text
    assert len(client.get(f"/en/check?number={'x' * 3000}").text) < 8_000
    assert client.get(f"/en/c/{'x' * 3000}").status_code == 404


def test_a_typed_number_leads_to_its_address(fresh_app: Flask) -> None:
    client = fresh_app.test_client()
    for typed in (shown(UNKNOWN).lower(), UNKNOWN.replace("0", "o").replace("1", "l")):
        assert client.get("/fr/check", query_string={"number": typed}).location == f"/fr/c/{UNKNOWN}"
        assert client.get(f"/fr/c/{typed}").location == f"/fr/c/{UNKNOWN}"


@pytest.mark.parametrize(("asked", "language"), [("fr-CI", "fr"), ("en-GB,en;q=0.9", "en"), ("sw", "fr"), ("", "fr")])
def test_the_address_on_paper_leads_to_the_readers_language(fresh_app: Flask, asked: str, language: str) -> None:
    client = fresh_app.test_client()
    for path, leads in ((f"/c/{UNKNOWN}", f"/{language}/c/{UNKNOWN}"), ("/c", f"/{language}/check")):
        response = client.get(path, headers={"Accept-Language": asked})
        assert (response.status_code, response.location) == (302, leads)
        assert "Accept-Language" in response.headers["Vary"]
        assert "Set-Cookie" not in response.headers
        assert response.headers["Cache-Control"] == "no-cache"


def test_the_check_is_light_unlisted_and_keeps_nothing(fresh_app: Flask, queries) -> None:
    number, _ = issue(fresh_app, shows_name=True, shows_score=True)
    client = fresh_app.test_client()
    with queries(fresh_app) as statements:
        response = client.get(f"/fr/c/{number}", headers={"Accept-Encoding": "gzip"})
    assert len(statements) == 1
    assert len(response.data) <= 15_000
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in response.headers
    plain = client.get(f"/fr/c/{number}").text
    assert '<meta name="robots" content="noindex">' in plain
    assert "<script" not in plain
    assert client.get(f"/fr/c/{UNKNOWN}").headers["X-Robots-Tag"] == "noindex"


@pytest.fixture
def holder(fresh_app: Flask) -> tuple[FlaskClient, str]:
    number, person_id = issue(fresh_app)
    return sign_in(fresh_app.test_client(), person_id), number


def https(client: FlaskClient, path: str, **given: object):
    return client.get(path, base_url="https://localhost", **given)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_holder_reads_all_that_the_document_states(holder, language: str) -> None:
    client, number = holder
    said = https(client, f"/{language}/certificates/{number}").text
    for stated in (
        NAME,
        FRENCH if language == "fr" else ENGLISH,
        "Aïcha Bamba",
        "Abidjan, Côte d’Ivoire",
        shown(number),
    ):
        assert stated in said
    words = {
        "fr": [
            "14\u00a0octobre 2026",
            "18 leçons",
            "70\u00a0% ou plus à l’examen",
            "Édition 3",
            "Sans limite de temps",
            "86\u00a0%",
        ],
        "en": [
            "14\u00a0October 2026",
            "18 lessons",
            "70% or more in the exam",
            "Release 3",
            "Without limit of time",
            "86%",
        ],
    }[language]
    for stated in words:
        assert stated in said
    assert 'content="noindex"' in said
    assert f"/{language}/certificates/{number}/pdf" in said


def test_the_holder_gets_the_file(holder) -> None:
    client, number = holder
    response = https(client, f"/fr/certificates/{number}/pdf")
    assert response.mimetype == "application/pdf"
    assert response.data.startswith(b"%PDF")
    assert response.headers["Content-Disposition"] == f'attachment; filename="palabre-{number[:8]}.pdf"'
    assert response.headers["Cache-Control"] == "private, no-cache"
    again = https(client, f"/fr/certificates/{number}/pdf", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cv_gets_a_link_a_text_and_the_lines_for_a_profile(holder, language: str) -> None:
    client, number = holder
    said = https(client, f"/{language}/certificates/{number}/cv").text
    assert f"https://palabre.example/c/{number}" in said
    assert {"fr": "certificat de réussite, École des achats du Golfe", "en": "certificate of completion, Gulf"}[
        language
    ] in said
    assert "M. K.-T." in said


def test_the_holder_chooses_what_the_check_shows(fresh_app: Flask, holder) -> None:
    client, number = holder
    address = f"/en/certificates/{number}"

    def choose(**chosen: str):
        fields = hidden(https(client, address).text)
        return client.post(
            address, data={**fields, **chosen}, base_url="https://localhost", headers={"Referer": "https://localhost/"}
        )

    response = choose(name="1", score="1")
    assert (response.status_code, response.location) == (303, f"{address}#shown")
    anybody = fresh_app.test_client()
    assert NAME in anybody.get(f"/en/c/{number}").text
    choose()
    said = anybody.get(f"/en/c/{number}").text
    assert NAME not in said
    assert "86%" not in said


@pytest.mark.parametrize("state", ["revoked", "replaced", "expired"])
def test_the_holder_is_told_what_happened(fresh_app: Flask, holder, state: str) -> None:
    client, number = holder
    act(fresh_app, number, state)
    for language in LANGUAGES:
        assert SAID[state][language] in https(client, f"/{language}/certificates/{number}").text
        assert REASON not in https(client, f"/{language}/certificates/{number}/cv").text


PATHS = ["", "/pdf", "/cv"]


@pytest.mark.parametrize("path", PATHS)
def test_for_others_there_is_no_such_certificate(fresh_app: Flask, path: str) -> None:
    number, _ = issue(fresh_app)
    other = sign_in(fresh_app.test_client(), make_person(fresh_app))
    assert https(other, f"/en/certificates/{number}{path}").status_code == 404
    assert https(other, f"/en/certificates/{UNKNOWN}{path}").status_code == 404
    nobody = https(fresh_app.test_client(), f"/en/certificates/{number}{path}")
    assert nobody.status_code in {302, 303, 401}
    assert NAME not in nobody.text


def test_nobody_chooses_for_somebody_else(fresh_app: Flask, holder) -> None:
    client, number = holder
    other_id = issue(fresh_app)[1]
    mine, _ = issue(fresh_app)
    other = sign_in(fresh_app.test_client(), other_id)
    fields = hidden(https(client, f"/en/certificates/{number}").text)
    response = other.post(
        f"/en/certificates/{mine}", data={**fields, "name": "1"}, base_url="https://localhost",
        headers={"Referer": "https://localhost/"},
    )  # fmt: skip
    assert response.status_code in {400, 403, 404}
    assert NAME not in fresh_app.test_client().get(f"/en/c/{mine}").text


def test_every_page_leads_to_the_check(fresh_app: Flask) -> None:
    assert 'href="/fr/check"' in fresh_app.test_client().get("/fr/check").text
