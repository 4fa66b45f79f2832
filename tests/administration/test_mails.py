"""Mails, looked after by support: seen without what is secret, and sent once more."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Role
from lms.audit.queries import entries_about_any
from lms.db import db
from lms.jobs.models import Job
from lms.mail.models import Mail
from tests.administration.made import add_mail
from tests.forms import HTTPS, get, hidden, send
from tests.people import make_person, sign_in, staff
from tests.queries import count_queries

LIST = "/en/administration/mails"


@pytest.fixture
def support(fresh_app: Flask) -> FlaskClient:
    return staff(fresh_app, Role.SUPPORT)


def test_an_empty_list_says_so(support: FlaskClient) -> None:
    assert "Mails are kept for a month" in get(support, LIST).text


def test_the_list_is_narrowed_by_what_became_of_mails_and_by_address(fresh_app: Flask, support: FlaskClient) -> None:
    for state in ("sent", "waiting", "refused", "failed"):
        add_mail(fresh_app, state, recipient=f"{state}_%@example.org")
    for state, words in (("refused", "Refused for good"), ("failed", "Given up"), ("sent", "Sent")):
        page = get(support, f"{LIST}?state={state}").text
        assert f"{state}_%@example.org" in page and words in page
        assert "waiting_%@example.org" not in page
    page = get(support, f"{LIST}?recipient=WAITING_%25").text
    assert "waiting_%@example.org" in page and "sent_%@example.org" not in page
    assert "Mails are kept" in get(support, f"{LIST}?recipient=%25").text  # no wildcard


def test_a_code_is_shown_to_nobody_and_never_sent_again(fresh_app: Flask, support: FlaskClient) -> None:
    number = add_mail(fresh_app, "failed", is_secret=True)
    page = get(support, f"{LIST}/{number}").text
    assert "123456" not in page and "This mail holds a code" in page
    assert "Send it once more" not in page
    public = add_mail(fresh_app, "failed")
    fields = hidden(get(support, f"{LIST}/{public}").text, f"/mails/{public}")
    forged = support.post(f"{LIST}/{number}", base_url=HTTPS, headers={"Referer": HTTPS}, data=fields)
    assert forged.status_code == 409
    assert "ask for another one" in forged.text and "123456" not in forged.text


def test_a_mail_is_sent_once_more_and_the_act_is_kept(fresh_app: Flask, support: FlaskClient) -> None:
    number = add_mail(fresh_app, "refused")
    path = f"{LIST}/{number}"
    assert "never take it" in get(support, path).text
    sent = send(support, path, action=f"/mails/{number}")
    assert sent.status_code == 303
    assert "It leaves in a moment" in get(support, sent.location).text
    with fresh_app.app_context():
        mail = db.session.get_one(Mail, number)
        job = db.session.get_one(Job, mail.job_id)
        assert (job.failures, job.due_at is not None, mail.sent_at) == (0, True, None)
        (entry,) = entries_about_any("mail", [mail.message_id])
        assert entry.action == "mail.resend"
        assert entry.actor.startswith("person:")


def test_all_that_failed_leaves_once_more_but_codes(fresh_app: Flask, support: FlaskClient) -> None:
    numbers = [add_mail(fresh_app, state) for state in ("refused", "failed", "sent")]
    secret = add_mail(fresh_app, "failed", is_secret=True)
    sent = send(support, LIST, action="/administration/mails")
    assert "2 mails leave once more" in get(support, sent.location).text
    with fresh_app.app_context():
        due = {mail.id for mail in db.session.query(Mail).join(Job).filter(Job.due_at.is_not(None))}
        assert due == set(numbers[:2])
        assert secret not in due


def test_long_lists_go_on_by_key_within_their_budget(fresh_app: Flask, support: FlaskClient) -> None:
    for place in range(53):
        add_mail(fresh_app, "sent", recipient=f"n{place:02}@example.org")
    with count_queries(fresh_app) as statements:
        page = get(support, LIST).text
    assert len(statements) <= 8, statements
    assert "n52@example.org" in page and "n02@example.org" not in page
    following = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    rest = get(support, following).text
    assert "n02@example.org" in rest and "n03@example.org" not in rest


@pytest.mark.parametrize("path", ["mails", "jobs", "certificates", "courses", "settings", "settings/site"])
def test_who_has_no_role_finds_nothing(fresh_app: Flask, path: str) -> None:
    learner = sign_in(fresh_app.test_client(), make_person(fresh_app))
    assert get(learner, f"/en/administration/{path}").status_code == 404
    assert get(staff(fresh_app, Role.ANALYST), f"/en/administration/{path}").status_code == 404


@pytest.mark.parametrize("path", ["courses", "settings", "settings/retention"])
def test_what_only_administrators_do_is_not_there_for_support(fresh_app: Flask, path: str) -> None:
    assert get(staff(fresh_app, Role.SUPPORT), f"/en/administration/{path}").status_code == 404
    assert get(staff(fresh_app, Role.ADMINISTRATOR), f"/en/administration/{path}").status_code == 200
