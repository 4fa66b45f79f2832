"""Every page, found by walking the URL map: a new one is held to the budgets without being listed anywhere."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from lms.publishing.queries import CACHE
from lms.web.access import ANYONE, SIGNED_IN, Audience, access, audience_of
from lms.web.locale import LANGUAGE_NAMES, PREFIX
from tests.catalog.test_pages_in_a_browser import PAGES
from tests.conftest import release_shipped_courses
from tests.people import make_person, sign_in
from tests.queries import count_queries

# What stands in the addresses of the shipped course; a page that needs another word is given one here.
WORDS = {"slug": "fundamentals", "key": "african-base", "question": "countries-counted-once", "kind": "account"}
OTHER_WORDS = {"learning.quiz": {"key": "why-quiz"}}
HEAVIEST_BYTES = 14_000
MOST_QUERIES = 8
OF_A_LESSON = 2
# Looked at in every state of theirs by the tests of their feature.
LOOKED_AT_ELSEWHERE = {
    "accounts.about", "accounts.account", "accounts.code", "accounts.email", "accounts.email_code", "accounts.factor",
    "accounts.invitation", "accounts.name", "accounts.new_factor", "accounts.passphrase", "accounts.place",
    "accounts.register", "accounts.second_factor", "accounts.sign_in", "accounts.sign_ins", "administration.audit_file",
    "administration.audit_log", "administration.certificate_file", "administration.certificate_kept",
    "administration.certificates", "administration.course", "administration.course_regrades", "administration.courses",
    "administration.home", "administration.jobs", "administration.mail", "administration.mails", "administration.merge",
    "administration.people", "administration.person", "administration.processing", "administration.question_regrade",
    "administration.release", "administration.settings", "administration.settings_group", "catalog.dashboard",
    "certification.certificate_page", "certification.check", "certification.checked", "certification.cv",
    "certification.document", "learning.attempt", "learning.attempt_question", "learning.attempt_result",
    "learning.certificate_name", "learning.enrol", "learning.leave", "learning.question", "learning.quiz",
    "learning.start", "learning.submit", "mail.mailbox", "privacy.consent", "privacy.data", "privacy.erase",
    "privacy.held", "privacy.html_file", "privacy.json_file", "reporting.course_quizzes", "reporting.export_file",
    "reporting.export_page", "reporting.exports", "reporting.knowledge_gain", "reporting.one_question",
    "reporting.overview", "reporting.quarter_file", "reporting.quarters", "reporting.question_courses",
    "reporting.quiz_file", "reporting.quiz_questions",
}  # fmt: skip
# Pages for anyone that hold a form of their own: its token is a reader's, so the page is kept nowhere.
WITH_A_FORM = {"accounts.code", "accounts.register", "accounts.sign_in"}
# About something that people make, or only there for whom it serves: held to its budgets by the tests of its feature.
HELD_ELSEWHERE = {
    "accounts.factor", "accounts.invitation", "accounts.new_factor", "accounts.second_factor",
    "certification.certificate_page", "certification.checked", "certification.cv", "certification.document",
    "learning.attempt", "learning.attempt_question", "learning.attempt_result", "learning.certificate_name",
    "learning.leave", "learning.start", "learning.submit", "mail.mailbox", "privacy.html_file", "privacy.json_file",
}  # fmt: skip


def page_rules(app: Flask) -> Iterator[Rule]:
    """The routes of an application that answer a reader with a page."""
    return (rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and "language" in rule.arguments)


def addresses(app: Flask, audience: Audience = ANYONE) -> Iterator[tuple[str, str]]:
    """Every page of an audience in every language: its endpoint and its address."""
    adapter = app.url_map.bind("localhost")
    for rule in page_rules(app):
        if audience_of(app.view_functions[rule.endpoint]) is not audience or rule.endpoint in HELD_ELSEWHERE:
            continue
        for language in LANGUAGE_NAMES:
            known = {**WORDS, **OTHER_WORDS.get(rule.endpoint, {})}
            words = {name: known[name] for name in rule.arguments - {"language"}}
            yield rule.endpoint, adapter.build(rule.endpoint, {**words, "language": language})


def faults(app: Flask) -> list[str]:
    """What the pages cost or hold beyond what they may, as a reader without an account meets them."""
    found = []
    client = app.test_client()
    for endpoint, address in addresses(app):
        CACHE.clear()  # the dearest visit is the first
        with count_queries(app) as statements:
            response = client.get(address, headers={"Accept-Encoding": "br"})
        budget = OF_A_LESSON if endpoint.startswith("learning.") else MOST_QUERIES
        etag = response.headers.get("ETag", "")
        again = client.get(address, headers={"Accept-Encoding": "br", "If-None-Match": etag})
        head = client.head(address, headers={"Accept-Encoding": "br"})
        may_be_kept = endpoint not in WITH_A_FORM
        claims = {
            "not found": response.status_code == 200,
            f"{len(statements)} queries": len(statements) <= budget,
            f"{len(response.data)} bytes": len(response.data) <= HEAVIEST_BYTES,
            "a cookie": "Set-Cookie" not in response.headers or not may_be_kept,
            "sent to who has it": not may_be_kept or (again.status_code, again.data) == (304, b""),
            "another answer to HEAD": (head.status_code, head.headers.get("ETag", "")) == (200, etag),
        }
        found += [f"{address}: {what}" for what, holds in claims.items() if not holds]
    return found


def test_every_page_keeps_to_its_budgets(app: Flask) -> None:
    assert faults(app) == []


def faults_signed_in(app: Flask) -> list[str]:
    """The same of the pages of people, as the one whose they are meets them; they are kept nowhere."""
    found = []
    client = sign_in(app.test_client(), make_person(app))
    for endpoint, address in addresses(app, SIGNED_IN):
        with count_queries(app) as statements:
            response = client.get(address, base_url="https://localhost", headers={"Accept-Encoding": "br"})
        claims = {
            "not found": response.status_code == 200,
            f"{len(statements)} queries": len(statements) <= MOST_QUERIES,
            f"{len(response.data)} bytes": len(response.data) <= HEAVIEST_BYTES,
            "kept": response.headers["Cache-Control"] == "private, no-store",
        }
        found += [f"{endpoint}: {address}: {what}" for what, holds in claims.items() if not holds]
    return found


def test_every_page_of_a_person_keeps_to_its_budgets(fresh_app: Flask) -> None:
    release_shipped_courses(fresh_app)
    assert faults_signed_in(fresh_app) == []


def test_every_page_is_looked_at_in_a_browser_and_by_the_checker(app: Flask) -> None:
    adapter = app.url_map.bind("localhost")
    looked_at = {adapter.match(f"/fr{path.partition('?')[0]}")[0] for path in PAGES if path != "/nowhere"}
    assert {rule.endpoint for rule in page_rules(app)} - looked_at - LOOKED_AT_ELSEWHERE == set()


@pytest.fixture
def spoilt_app(fresh_app: Flask) -> Flask:
    from flask import session

    from lms.db import db

    def dear() -> str:
        return str([db.session.scalar(db.text(f"SELECT {number}")) for number in range(9)])

    def heavy() -> str:
        return "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(9_000))

    def remembering() -> str:
        session["visits"] = 1
        return "yours"

    for view in (dear, heavy, remembering):
        fresh_app.add_url_rule(f"{PREFIX}/{view.__name__}", view.__name__, access(ANYONE)(view))
    return fresh_app


def test_planted_pages_over_their_budgets_are_found(spoilt_app: Flask) -> None:
    found = "\n".join(faults(spoilt_app))
    assert "/fr/dear: 9 queries" in found
    assert "/en/heavy: " in found
    assert "/fr/remembering: a cookie" in found
    assert "/fr/remembering: sent to who has it" in found
    assert "/fr/help" not in found


def test_a_planted_page_whose_address_needs_an_unknown_word_is_not_passed_over(fresh_app: Flask) -> None:
    fresh_app.add_url_rule(f"{PREFIX}/planted/<colour>", "planted", access(ANYONE)(lambda colour: colour))
    with pytest.raises(KeyError, match="colour"):
        faults(fresh_app)
