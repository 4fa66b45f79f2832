"""Learners of a throw-away installation, made in bulk, and what each does: read, finish a lesson, take a quiz."""

import http.client
import re
import secrets
from collections.abc import Iterable, Mapping
from html import unescape
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

_FORM = re.compile(r'<form method="post"([^>]*)>(.*?)</form>', re.DOTALL)
_FIELD = re.compile(
    r'<input type="(?P<type>hidden|radio|checkbox)" name="(?P<name>[^"]+)" value="(?P<value>[^"]*)"'
    r'|<select [^>]*name="(?P<list>[^"]+)"[^>]*><option value="">[^<]*</option><option value="(?P<first>[^"]*)"'
    r'|<input (?!type="(?:hidden|radio|checkbox)")[^>]*name="(?P<typed>[^"]+)"(?:[^>]* value="(?P<given>[^"]+)")?'
)
# What somebody types: read as a number or as words, wherever it is asked.
TYPED = "138"


class Reply(NamedTuple):
    """What the site answered."""

    status: int
    location: str
    text: str


def make_learners(settings: Mapping[str, str], courses: Iterable[str], count: int) -> list[str]:
    """Make so many people who take these courses, signed in, ready for a certificate; return their cookies."""
    from lms.accounts.actions import open_sign_in
    from lms.accounts.models import Person
    from lms.app import create_app
    from lms.clock import now
    from lms.config import read_config
    from lms.db import db
    from lms.enrolment.actions import confirm_name, enrol
    from lms.publishing.queries.releases import current

    app = create_app(read_config(settings))
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookies = []
    with app.app_context():
        at, releases = now(), [current(course) for course in courses]
        for _ in range(count):
            address = f"{secrets.token_hex(8)}@example.org"
            person = Person(name="Awa Koné", email=address, email_key=address, email_confirmed_at=at, language="en",
                            country="CI", created_at=at)  # fmt: skip
            db.session.add(person)
            db.session.flush()
            for release in filter(None, releases):
                confirm_name(enrol(person, release, "en", at), person.name, at)
            token = open_sign_in(person, "a bench", at)
            value = signer.dumps({"_permanent": True, "_user_id": token, "csrf_token": secrets.token_hex(20)})
            cookies.append(f"{app.config['SESSION_COOKIE_NAME']}={value}")
        db.session.commit()
        db.engine.dispose()
    return cookies


class Learner:
    """Somebody signed in, on a connection kept open, who counts what they ask for."""

    def __init__(self, site: str, cookie: str) -> None:
        parts = urlsplit(site)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        self._cookie = cookie
        self.requests = 0

    def get(self, path: str) -> Reply:
        """Read a page."""
        return self._ask("GET", path)

    def post(self, path: str, fields: list[tuple[str, str]]) -> Reply:
        """Send a form, as a browser does."""
        reply = self._ask("POST", path, urlencode(fields))
        if reply.status != 303:
            raise RuntimeError(f"{path}: {reply.status}")
        return reply

    def take(self, quiz: str) -> None:
        """Take a quiz from its first page to its result, and follow where each form leads."""
        path, page = quiz, self.get(quiz).text
        while not path.endswith("/result"):
            path = self.post(*filled_form(page, path)).location
            page = self.get(path).text

    def close(self) -> None:
        """Leave."""
        self._connection.close()

    def _ask(self, method: str, path: str, body: str | None = None) -> Reply:
        headers = {"Cookie": self._cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        text = response.read().decode()
        self.requests += 1
        if response.status not in (200, 303):
            raise RuntimeError(f"{path}: {response.status}")
        if cookie := response.getheader("Set-Cookie"):
            self._cookie = cookie.partition(";")[0]
        return Reply(response.status, response.getheader("Location", ""), text)


def filled_form(page: str, path: str) -> tuple[str, list[tuple[str, str]]]:
    """The first form of a page that writes, with something in each of its fields: where it goes, and what it says."""
    found = _FORM.search(page)
    if found is None:
        raise RuntimeError(f"{path}: no form")
    action = re.search(r'action="([^"]+)"', found[1])
    fields: list[tuple[str, str]] = []
    chosen = set()
    for field in _FIELD.finditer(found[2]):
        name = field["name"] or field["list"] or field["typed"]
        if field["type"] in ("radio", "checkbox") and name in chosen:
            continue
        chosen.add(name)
        fields.append((name, unescape(field["value"] or field["first"] or field["given"] or TYPED)))
    return action[1] if action else path, fields
