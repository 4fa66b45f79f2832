"""A person reads and takes along everything that is held about them, and nothing of anybody else."""

import json
import re
from html.parser import HTMLParser

import pytest
from flask import Flask

from lms.accounts.actions.coding import send_code
from lms.accounts.models import Person, Purpose
from lms.clock import now
from lms.db import db
from lms.privacy.queries import ROWS_OF_A_PAGE, holdings
from tests.forms import get
from tests.mailbox import run_jobs
from tests.people import make_person, sign_in
from tests.privacy.made import EMAIL, NAME, TYPED, somebody
from tests.queries import count_queries

POISON = '<script>alert("x")</script>=cmd|A1'
MOST_QUERIES = 8


class Tags(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_everything_is_shown_kind_by_kind(fresh_app: Flask) -> None:
    client, _ = somebody(fresh_app)
    overview = get(client, "/en/account/data").text
    links = re.findall(r'href="(/en/account/data/held/[a-z-]+)"', overview)
    expected = {"account", "about", "consents", "sign-ins", "codes", "enrolments", "lessons", "attempts", "answers",
                "certificates", "mails", "forms", "jobs", "audit"}  # fmt: skip
    assert {link.rpartition("/")[2] for link in links} == expected
    pages = {link.rpartition("/")[2]: get(client, link).text for link in links}
    for kind, words in {
        "account": (NAME, EMAIL, "Burkina Faso"), "about": ("a woman",), "enrolments": ("welcome", NAME),
        "answers": (TYPED,), "certificates": (NAME,), "mails": ("The name of your Palabre account has changed",),
        "audit": ("person.disable", "a test"), "codes": (f"new.{EMAIL}",),
    }.items():  # fmt: skip
        for word in words:
            assert word in pages[kind], (kind, word)


def test_the_file_holds_all_of_it_in_utc(fresh_app: Flask) -> None:
    client, _ = somebody(fresh_app)
    reply = get(client, "/fr/account/data/file.json")
    assert re.fullmatch(r'attachment; filename="palabre-\d{4}-\d\d-\d\d\.json"', reply.headers["Content-Disposition"])
    assert (reply.mimetype, reply.headers["Cache-Control"]) == ("application/json", "private, no-store")
    content = json.loads(reply.text)
    assert list(content["held"]) == [one.key for one in holdings()]
    held = {key: one["rows"] for key, one in content["held"].items()}
    assert held["account"][0]["name"] == NAME
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", held["account"][0]["created_at"])
    assert any(TYPED in one["fields"] for one in held["answers"])
    assert held["certificates"][0]["facts"]["name"] == NAME
    assert len(held["lessons"]) == 3
    assert content["held"]["account"]["title"] == "Compte"
    assert held["consents"][0]["content"] == "<p>A text</p>"


def test_a_poisoned_name_is_only_text_in_every_page_and_file(fresh_app: Flask) -> None:
    client = sign_in(fresh_app.test_client(), make_person(fresh_app, name=POISON))
    for path in ("/en/account/data", "/en/account/data/held/account", "/en/account/data/file.html"):
        page = Tags(get(client, path).text)
        assert "script" not in page.tags, path
        assert path == "/en/account/data" or POISON in page.text
    file = Tags(get(client, "/en/account/data/file.html").text)
    assert file.tags <= {"html", "head", "meta", "title", "body", "h1", "h2", "p", "dl", "dt", "dd", "bdi", "hr"}
    assert not file.attributes & {"style", "src", "href"}


def test_a_code_that_was_sent_is_read_in_the_mailbox_alone(fresh_app: Flask) -> None:
    person_id = make_person(fresh_app, email="awa@example.org", email_key="awa@example.org", language="en")
    with fresh_app.app_context():
        send_code(db.session.get_one(Person, person_id), Purpose.PASSPHRASE, "passphrase_code", now())
        db.session.commit()
        from lms.mail.models import Mail

        body = db.session.query(Mail).one().body
    code = re.findall(r"\b\d{6}\b", body)[0]
    client = sign_in(fresh_app.test_client(), person_id)
    for path in ("/en/account/data/held/mails", "/en/account/data/file.json", "/en/account/data/file.html"):
        text = get(client, path).text
        assert "The code to set your Palabre passphrase" in text
        assert code not in text
    run_jobs(fresh_app)


def test_somebody_elses_data_is_not_there(fresh_app: Flask) -> None:
    _client, _ = somebody(fresh_app)
    peer = sign_in(fresh_app.test_client(), make_person(fresh_app, name="Kofi Mensah"))
    paths = [f"/en/account/data/held/{one.key}" for one in holdings()]
    for path in ("/en/account/data", "/en/account/data/file.json", "/en/account/data/file.html", *paths):
        reply = get(peer, path)
        assert reply.status_code == 200
        assert not [word for word in (NAME, EMAIL, TYPED, "person.disable") if word in reply.text], path


def test_strangers_see_nothing_and_unknown_kinds_are_not_there(fresh_app: Flask) -> None:
    for path in ("data", "data/held/account", "data/file.json", "data/file.html", "data/consent", "data/erase"):
        assert "/sign-in?next=" in get(fresh_app.test_client(), f"/en/account/{path}").location
    client = sign_in(fresh_app.test_client(), make_person(fresh_app))
    assert get(client, "/en/account/data/held/nowhere").status_code == 404


def test_long_lists_come_in_pages_and_cost_the_same(fresh_app: Flask) -> None:
    person_id = make_person(fresh_app)
    client = sign_in(fresh_app.test_client(), person_id)
    from lms.audit.actions import record

    with fresh_app.app_context():
        for number in range(ROWS_OF_A_PAGE + 1):
            record("console:a", "person.send-code", "person", str(person_id), f"why.{number}", {}, now())
        db.session.commit()
    path = "/en/account/data/held/audit"
    with count_queries(fresh_app) as statements:
        first = get(client, path).text
    assert len(statements) <= MOST_QUERIES
    assert (first.count("why."), "why.0<" in first) == (ROWS_OF_A_PAGE, False)
    assert get(client, f"{path}?page=2").text.count("why.") == 1
    for odd in ("0", "-1", "99", "x", "1e9"):
        assert get(client, f"{path}?page={odd}").status_code == 200


@pytest.mark.parametrize("path", ["/fr/account/data", "/fr/my-courses", "/fr/account"])
def test_pages_of_who_has_much_keep_to_their_budget(fresh_app: Flask, path: str) -> None:
    client, _ = somebody(fresh_app)
    with count_queries(fresh_app) as statements:
        reply = get(client, path, headers={"Accept-Encoding": "br"})
    assert len(statements) <= MOST_QUERIES, statements
    assert len(reply.data) <= 14_000
