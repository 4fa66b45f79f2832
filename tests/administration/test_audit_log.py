"""The audit log is read by administrators: narrowed, page after page, and as a file that runs no formula."""

import csv
import html
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.accounts.models import Person, Role
from lms.audit.actions import record
from lms.db import db
from lms.web.cells import harmless
from tests.forms import get
from tests.people import make_person, staff
from tests.queries import count_queries

LOG = "/en/administration/audit-log"
AT = datetime(2026, 10, 14, 9, 14, tzinfo=UTC)


@pytest.fixture
def chief(fresh_app: Flask) -> FlaskClient:
    return staff(
        fresh_app, Role.ADMINISTRATOR, name="The Chief", email="chief@example.org", email_key="chief@example.org",
        country="GB",
    )  # fmt: skip


@pytest.fixture
def written(fresh_app: Flask, chief: FlaskClient) -> int:
    """Some acts on somebody, whose number is returned."""
    number = make_person(fresh_app, name="Awa Koné")
    with fresh_app.app_context():
        by = db.session.scalars(select(Person.id).where(Person.name == "The Chief")).one()
        record(f"person:{by}", "person.disable", "person", str(number), '=HYPERLINK("x")', {}, AT)
        record("console:root", "certificate.revoke", "certificate", "0" * 27, "Twice", {"cause": "mistake"}, AT)
        record(f"person:{by}", "person.enable", "person", str(number), "A second look", {}, AT + timedelta(days=2))
        record("person:999999", "person.give-role", "person", "888888", "Gone", {"to": "support"}, AT)
        db.session.commit()
    return number


def acts_shown(client: FlaskClient, **asked: str) -> list[str]:
    return re.findall(r"<li><p><strong>([^<]+)</strong>", get(client, LOG, query_string=asked).text)


def test_each_act_is_worded_and_names_who_did_it_to_whom(fresh_app: Flask, chief: FlaskClient, written: int) -> None:
    with count_queries(fresh_app) as statements:
        page = get(chief, LOG).text
    assert len(statements) <= 8
    assert acts_shown(chief) == ["Role given", "Account enabled again", "Certificate revoked", "Account disabled"]
    for words in ("The Chief", "Awa Koné", "root, on the server", "somebody whose account is gone", "“Twice”"):
        assert words in page
    assert "Compte désactivé" in get(chief, LOG.replace("/en/", "/fr/")).text


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"act": "person.enable"}, 1), ({"kind": "person"}, 3), ({"kind": "certificate"}, 1), ({"actor": "root"}, 1),
        ({"actor": "CHIEF@example.org"}, 2), ({"actor": "nobody@example.org"}, 0), ({"since": "2026-10-15"}, 1),
        ({"until": "2026-10-14"}, 3), ({"since": "2026-10-14", "until": "2026-10-14"}, 3), ({"act": "nonsense"}, 4),
        ({"since": "yesterday"}, 4), ({"about": "0" * 27}, 1), ({"until": "9999-12-31"}, 4),
    ],
)  # fmt: skip
def test_the_log_is_narrowed_by_what_the_address_says(
    chief: FlaskClient, written: int, asked: dict[str, str], count: int
) -> None:
    assert len(acts_shown(chief, **asked)) == count


def test_what_was_done_to_one_person_is_found_by_the_name_in_their_address(
    fresh_app: Flask, chief: FlaskClient, written: int
) -> None:
    with fresh_app.app_context():
        public_id = db.session.get_one(Person, written).public_id
    assert len(acts_shown(chief, about=public_id)) == 2
    assert f"about={public_id}" in get(chief, f"/en/administration/people/{public_id}").text


def test_pages_follow_each_other_and_keep_what_was_asked(fresh_app: Flask, chief: FlaskClient) -> None:
    with fresh_app.app_context():
        for number in range(120):
            record("console:root", "course.retire", "course", f"course-{number:03d}", "", {}, AT)
        db.session.commit()
    address, seen = f"{LOG}?kind=course", []
    while address:
        page = get(chief, address).text
        seen += re.findall(r">(course-\d{3})<", page)
        following = re.findall(r'href="([^"]*)" rel="next"', page)
        address = html.unescape(following[0]) if following else ""
        assert not address or "kind=course" in address
    assert seen == [f"course-{number:03d}" for number in reversed(range(120))]


@pytest.mark.parametrize(("separator", "delimiter"), [("", ","), ("semicolon", ";")])
def test_the_file_holds_all_and_no_formula_and_no_name(
    chief: FlaskClient, written: int, separator: str, delimiter: str
) -> None:
    reply = get(chief, f"{LOG}.csv", query_string={"kind": "person", "separator": separator})
    assert reply.headers["Content-Disposition"].endswith('.csv"')
    assert reply.headers["Cache-Control"] == "private, no-store"
    text = reply.data.decode("utf-8")
    assert text.startswith("\ufeffMoment (UTC)")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter))
    assert len(rows) == 4
    assert {len(row) for row in rows} == {9}
    assert rows[1][7:] == ["Role after: Support", '{"to": "support"}']
    assert '\'=HYPERLINK("x")' in rows[3]
    assert "Koné" not in text
    assert "example.org" not in text


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\tx", "\rx", "  =1"])
def test_what_begins_a_formula_is_quoted(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.ANALYST])
def test_others_do_not_find_it(fresh_app: Flask, role: Role) -> None:
    client = staff(fresh_app, role)
    for path in (LOG, f"{LOG}.csv"):
        assert get(client, path).status_code == 404
