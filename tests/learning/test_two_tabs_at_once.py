"""Two tabs that save different answers to one question at the very same moment: one is kept, the other is told."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from werkzeug.datastructures import MultiDict

from lms.assessment.models import Answer
from lms.db import db
from tests.forms import HTTPS
from tests.learning.quizzing import Learner, release_course

ROUNDS = 4


def test_of_two_answers_saved_at_once_one_is_kept_and_the_other_is_told(fresh_app: Flask) -> None:
    release_course(fresh_app)
    learner = Learner(fresh_app, "en")
    learner.start("page-quiz")
    page = learner.path
    cookie = learner.client.get_cookie(fresh_app.config["SESSION_COOKIE_NAME"], domain="localhost")
    assert cookie is not None

    def send(form: tuple[str, MultiDict[str, str]]) -> int:
        reply = fresh_app.test_client(use_cookies=False).post(
            form[0], data=form[1], base_url=HTTPS, headers={"Cookie": f"{cookie.key}={cookie.value}"}
        )
        return reply.status_code

    with ThreadPoolExecutor(2) as pool:
        for number in range(ROUNDS):
            learner.get(page)
            learner.send(**{"p-one:answer": learner.option("Yes")})
            forms = []
            for option in ("No", "Maybe"):
                learner.get(page)  # each tab shows a form of its own
                forms.append(learner.prepared(**{"p-one:answer": learner.option(option)}))
            assert sorted(pool.map(send, forms)) == [303, 409]
            with fresh_app.app_context():
                assert db.session.query(Answer).filter_by(question_key="p-one").one().version == 2 * number + 2
