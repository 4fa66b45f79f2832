"""`lms demo`, as an operator types it."""

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from lms.accounts.models import Person
from lms.app import create_app
from lms.assessment.models import Answer, Attempt
from lms.certification import actions as certification
from lms.certification.models import Cause, Certificate
from lms.clock import now
from lms.config import Config
from lms.db import db
from lms.demo.cli import demo
from lms.enrolment.models import Enrolment
from lms.errors import Refusal
from lms.learning.models import LessonDone
from lms.mail.models import Mail
from tests.conftest import release_shipped_courses
from tests.people import make_person, sign_in

MADE = (Person, Enrolment, LessonDone, Attempt, Answer, Certificate)


@pytest.fixture(autouse=True)
def environment(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    config: Config = fresh_app.config["LMS"]
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("LMS_INSTANCE_DIR", str(config.instance_dir))
    monkeypatch.setenv("LMS_DATABASE_URL", config.database_url)


def run(*arguments: str, code: int = 0) -> str:
    result: Result = CliRunner().invoke(demo, arguments, obj=create_app, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.output


def counts(app: Flask) -> list[int]:
    with app.app_context():
        return [db.session.scalar(select(func.count()).select_from(model)) or 0 for model in MADE]


def test_learners_come_and_go_and_leave_nothing(fresh_app: Flask) -> None:
    release_shipped_courses(fresh_app)
    said = run("--learners", "300", "--certificates", "5")
    assert "Learners: 300." in said
    assert "Certificates: 5," in said
    made = counts(fresh_app)
    assert made[0] == 300
    assert made[-1] == 5
    assert all(made)
    # What happens to people afterwards goes with them.
    with fresh_app.app_context():
        person = db.session.scalars(select(Person).join(Certificate, Certificate.person_id == Person.id)).first()
        assert person is not None
        number = db.session.scalars(select(Certificate.number).where(Certificate.person_id == person.id)).one()
        new = certification.replace(number, "Awa Koné", reason="A slip", actor="a", at=now(), today=now().date())
        certification.revoke(new.number, Cause.MISTAKE, reason="Twice", actor="a", at=now(), today=now().date())
        at = now()
        db.session.add(
            Mail(message_id="a", recipient=person.email, language="fr", subject="a", body="a", is_secret=False,
                 job_id=None, created_at=at)
        )  # fmt: skip
        db.session.commit()
        person_id = person.id
    sign_in(fresh_app.test_client(), person_id)
    assert "everything they did: 300." in run("--remove")
    assert counts(fresh_app) == [0] * len(MADE)
    with fresh_app.app_context():
        for table in db.metadata.sorted_tables:
            if table.name in ("consent", "sign_in", "certificate_event", "mail"):
                assert db.session.scalar(select(func.count()).select_from(table)) == 0, table.name
    assert "Learners: 300." in run("--learners", "300", "--certificates", "0"), "and come again"


def test_real_people_are_not_mixed_up_with_them_unawares_and_never_taken_away(fresh_app: Flask) -> None:
    release_shipped_courses(fresh_app)
    # The address of somebody real may hold the same words.
    make_person(fresh_app, email="demo.example.org@example.com", email_key="demo.example.org@example.com")
    make_person(fresh_app, email="a@xdemo.example.org", email_key="a@xdemo.example.org")
    with pytest.raises(Refusal, match="Real people use this installation"):
        run("--learners", "20")
    assert counts(fresh_app)[0] == 2
    run("--learners", "20", "--yes")
    assert counts(fresh_app)[0] == 22
    run("--remove")
    assert counts(fresh_app)[0] == 2


def test_people_who_register_afterwards_get_a_number_of_their_own(fresh_app: Flask) -> None:
    release_shipped_courses(fresh_app)
    run("--learners", "30")
    make_person(fresh_app)
    assert counts(fresh_app)[0] == 31


def test_a_second_crowd_waits_until_the_first_has_gone(fresh_app: Flask) -> None:
    release_shipped_courses(fresh_app)
    run("--learners", "5")
    with pytest.raises(Refusal, match="demo learners already"):
        run("--learners", "5", "--yes")


def test_without_a_course_nobody_comes() -> None:
    with pytest.raises(Refusal, match="no course to take yet"):
        run("--learners", "5")


@pytest.mark.parametrize("arguments", [[], ["--learners", "5", "--remove"]])
def test_it_is_said_what_to_do_and_once(arguments: list[str]) -> None:
    assert "--learners" in run(*arguments, code=2)
