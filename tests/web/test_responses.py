"""A page that the reader already has is not sent again, and what is sent is compressed."""

import gzip

import brotli
import pytest
from flask import Flask


def test_an_anonymous_page_sets_no_cookie_and_may_be_kept(small_app: Flask) -> None:
    response = small_app.test_client().get("/fr/probe/x")
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.headers["ETag"].startswith("W/")
    assert "Cookie" not in response.vary


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br", "zstd"])
def test_a_page_the_reader_has_costs_no_body(small_app: Flask, encoding: str) -> None:
    client, headers = small_app.test_client(), {"Accept-Encoding": encoding}
    first = client.get("/fr/probe/x", headers=headers)
    again = client.get("/fr/probe/x", headers={**headers, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "Accept-Encoding" in again.vary
    assert "Content-Security-Policy" in again.headers


def test_a_page_that_changed_is_sent(small_app: Flask) -> None:
    client = small_app.test_client()
    etag = client.get("/fr/probe/x").headers["ETag"]
    assert client.get("/fr/probe/y", headers={"If-None-Match": etag}).status_code == 200


def test_a_page_with_a_person_in_it_is_kept_nowhere(small_app: Flask) -> None:
    response = small_app.test_client().get("/fr/personal")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))


@pytest.mark.parametrize(("encoding", "read"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_pages_are_compressed_as_the_reader_likes(small_app: Flask, encoding: str, read) -> None:
    client = small_app.test_client()
    plain = client.get("/fr/probe/x", headers={"Accept-Encoding": "identity"})
    packed = client.get("/fr/probe/x", headers={"Accept-Encoding": encoding})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == encoding
    assert read(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert "Accept-Encoding" in plain.vary
    assert "Accept-Encoding" in packed.vary
    assert plain.headers["ETag"] == packed.headers["ETag"]


@pytest.mark.parametrize(("method", "path", "code"), [("GET", "/fr/nothing", 404), ("POST", "/fr/probe/x", 405)])
def test_a_page_that_says_no_is_compressed_too(small_app: Flask, method: str, path: str, code: int) -> None:
    client = small_app.test_client()
    plain = client.open(path, method=method, headers={"Accept-Encoding": "identity"})
    packed = client.open(path, method=method, headers={"Accept-Encoding": "br"})
    assert packed.status == plain.status
    assert packed.status_code == code
    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.data) == plain.data


def test_head_says_what_get_would(small_app: Flask) -> None:
    client = small_app.test_client()
    head, get = client.head("/fr/probe/x"), client.get("/fr/probe/x")
    assert head.data == b""
    assert head.headers["ETag"] == get.headers["ETag"]
