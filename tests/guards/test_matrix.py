"""Route × person × somebody else's object: nobody reaches what is another's, and strangers are asked who they are.

The owner is certified in one course and in mid-quiz in another; the peer takes the same courses; the outsider only has
an account. Every route of the URL map is tried by each of them with the owner's objects in its address; so is it by
those with a role: support, an analyst, administrators with and without their second factor.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import AnyConverter, Rule

from lms.accounts.models import Person, Role, SignIn
from lms.assessment.models import Attempt
from lms.audit.models import AuditEntry
from lms.certification.models import Certificate
from lms.config import Config
from lms.db import db
from lms.web.access import ANALYST, ANYONE, ROLES, STAFF, access, audience_of
from tests.conftest import dispose, release_shipped_courses
from tests.forms import HTTPS, hidden
from tests.history.people import COURSE, QUIZ, enrol, learner, take_all
from tests.people import make_person, sign_in, staff

OWNER = "Mariam Kouadio-Traoré"
EMAIL = "mariam@example.org"
# Words of an address that name something of one person; all others name what everybody may name.
PERSONAL = {"attempt", "number", "person", "public_id"}
# A number is on paper and in anybody's hand: its check is public, and shows what its holder chose.
PUBLIC = {"certification.checked", "certificates.checked_in_readers_language"}


@dataclass
class World:
    app: Flask
    owner: FlaskClient
    peer: FlaskClient
    outsider: FlaskClient
    stranger: FlaskClient
    support: FlaskClient
    analyst: FlaskClient
    unproven: FlaskClient  # an administrator on a device that has not shown the second factor
    administrator: FlaskClient
    words: dict[str, str]


@pytest.fixture(scope="module")
def world(databases, configure: Callable[..., Config]) -> Iterator[World]:
    from lms.app import create_app

    url = databases.copy()
    app = create_app(configure(url))
    app.config["TESTING"] = True
    release_shipped_courses(app)
    owner = learner(app, OWNER, "en", email=EMAIL, email_key=EMAIL)
    peer, outsider = learner(app, "Peer", "en"), learner(app, "Outsider", "en")
    for client in (owner, peer):
        enrol(client, "en")
    take_all(app, owner, "en", OWNER)
    with app.app_context():
        attempt = db.session.scalars(select(Attempt).where(Attempt.quiz_key == QUIZ)).one()
        words = {
            "language": "en", "slug": COURSE, "key": QUIZ, "attempt": attempt.public_id,
            "question": attempt.questions[0]["key"],
            "number": db.session.scalars(select(Certificate.number)).one(),
            "public_id": db.session.scalars(select(SignIn.public_id).order_by(SignIn.created_at)).first() or "",
            "person": db.session.scalars(select(Person.public_id).where(Person.email_key == EMAIL)).one(),
            "token": "none",
            "act": "again", "certificate": "0" * 27, "group": "site", "job": "1", "mail": "1", "release": "1",
            "digest": "0" * 64, "name": "a.svg", "path": "img/favicon.svg", "filename": "img/favicon.svg",
        }  # fmt: skip
    people = (
        staff(app, Role.SUPPORT, name="Support"), staff(app, Role.ANALYST, name="Analyst"),
        sign_in(app.test_client(), make_person(app, role=Role.ADMINISTRATOR, name="Unproven")),
        staff(app, Role.ADMINISTRATOR, name="Administrator"),
    )  # fmt: skip
    yield World(app, owner, peer, outsider, app.test_client(), *people, words)
    dispose(app)
    databases.drop(url)


def routes(world: World) -> Iterator[tuple[Rule, str, str]]:
    """Every route with its method and an address that names the owner's things."""
    adapter = world.app.url_map.bind("localhost")
    for rule in world.app.url_map.iter_rules():
        words = {name: world.words.get(name, "") for name in rule.arguments}
        for name in rule.arguments:
            converter = rule._converters[name]
            if isinstance(converter, AnyConverter):  # one of a few words
                words[name] = min(converter.items)
        assert all(words.values()), f"{rule.rule}: give its words an object"
        if "lessons" in rule.rule:
            words["key"] = "ten-minutes"
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule, method, adapter.build(rule.endpoint, words, method=method)


def ask(client: FlaskClient, method: str, address: str, **data: str):
    return client.open(address, method=method, base_url=HTTPS, data=data or None)


def is_for_anyone(world: World, rule: Rule) -> bool:
    return audience_of(world.app.view_functions[rule.endpoint]) is ANYONE


def is_for_staff(world: World, rule: Rule) -> bool:
    return audience_of(world.app.view_functions[rule.endpoint]) in ROLES


def test_strangers_are_asked_who_they_are_before_anything_else(world: World) -> None:
    faults = []
    for rule, method, address in routes(world):
        if is_for_anyone(world, rule):
            continue
        reply = ask(world.stranger, method, address)
        asked = "/sign-in?next=" in (reply.location or "") if method == "GET" else reply.status_code in (400, 401)
        if not asked or OWNER in reply.text:
            faults.append(f"{method} {address}: {reply.status_code}")
    assert faults == []


@pytest.mark.parametrize("who", ["peer", "outsider"])
def test_somebody_elses_object_is_not_there(world: World, who: str) -> None:
    client: FlaskClient = getattr(world, who)
    faults, tried = [], 0
    for rule, method, address in routes(world):
        if not rule.arguments & PERSONAL or rule.endpoint in PUBLIC:
            continue
        tried += 1
        data = token_of(client) if method == "POST" else {}
        reply = ask(client, method, address, **data)
        # A sign-in that is not one's own is as good as ended.
        is_refused = reply.status_code == 404 or (rule.endpoint.startswith("accounts.") and reply.status_code == 303)
        if not is_refused or OWNER in reply.text:
            faults.append(f"{method} {address}: {reply.status_code}")
    assert tried >= 8
    assert faults == []


def test_nothing_that_others_ask_for_names_the_owner(world: World) -> None:
    faults = []
    for rule, method, address in routes(world):
        if method == "GET" and rule.endpoint not in PUBLIC:
            for client in (world.peer, world.outsider, world.stranger):
                text = ask(client, "GET", address).text
                if OWNER in text or EMAIL in text:
                    faults.append(address)
    assert faults == []


def test_the_owner_reaches_all_of_it(world: World) -> None:
    faults = []
    for rule, method, address in routes(world):
        if method == "GET" and rule.arguments & PERSONAL and not is_for_staff(world, rule):
            reply = ask(world.owner, "GET", address)
            if reply.status_code >= 400:
                faults.append(f"{address}: {reply.status_code}")
    assert faults == []


def test_what_others_tried_changed_nothing(world: World) -> None:
    with world.app.app_context():
        live = select(SignIn).where(SignIn.public_id == world.words["public_id"])
        assert db.session.scalars(live).one().ended_at is None
        attempt = db.session.scalars(select(Attempt).where(Attempt.quiz_key == QUIZ)).one()
        assert attempt.has_passed is True
        certificate = db.session.scalars(select(Certificate)).one()
        assert (certificate.shows_name, certificate.shows_score) == (False, False)


def test_a_forged_post_is_refused_everywhere(world: World) -> None:
    faults = []
    for rule, method, address in routes(world):
        if method == "POST":
            client = world.administrator if is_for_staff(world, rule) else world.owner
            reply = ask(client, method, address, name="x", email="x@example.org")
            is_report = address == "/csp-report" or reply.status_code == 204
            if reply.status_code not in (400, 405) and not is_report:
                faults.append(f"{address}: {reply.status_code}")
    assert faults == []


def who_may(rule: Rule, world: World) -> frozenset[str]:
    """The roles that a route was declared for."""
    audience = audience_of(world.app.view_functions[rule.endpoint])
    assert audience is not None
    return ROLES[audience]


@pytest.mark.parametrize("who", ["support", "analyst", "administrator"])
def test_a_role_opens_what_is_declared_for_it_and_nothing_else(world: World, who: str) -> None:
    client: FlaskClient = getattr(world, who)
    token, faults, tried = token_of(client), [], 0
    for rule, method, address in routes(world):
        if not is_for_staff(world, rule):
            continue
        tried += 1
        is_open = who in who_may(rule, world)
        if method == "POST" and is_open:
            continue  # what it does is tried by the tests of its feature, and below
        reply = ask(client, method, address, **(token if method == "POST" else {}))
        if (reply.status_code == 404) is is_open and rule.arguments <= {"language", "person"}:
            faults.append(f"{method} {address}: {reply.status_code}")
    assert tried >= 10
    assert faults == []


def test_without_the_second_factor_a_role_opens_nothing(world: World) -> None:
    token, faults = token_of(world.unproven), []
    for rule, method, address in routes(world):
        if not is_for_staff(world, rule):
            continue
        reply = ask(world.unproven, method, address, **(token if method == "POST" else {}))
        if "/account/second-factor" not in (reply.location or "") or OWNER in reply.text:
            faults.append(f"{method} {address}: {reply.status_code}")
    assert faults == []


def test_an_analyst_never_reads_a_name(world: World) -> None:
    """Of what is the analysts' own, and of all that anybody signed in may open."""
    faults, tried = [], 0
    for rule, method, address in routes(world):
        if method == "GET" and rule.endpoint not in PUBLIC:
            audience = audience_of(world.app.view_functions[rule.endpoint])
            tried += audience in (STAFF, ANALYST)
            text = ask(world.analyst, "GET", address).text
            if OWNER in text or EMAIL in text:
                faults.append(address)
    assert tried >= 1
    assert faults == []


def test_an_act_that_was_refused_is_not_written_down_and_what_roles_cannot_reach_changed_nothing(world: World) -> None:
    with world.app.app_context():
        assert db.session.scalars(select(AuditEntry)).all() == []
        assert db.session.scalars(select(Person.role).where(Person.email_key == EMAIL)).one() is None


def test_a_planted_leak_is_found(world: World) -> None:
    app = world.app
    leak = access(ANYONE)(lambda number: f"the certificate {number} of {OWNER}")
    app._got_first_request = False
    app.add_url_rule("/<language>/leak/<number>", "leak", leak)
    with pytest.raises(AssertionError, match="leak"):
        test_nothing_that_others_ask_for_names_the_owner(world)
    with pytest.raises(AssertionError, match="leak"):
        test_somebody_elses_object_is_not_there(world, "outsider")


def token_of(client: FlaskClient) -> dict[str, str]:
    """What a form of this very person carries: only the object in the address is another's."""
    text = client.get(f"/en/courses/{COURSE}/lessons/ten-minutes", base_url=HTTPS).text
    return hidden(text)
