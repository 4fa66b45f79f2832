"""Static files are fetched once: their names change when they do."""

from pathlib import Path

import brotli
import pytest
from flask import Flask

from lms.web import statics
from lms.web.statics import static_url


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A static/ of our own, with a secret beside it."""
    folder = tmp_path / "static"
    (folder / "css").mkdir(parents=True)
    (folder / "css" / "a.css").write_text("p { color: black }\n" * 50)
    (folder / "picture.png").write_bytes(b"\x89PNG" * 50)
    (folder / ".hidden.css").write_text("x")
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    monkeypatch.setattr(statics, "FOLDER", folder)
    return folder


@pytest.fixture
def url(small_app: Flask, folder: Path):
    def url_of(name: str) -> str:
        with small_app.test_request_context():
            return static_url(name)

    return url_of


def test_a_file_is_kept_for_a_year_under_a_name_that_holds_its_digest(small_app: Flask, url) -> None:
    address = url("css/a.css")
    response = small_app.test_client().get(address)
    assert response.status_code == 200
    assert response.mimetype == "text/css"
    assert response.cache_control.max_age == 31_536_000
    assert response.cache_control.immutable
    assert address.startswith("/static/css/a.")
    assert len(address) == len("/static/css/a.") + 12 + len(".css")


def test_the_name_changes_with_the_file(url, folder: Path) -> None:
    before = url("css/a.css")
    (folder / "css" / "a.css").write_text("p { color: white }")
    assert url("css/a.css") != before


def test_text_is_compressed_and_pictures_are_not(small_app: Flask, url, folder: Path) -> None:
    client, headers = small_app.test_client(), {"Accept-Encoding": "br, gzip"}
    css = client.get(url("css/a.css"), headers=headers)
    assert css.headers["Content-Encoding"] == "br"
    assert brotli.decompress(css.data) == (folder / "css" / "a.css").read_bytes()
    assert "Accept-Encoding" in css.vary
    assert "Content-Encoding" not in client.get(url("picture.png"), headers=headers).headers


def test_a_file_the_reader_has_costs_no_body(small_app: Flask, url) -> None:
    client = small_app.test_client()
    etag = client.get(url("css/a.css")).headers["ETag"]
    assert client.get(url("css/a.css"), headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    "accepted", ["", "br", "gzip", "zstd", "identity", "*", "identity;q=0", "zstd, identity;q=0", "br;q=0, gzip"]
)
def test_a_file_the_reader_has_costs_no_body_in_any_encoding(small_app: Flask, url, accepted: str) -> None:
    client, headers = small_app.test_client(), {"Accept-Encoding": accepted}
    first = client.get(url("css/a.css"), headers=headers)
    assert first.headers.get("Content-Encoding") in (None, "br", "gzip")
    assert "Accept-Encoding" in first.vary
    again = client.get(url("css/a.css"), headers={**headers, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "css/a.css", "css/a.000000000000.css", "css/a..css", ".hidden.2d711642b726.css", "../secret.000000000000.txt",
        "..%2fsecret.000000000000.txt", "%2e%2e/secret.txt", "link.2bb80d537b1d.txt", "css", "css/", "a%00.css",
        "%5c..%5csecret.txt",
    ],
)  # fmt: skip
def test_nothing_else_is_served(small_app: Flask, folder: Path, path: str) -> None:
    response = small_app.test_client().get(f"/static/{path}")
    assert response.status_code in (400, 404)
    assert b"secret" not in response.data


def test_a_template_that_names_a_missing_file_is_told(url) -> None:
    with pytest.raises(FileNotFoundError, match=r"css/b\.css"):
        url("css/b.css")


def test_search_engines_may_find_everything(small_app: Flask) -> None:
    response = small_app.test_client().get("/robots.txt")
    assert (response.status_code, response.mimetype) == (200, "text/plain")
    assert response.text == "User-agent: *\nDisallow:\n"
    assert "Set-Cookie" not in response.headers


def test_the_icon_is_found_without_reading_a_page(small_app: Flask) -> None:
    client = small_app.test_client()
    response = client.get("/favicon.ico", headers={"Host": "evil.example"})
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/static/img/favicon.")
    assert client.get(response.headers["Location"]).mimetype == "image/svg+xml"
