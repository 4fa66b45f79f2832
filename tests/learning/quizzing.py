"""A course with a quiz of every kind of question, and people who take it."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from lms.accounts.models import Person
from lms.clock import now
from lms.courseware.model import Directory
from lms.courseware.problems import Report
from lms.courseware.source import Files
from lms.db import db
from lms.enrolment.actions import enrol
from lms.enrolment.queries import live_enrolment
from lms.publishing import actions
from lms.publishing.queries import releases
from tests.forms import HTTPS, attribute, forms
from tests.learning.conftest import ENGLISH, FRENCH
from tests.people import make_person, sign_in

SLUG = "taking"
DIRECTORY = Directory({"palabre": {"name": {"fr": "P", "en": "P"}}}, {}, frozenset({SLUG}))


def _questions(text: str) -> str:
    """The questions of the lesson that has one of every kind, but the one that is private."""
    blocks = re.findall(r"^/// question \|.*?^///$", text, re.M | re.S)
    return "\n\n".join(block for block in blocks if "| gift" not in block)


def _own(text: str, prefix: str) -> str:
    return re.sub(r"^/// question \| ", f"/// question | {prefix}-", text, flags=re.M)


QUIZ_FR, QUIZ_EN = _questions(FRENCH), _questions(ENGLISH)
ONE_FR = """\
/// question | {key}
    points: {points}

Est-ce {key} ?

- [x] Oui
  > C’est cela.
- [ ] Non
  > Pas cela.
- [ ] Peut-être
  > Pas sûr.

> Parce que {key}.
///
"""
ONE_EN = """\
/// question | {key}

Is it {key}?

- [x] Yes
  > That is it.
- [ ] No
  > Not that.
- [ ] Maybe
  > Not sure.

> Because {key}.
///
"""


def head(title: str, **settings: object) -> str:
    return (
        "---\n" + "\n".join([f"title: {title}", *(f"{name}: {value}" for name, value in settings.items())]) + "\n---\n"
    )


def small_quiz(keys: Iterable[str], title: str = "Petit", points: int = 1, **settings: object) -> tuple[str, str]:
    """A quiz of choices in both languages."""
    keys = list(keys)
    french = "\n".join(ONE_FR.format(key=key, points=points) for key in keys)
    english = "\n".join(ONE_EN.format(key=key) for key in keys)
    return f"{head(title, **settings)}\n{french}", f"{head(title + ' EN')}\n{english}"


def texts(**changes: str | None) -> dict[str, str]:
    """The files of the course; a change is named 01_all__quiz_fr for 01-all/quiz.fr.md."""
    pairs: dict[str, tuple[str, str]] = {
        "01-all/quiz": (f"{head('Test complet')}\nAvant.\n\n/// case | À la scierie\nUne lame.\n///\n\n{QUIZ_FR}\n",
                        f"{head('Whole quiz')}\nBefore.\n\n/// case | At the sawmill\nA blade.\n///\n\n{QUIZ_EN}\n"),
        "01-all/02-each-quiz": small_quiz(["e-one", "e-two"], "Pas à pas", feedback="each", shuffle="none"),
        "01-all/03-page-quiz": small_quiz(["p-one", "p-two"], "Une page", page="all", attempts=2, per_hours=24),
        "01-all/04-late-quiz": small_quiz(["l-one", "l-two"], "Limité", time_limit_minutes=10, feedback="passed"),
        "exam": small_quiz(["x-one", "x-two"], "Examen", attempts=1, pass_percent=50),
    }  # fmt: skip
    found = {
        "course.yml": "institution: palabre\nlanguages: [fr, en]\nlevel: introductory\nlicence: CC-BY-4.0\n"
        "completion: {lessons: none, exam: pass}\ncertificate: {hours: 1}\n",
        "course.fr.md": "---\ntitle: Répondre\nsummary: Des quiz.\n---\n",
        "course.en.md": "---\ntitle: Answering\nsummary: Quizzes.\n---\n",
        "01-all/module.fr.md": "---\ntitle: Tout\n---\n",
        "01-all/module.en.md": "---\ntitle: All\n---\n",
        "01-all/01-reading.fr.md": "---\ntitle: Une leçon\n---\nUn [test](quiz:all-quiz).\n",
        "01-all/01-reading.en.md": "---\ntitle: A lesson\n---\nA [quiz](quiz:all-quiz).\n",
    }
    for path, (french, english) in pairs.items():
        found[f"{path}.fr.md"], found[f"{path}.en.md"] = french, english
    for name, text in changes.items():
        path = name.replace("__", "/").replace("_", "-")
        path = re.sub(r"-(fr|en)$", r".\1.md", path) if not path.startswith("course-yml") else "course.yml"
        if text is None:
            del found[path]
        else:
            found[path] = text
    return found


def release_course(app: Flask, files: dict[str, str] | None = None) -> int:
    """Release the course, or another state of it; return the release's number."""
    with app.app_context():
        contents = {path: text.encode() for path, text in (files or texts()).items()}
        report = Report()
        try:
            prepared = actions.prepare_release(Files(SLUG, contents), DIRECTORY, "a folder", report)
        except actions.BrokenCourse as broken:
            raise AssertionError(broken.problems) from broken
        made = actions.release(prepared, now())
        db.session.commit()
        assert made is not None
        return made.number


class Learner:
    """Somebody enrolled, with a browser that has no script."""

    def __init__(self, app: Flask, language: str = "fr", *, is_enrolled: bool = True) -> None:
        self.app, self.language = app, language
        self.person_id = make_person(app)
        if is_enrolled:
            with app.app_context():
                release = releases.current(SLUG)
                assert release is not None
                enrol(db.session.get_one(Person, self.person_id), release, language, now() - timedelta(days=1))
                db.session.commit()
        self.client: FlaskClient = sign_in(app.test_client(), self.person_id)
        self.page = ""
        self.status = 0
        self.path = ""

    def get(self, path: str) -> str:
        """Open a page, following where it leads; a path without a language is in the learner's."""
        path = path if path.startswith(("/fr/", "/en/")) else f"/{self.language}/courses/{SLUG}{path}"
        response = self.client.get(path, base_url=HTTPS, follow_redirects=True)
        self.page, self.status, self.path = response.text, response.status_code, response.request.full_path.rstrip("?")
        return self.page

    def forms(self) -> list[str]:
        """The forms of the page that are sent."""
        return forms(self.page)

    def fields(self, form: str) -> list[tuple[str, str]]:
        """What a form would send as it stands, buttons left out."""
        found = []
        for tag in re.findall(r"<input[^>]*>", form):
            name, value = attribute(tag, "name"), attribute(tag, "value")
            if name and (("radio" not in tag and "checkbox" not in tag) or " checked" in tag):
                found.append((name, value))
        for name, inside in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
            chosen = re.search(r'<option value="([^"]*)" selected', inside)
            found.append((name, chosen[1] if chosen else ""))
        return found

    def prepared(self, number: int = 0, **given: Any) -> tuple[str, MultiDict[str, str]]:
        """Where a form leads and what it sends with these fields changed; a list sends a name several times."""
        form = self.forms()[number]
        action = attribute(form, "action") or self.path
        changed = {name.replace("__", ":"): value for name, value in given.items()}
        kept = [(name, value) for name, value in self.fields(form) if name not in changed]
        for name, value in changed.items():
            kept += [(name, one) for one in (value if isinstance(value, list) else [value])]
        return action, MultiDict(kept)

    def send(self, number: int = 0, **given: Any) -> str:
        """Send a form of the page."""
        return self.post(*self.prepared(number, **given))

    def post(self, action: str, data: MultiDict[str, str]) -> str:
        """Send this to there, as the browser that shows the page would."""
        response = self.client.post(
            action, data=data, base_url=HTTPS, headers={"Referer": HTTPS + self.path}, follow_redirects=True
        )
        self.page, self.status = response.text, response.status_code
        self.path = response.request.full_path.rstrip("?")
        return self.page

    def start(self, key: str, **given: Any) -> str:
        """Start a quiz from its page."""
        self.get(f"/quizzes/{key}")
        return self.send(0, **given)

    def option(self, text: str) -> str:
        """The id of the option that has this text."""
        found = re.search(rf'value="([0-9a-f]{{8}})"[^>]*><span>{re.escape(text)}', self.page)
        assert found, (text, self.page)
        return found[1]

    @property
    def enrolment_id(self) -> int | None:
        """Of this learner in the course."""
        with self.app.app_context():
            found = live_enrolment(self.person_id, SLUG)
            return found.id if found else None
