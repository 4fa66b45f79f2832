"""Every form that a role is needed for leaves an entry in the audit log: the URL map is walked, none is forgotten."""

from collections.abc import Iterator

from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import Rule

from lms.accounts.models import Person, Role
from lms.audit.models import AuditEntry
from lms.clock import now
from lms.config import ROOT
from lms.db import db
from lms.jobs.models import Job
from lms.web.access import ADMINISTRATOR, ROLES, access, audience_of
from lms.web.locale import PREFIX
from tests.forms import HTTPS, get, hidden
from tests.people import make_person, staff

OTHER = "other@example.org"
REASON = "To try it"
# What each form of the administration is sent here, one after the other, about the same person or job.
TRIED: dict[str, dict[str, str]] = {
    "administration.end_sign_ins": {},
    "administration.send_code": {},
    "administration.disable": {"disable-reason": REASON},
    "administration.enable": {"enable-reason": REASON},
    "administration.carry_merge_out": {"other": OTHER, "reason": REASON},
    "administration.change_role": {"role": "support"},
    "administration.reset_second_factor": {"reset-reason": REASON},
    "administration.act_on_job": {},
}
# Whose entry is looked for by a test of their own, which needs more than a person: the file of that test.
TRIED_ELSEWHERE: dict[str, str] = {
    "administration.act_on_certificate": "tests/administration/test_certificates.py",
    "administration.act_on_course": "tests/administration/test_courses.py",
    "administration.change_settings": "tests/administration/test_settings.py",
    "administration.give_extra_time": "tests/administration/test_extra_time.py",
    "administration.release_course": "tests/administration/test_courses.py",
    "administration.regrade_question": "tests/administration/test_regrading.py",
    "administration.send_failed_mails_again": "tests/administration/test_mails.py",
    "administration.send_mail_again": "tests/administration/test_mails.py",
    "administration.take_back_regrade": "tests/administration/test_regrading.py",
    "reporting.ask_for_export": "tests/reporting/test_exports.py",
    "reporting.publish_quarter": "tests/reporting/test_safe_tables.py",
}
# What writes nothing down, and why.
NOT_PRIVILEGED: dict[str, str] = {}


def forms_of_staff(app: Flask) -> Iterator[Rule]:
    """The routes that change something and need a role."""
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and audience_of(app.view_functions[rule.endpoint]) in ROLES:
            yield rule


def unknown(app: Flask) -> set[str]:
    """The forms of which nobody said where their entry is looked for."""
    return {rule.endpoint for rule in forms_of_staff(app)} - set(TRIED) - set(TRIED_ELSEWHERE) - set(NOT_PRIVILEGED)


def test_every_form_that_needs_a_role_is_known_here(app: Flask) -> None:
    assert unknown(app) == set()
    for path in TRIED_ELSEWHERE.values():
        text = (ROOT / path).read_text(encoding="utf-8")
        assert "AuditEntry" in text or "entries_about" in text, path


def test_a_planted_form_is_found(fresh_app: Flask) -> None:
    fresh_app.add_url_rule(f"{PREFIX}/planted", "planted", access(ADMINISTRATOR)(lambda: ""), methods=["POST"])
    assert unknown(fresh_app) == {"planted"}


def test_every_such_form_leaves_an_entry_by_who_sent_it(fresh_app: Flask) -> None:
    chief, number = staff(fresh_app, Role.ADMINISTRATOR, name="The Chief"), make_person(fresh_app)
    make_person(fresh_app, email=OTHER, email_key=OTHER)
    adapter = fresh_app.url_map.bind("localhost")
    with fresh_app.app_context():
        job = Job(kind="mail", arguments={"mail": 0}, created_at=now(), failures=9, last_error="Nobody there")
        db.session.add(job)
        db.session.commit()
        words = {
            "language": "en",
            "act": "again",
            "job": job.id,
            "person": db.session.get_one(Person, number).public_id,
        }
        by = db.session.scalars(select(Person.id).where(Person.name == "The Chief")).one()
    silent = []
    for endpoint, fields in TRIED.items():
        before = entries(fresh_app, by)
        form = hidden(get(chief, "/en/account/name").text)
        wanted = {name: words[name] for name in next(fresh_app.url_map.iter_rules(endpoint)).arguments}
        address = adapter.build(endpoint, wanted, method="POST")
        reply = chief.post(address, base_url=HTTPS, data={**form, **fields})
        if reply.status_code != 303 or entries(fresh_app, by) != before + 1:
            silent.append(f"{endpoint}: {reply.status_code}")
    assert silent == []


def entries(app: Flask, by: int) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).where(AuditEntry.actor == f"person:{by}")) or 0
