"""Media are served under their digest, for ever, and can do nothing on our pages."""

import gzip
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.clock import now
from lms.db import db
from lms.errors import Refusal
from lms.media import actions, queries, store

CONTENT = b"<svg xmlns='http://www.w3.org/2000/svg'/>" + b" " * 5000


@pytest.fixture
def digest(fresh_app: Flask) -> Iterator[str]:
    with fresh_app.app_context():
        digest = actions.put(CONTENT, now())
        db.session.commit()
    yield digest


@pytest.fixture
def reader(fresh_app: Flask) -> FlaskClient:
    return fresh_app.test_client()


def test_a_picture_is_shown_and_kept_for_ever(reader: FlaskClient, digest: str) -> None:
    reply = reader.get(f"/media/{digest}/a.fr.svg")
    assert reply.status_code == 200
    assert reply.data == CONTENT
    assert reply.content_type.startswith("image/svg+xml")
    assert not reply.headers.get("Content-Disposition", "inline").startswith("attachment")
    assert {"public", "immutable", "max-age=31536000"} <= set(reply.headers["Cache-Control"].split(", "))
    assert "Set-Cookie" not in reply.headers


def test_it_can_run_nothing_and_ask_for_nothing(reader: FlaskClient, digest: str) -> None:
    reply = reader.get(f"/media/{digest}/a.svg")
    assert reply.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"


def test_a_document_is_saved_under_its_name(reader: FlaskClient, digest: str) -> None:
    with reader.get(f"/media/{digest}/tool.xlsx") as reply:
        assert reply.headers["Content-Disposition"] == "attachment; filename=tool.xlsx"
        assert reply.headers["Content-Security-Policy"].endswith("sandbox")


def test_a_table_says_its_characters_once(reader: FlaskClient, digest: str) -> None:
    with reader.get(f"/media/{digest}/tool.csv") as reply:
        assert reply.headers["Content-Type"] == "text/csv; charset=utf-8"


def test_a_store_that_cannot_be_written_is_a_refusal(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with fresh_app.app_context(), pytest.raises(Refusal, match="No space left"):
        actions.put(b"fresh", now())


def test_a_recording_comes_in_pieces(reader: FlaskClient, digest: str) -> None:
    with reader.get(f"/media/{digest}/a.opus", headers={"Range": "bytes=4-9"}) as reply:
        assert reply.status_code == 206
        assert reply.data == CONTENT[4:10]
        assert reply.headers["Content-Range"] == f"bytes 4-9/{len(CONTENT)}"
    with reader.get(f"/media/{digest}/a.opus") as reply:
        assert reply.headers["Accept-Ranges"] == "bytes"
        assert reply.data == CONTENT


def test_a_drawing_is_compressed_and_never_cut(reader: FlaskClient, digest: str) -> None:
    reply = reader.get(f"/media/{digest}/a.svg", headers={"Range": "bytes=4-9", "Accept-Encoding": "gzip"})
    assert (reply.status_code, reply.headers["Content-Encoding"]) == (200, "gzip")
    assert gzip.decompress(reply.data) == CONTENT


def test_who_has_it_is_not_sent_it_again(reader: FlaskClient, digest: str) -> None:
    for name in ("a.svg", "a.opus"):
        for encoding in ("identity", "br, gzip"):
            headers = {"Accept-Encoding": encoding}
            with reader.get(f"/media/{digest}/{name}", headers=headers) as first:
                tag = first.headers["ETag"]
            with reader.get(f"/media/{digest}/{name}", headers={**headers, "If-None-Match": tag}) as again:
                assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("name", ["a.html", "a.js", "a", "..%2fa.svg", "A.svg", "a.svg%00.html"])
def test_no_other_type_is_served(reader: FlaskClient, digest: str, name: str) -> None:
    assert reader.get(f"/media/{digest}/{name}").status_code in (400, 404)


@pytest.mark.parametrize("digest_", ["0" * 64, "x", "..", "%2e%2e"])
def test_an_unknown_digest_is_not_there(reader: FlaskClient, digest_: str) -> None:
    assert reader.get(f"/media/{digest_}/a.svg").status_code == 404


def test_a_file_that_nobody_put_is_not_served(fresh_app: Flask, reader: FlaskClient) -> None:
    left_over = store.put(fresh_app.config["LMS"].media_dir, b"of a release that failed")
    assert reader.get(f"/media/{left_over}/a.svg").status_code == 404


def test_a_file_gone_from_the_disk_is_not_there(fresh_app: Flask, reader: FlaskClient, digest: str) -> None:
    store.path_of(fresh_app.config["LMS"].media_dir, digest).unlink()
    assert reader.get(f"/media/{digest}/a.svg").status_code == 404


def test_putting_twice_makes_one_row(fresh_app: Flask, digest: str) -> None:
    with fresh_app.app_context():
        assert actions.put_all([CONTENT, CONTENT, b"more"], now())[0] == digest
        db.session.commit()
        assert queries.known([digest, "0" * 64]) == {digest}
        assert queries.content_of(digest) == CONTENT
        db.session.rollback()


def test_a_damaged_file_is_not_taken_for_the_one_put(fresh_app: Flask, digest: str) -> None:
    with fresh_app.app_context():
        store.path_of(fresh_app.config["LMS"].media_dir, digest).write_bytes(b"else")
        with pytest.raises(ValueError, match="damaged"):
            queries.content_of(digest)
