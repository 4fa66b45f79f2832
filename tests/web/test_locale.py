"""The language stands in the address."""

from urllib.parse import urlsplit

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("asked", "given"), [("en-GB,en;q=0.9", "/en/"), ("fr-CI", "/fr/"), ("wo", "/fr/"), ("", "/fr/")]
)
def test_the_bare_address_leads_to_the_readers_language(client: FlaskClient, asked: str, given: str) -> None:
    response = client.get("/", headers={"Accept-Language": asked})
    assert (response.status_code, response.location) == (302, given)
    assert "Accept-Language" in response.vary


def test_the_bare_address_keeps_what_was_asked(client: FlaskClient) -> None:
    assert client.get("/?from=poster&x=%C3%A9").location == "/fr/?from=poster&x=%C3%A9"


def test_the_bare_address_leads_nowhere_else(client: FlaskClient) -> None:
    for path in ("//evil.example/", "/?//evil.example"):
        assert not urlsplit(client.get(path).location or "").netloc.startswith("evil")


def test_a_view_knows_its_language_without_being_told(small_app: Flask) -> None:
    client = small_app.test_client()
    assert "fr x" in client.get("/fr/probe/x").text
    assert "en x" in client.get("/en/probe/x").text


def test_switching_keeps_the_page_and_its_query(small_app: Flask) -> None:
    page = small_app.test_client().get("/fr/probe/caf%C3%A9?q=a+b&topic=1&topic=2&_scheme=javascript&_external=1").text
    assert page.strip().endswith(
        "/en/probe/caf%C3%A9?q=a+b&amp;topic=1&amp;topic=2&amp;_scheme=javascript&amp;_external=1"
    )


def test_addresses_stay_in_the_language_of_the_page(small_app: Flask) -> None:
    with small_app.test_request_context("/en/probe/x"):
        small_app.preprocess_request()
        assert url_for("probe.show", slug="y") == "/en/probe/y"
        assert url_for("probe.show", slug="y", language="fr") == "/fr/probe/y"


def test_another_language_does_not_exist(client: FlaskClient) -> None:
    assert client.get("/de/").status_code == 404


def test_a_missing_page_is_told_in_the_language_of_its_address(client: FlaskClient) -> None:
    assert '<html lang="en"' in client.get("/en/nothing-here", headers={"Accept-Language": "fr"}).text
    negotiated = client.get("/nothing-here", headers={"Accept-Language": "en"})
    assert '<html lang="en"' in negotiated.text
    assert "Accept-Language" in negotiated.vary
