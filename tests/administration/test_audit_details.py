"""Codes in the details of the audit log are said in the reader's language, like the acts themselves."""

import html
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from lms.accounts.models import Role
from lms.administration.views.details import details_in_words
from lms.administration.wording import JOBS
from lms.audit.actions import record
from lms.audit.acts import DETAILS
from lms.audit.models import AuditEntry
from lms.db import db
from lms.jobs.actions import kinds
from tests.forms import get
from tests.people import staff

AT = datetime(2026, 10, 14, 9, 14, tzinfo=UTC)
# Act, kind of thing, thing, details; and what the log says of them in either language.
SAID: tuple[tuple[str, str, str, dict[str, Any], str, str], ...] = (
    ("certificate.reissue", "certificate", "A", {"by": "B3"}, "New certificate: B3", "Nouveau certificat : B3"),
    ("certificate.replace", "certificate", "A", {"by": "B2"}, "Replaced by: B2", "Remplacé par : B2"),
    (
        "certificate.revoke", "certificate", "A", {"cause": "misuse"},
        "Cause: It was obtained against the rules of the course",
        "Cause : Il a été obtenu contre les règles du cours",
    ),
    (
        "course.dates", "course", "welcome", {"opens_on": [None, "2026-11-03"], "closes_on": ["2026-12-01", None]},
        "Opens: as its file says, then 3 November 2026", "Ouvre : comme le dit son fichier, puis 3 novembre 2026",
    ),
    (
        "course.regrade", "course", "welcome", {"question": "who-pays", "release": 3},
        "Question: who-pays · Release: 3", "Question : who-pays · Version : 3",
    ),
    ("course.regrade-undo", "course", "welcome", {"question": "q-undone"}, "Question: q-undone", "Question : q-undone"),
    ("course.release", "course", "welcome", {"number": 2, "folder": "welcome"}, "Release: 2", "Version : 2"),
    ("course.rollback", "course", "welcome", {"before": 3, "after": 2}, "Release before: 3", "Version montrée : 2"),
    (
        "export.make", "export", "x",
        {"content": "modules", "format": "csv", "names": False, "rows": 12_345, "by": "module", "country": "CI",
         "sex": "female", "period": "2026-Q3", "course": "welcome", "age": "none"},
        "The file holds: Modules · Kind of file: CSV · With names: no · Rows: 12,345 · Broken down by: Module · "
        "Country: Côte d’Ivoire · Sex: Women · Period: Q3 2026 · Course: welcome · Age: Never told",
        "Avec les noms : non",
    ),
    (
        "enrolment.extra-time", "person", "9", {"course": "welcome", "from": 0, "to": 50, "attempts": [7]},
        "Percent before: 0 · Percent after: 50 · Open attempts: 7", "Pourcentage après : 50",
    ),
    (
        "installation.restore", "installation", "2026-11-03T10:00:00Z",
        {"version": "1.0", "database": "0005", "rows": 1200}, "3 November 2026 at 10:00", "Version du logiciel : 1.0",
    ),
    ("invitation.make", "invitation", "x", {"role": "analyst"}, "Role: Analyst", "Rôle : Analyse"),
    (
        "invitation.take", "person", "9", {"from": None, "to": "analyst", "invitation": "abc"},
        "Role after: Analyst", "Nouveau rôle : Analyse",
    ),
    ("job.give-up", "job", "7", {"kind": "privacy.erase"}, "Job: Erase an account", "Tâche : Effacer un compte"),
    ("job.retry", "job", "7", {"kind": "mail"}, "Job: Send a mail", "Tâche : Envoyer un courriel"),
    ("mail.resend-failed", "mail", "*", {"count": 3}, "those that failed", "Combien : 3"),
    ("person.end-sign-ins", "person", "9", {"devices": "all"}, "Devices: all of them", "Appareils : tous"),
    (
        "person.give-role", "person", "9", {"from": "analyst", "to": "support"},
        "Role before: Analyst · Role after: Support", "Nouveau rôle : Assistance",
    ),
    (
        "person.merge", "person", "9", {"merged": 8, "moved": [3, 4], "pairs": [{"goes_on": 5, "ended": 6}]},
        "Enrolments taken over: 3, 4 · Enrolments of both: 6, which goes on in 5",
        "Inscriptions des deux comptes : 6, qui se poursuit dans 5",
    ),
    ("person.take-role", "person", "9", {"from": "administrator", "to": None}, "Administrator", "Administration"),
    ("second-factor.recover", "person", "9", {"left": 4}, "codes left: 4", "Codes de secours restants : 4"),
    (
        "setting.change", "setting", "certificates.institution",
        {"before": {"fr": "", "en": ""}, "after": {"fr": "Institut <b>", "en": "x" * 400}},
        "Before: Français: nothing / English: nothing · After: Français: Institut <b> / English: "
        + "x" * 299 + "… ",
        "Avant : Français : rien / English : rien",
    ),
    (
        "setting.change", "setting", "site.language", {"before": "fr", "after": "en"},
        "After: English", "Avant : Français",
    ),
    ("statistics.publish", "statistics", "2026-Q3", {}, "Q3 2026", "T3 2026"),
)  # fmt: skip


@pytest.fixture(scope="module")
def pages(site: Flask) -> dict[str, str]:
    """The log in either language, as text, with blanks of every width alike."""
    client = staff(site, Role.ADMINISTRATOR)
    found = {}
    for language in ("en", "fr"):
        text = re.sub(r"<[^>]+>", " ", get(client, f"/{language}/administration/audit-log").text)
        found[language] = re.sub(r"\s+", " ", html.unescape(text))
    return found


@pytest.fixture(scope="module")
def site(app: Flask) -> Flask:
    with app.app_context():
        for action, kind, object_, details, *_said in SAID:
            record("site", action, kind, object_, "", details, AT)
        db.session.commit()
    return app


@pytest.mark.parametrize(("act", "english", "french"), [(one[0], one[4], one[5]) for one in SAID])
def test_details_are_said_in_words(pages: dict[str, str], act: str, english: str, french: str) -> None:
    assert english in pages["en"], act
    assert french in pages["fr"], act


def test_a_list_without_anything_is_left_out(site: Flask) -> None:
    details = {"course": "welcome", "from": 0, "to": 50, "attempts": []}
    with site.test_request_context("/en/"):
        said = details_in_words(AuditEntry(action="enrolment.extra-time", details=details))
    assert [name for name, _value in said] == ["Course", "Percent before", "Percent after"]


def test_every_kind_of_job_has_words() -> None:
    assert {kind for kind in kinds if not kind.startswith("test")} - JOBS.keys() == set()


def test_every_act_with_details_is_among_them_and_each_of_its_details_as_well() -> None:
    shown: dict[str, set[str]] = {}
    for action, _kind, _object, details, *_said in SAID:
        shown.setdefault(action, set()).update(details)
    filters = {"institution", "release", "sector", "kind", "language"}  # worded as the other filters are
    left = [f"{act}: {name}" for act, names in DETAILS.items() for name in set(names) - shown.get(act, set()) - filters]
    assert left == []


def test_who_acts_without_a_person_is_named_and_so_is_what_it_was_about(pages: dict[str, str]) -> None:
    assert "the site by itself" in pages["en"]
    assert "Setting changed – Institution the site" in pages["en"]
    assert "le site, de lui-même" in pages["fr"]
