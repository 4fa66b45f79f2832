"""The exam of a shipped course, sent fifty times at once: one attempt, one certificate, fifty equal replies."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from lms.assessment.models import Attempt
from lms.certification.models import Certificate
from lms.db import db
from lms.enrolment.models import Enrolment
from tests.conftest import release_shipped_courses
from tests.forms import HTTPS, hidden
from tests.history.people import COURSE, enrol, learner, take_all


def test_fifty_submissions_of_an_exam_close_one_attempt_and_issue_one_certificate(fresh_app: Flask) -> None:
    release_shipped_courses(fresh_app)
    client = learner(fresh_app, "Mariam Kouadio-Traoré", "fr")
    enrol(client, "fr")
    attempt = take_all(fresh_app, client, "fr", "Mariam Kouadio-Traoré", is_sent=False)
    text = client.get(attempt, base_url=HTTPS).text
    fields = hidden(text, "/submit")
    cookie = client.get_cookie(fresh_app.config["SESSION_COOKIE_NAME"], domain="localhost")
    assert cookie is not None

    def send(_number: int) -> tuple[int, str | None]:
        reply = fresh_app.test_client(use_cookies=False).post(
            f"{attempt}/submit", data=fields, base_url=HTTPS, headers={"Cookie": f"{cookie.key}={cookie.value}"}
        )
        return reply.status_code, reply.location

    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(send, range(50)))
    assert replies == [(303, f"{attempt}/result")] * 50
    with fresh_app.app_context():
        exams = db.session.query(Attempt).filter_by(quiz_key="exam").all()
        assert [(one.number, one.share, one.has_passed) for one in exams] == [(1, "1", True)]
        assert db.session.query(Certificate).count() == 1
        assert db.session.query(Enrolment).one().completed_at == exams[0].closed_at
    dashboard = client.get("/fr/my-courses", base_url=HTTPS).text
    assert "1 test réussi sur 1. Examen réussi\u202f: 100\xa0%" in dashboard
    assert f'href="/fr/courses/{COURSE}"' in dashboard
