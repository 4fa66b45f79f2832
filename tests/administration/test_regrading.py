"""An author's wrong key, put right for attempts already made: previewed, decided, told, and taken back."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from lms.accounts.models import Role
from lms.assessment.models import Answer, Attempt, Regrade, Regraded
from lms.audit.queries import entries_about
from lms.certification.models import Certificate
from lms.clock import now
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.jobs.cli import run_due
from lms.publishing.actions import rollback
from tests.forms import HTTPS, get, hidden, send
from tests.learning.quizzing import SLUG, Learner, release_course, small_quiz, texts
from tests.people import staff
from tests.queries import count_queries

LIST = f"/en/administration/courses/{SLUG}/regrades"
KEYS = ["x-one", "x-two"]


def exam(*corrected: str, **reworded: str) -> dict[str, str]:
    """The course with an exam in which "No" is right for these questions, and "Yes" for the others."""
    made = []
    for text in small_quiz(KEYS, "Examen", attempts=1, pass_percent=50):
        for key in corrected:
            text = re.sub(
                rf"(/// question \| {key}\n.*?)- \[x\] (Oui|Yes)(.*?)- \[ \] (Non|No)\n",
                r"\1- [ ] \2\3- [x] \4\n", text, flags=re.S,
            )  # fmt: skip
        for former, present in reworded.items():
            text = re.sub(rf"\] {former}\n", f"] {present}\n", text)
        made.append(text)
    return {**texts(), "exam.fr.md": made[0], "exam.en.md": made[1]}


@pytest.fixture
def site(fresh_app: Flask) -> Flask:
    release_course(fresh_app, exam())
    return fresh_app


def taken(app: Flask, *answers: str, language: str = "fr") -> Learner:
    """Somebody who took the exam with these answers."""
    learner = Learner(app, language)
    learner.start("exam", name="Awa Koné")
    address = re.search(r"(/quizzes/exam/attempts/[^/\"?]+)", learner.path)
    assert address
    for key, answer in zip(KEYS, answers, strict=True):
        learner.get(f"{address[1]}/questions/{key}")
        if answer:
            learner.send(answer=learner.option(answer))
    learner.get(address[1])
    learner.send()
    return learner


def result(app: Flask, learner: Learner) -> tuple[str | None, bool | None, bool, bool]:
    """What the exam came to: share, passed, completed, certified."""
    with app.app_context():
        attempt = db.session.scalars(select(Attempt).where(Attempt.enrolment_id == learner.enrolment_id)).one()
        enrolment = db.session.get_one(Enrolment, attempt.enrolment_id)
        issued = db.session.scalars(select(Certificate).where(Certificate.enrolment_id == enrolment.id)).all()
        return attempt.share, attempt.has_passed, enrolment.completed_at is not None, bool(issued)


def work(app: Flask) -> None:
    """Do what is left to do, as if some seconds had passed."""
    with app.app_context():
        run_due(lambda: now() + timedelta(seconds=5))


def decide(app: Flask, administrator, question: str = "x-one", *, is_done: bool = True) -> None:
    page = get(administrator, f"{LIST}/{question}")
    assert page.status_code == 200
    sent = send(administrator, f"{LIST}/{question}", page.text, reason="The key was wrong")
    assert sent.status_code == 303, sent.text
    if is_done:
        work(app)


def take_back(app: Flask, administrator) -> None:
    assert send(administrator, LIST, reason="It was right").status_code == 303
    work(app)


def test_who_failed_by_a_wrong_key_passes_completes_and_is_told(site: Flask) -> None:
    wronged, right = taken(site, "Non", "Non"), taken(site, "Oui", "Oui")
    assert result(site, wronged) == ("0", False, False, False)
    release_course(site, exam("x-one"))
    assert result(site, wronged) == ("0", False, False, False)  # evidence, until somebody decides
    administrator = staff(site, Role.ADMINISTRATOR)
    listed = get(administrator, LIST).text
    assert "/regrades/x-one" in listed and "/regrades/x-two" not in listed
    page = get(administrator, f"{LIST}/x-one").text
    assert "Regrade 2 attempts" in page
    assert re.search(r"<dt>Attempts that pass now</dt><dd>1</dd>", page)
    decide(site, administrator)
    assert result(site, wronged) == ("1/2", True, True, True)
    assert result(site, right) == ("1/2", True, True, True)
    with site.app_context():
        enrolment = db.session.get_one(Enrolment, wronged.enrolment_id)
        assert (enrolment.exam_percent, enrolment.passed_first_try) == (50, True)
        act = entries_about("course", SLUG)[0]
        assert (act.action, act.reason) == ("course.regrade", "The key was wrong")
        assert act.details == {"question": "x-one", "release": 2}
    told = wronged.get("/quizzes/exam")
    shown = wronged.get(re.search(r'href="([^"]*/attempts/[^"]*/result)"', told)[1])
    assert "corrigé" in shown and "Oui" in shown and "Non" in shown
    page = get(administrator, LIST).text
    assert "Done" in page and "/regrades/x-one" not in page


def test_no_regrade_takes_away_a_pass_and_the_page_says_so(site: Flask) -> None:
    lucky = taken(site, "Oui", "Non")
    assert result(site, lucky)[:3] == ("1/2", True, True)
    release_course(site, exam("x-one"))
    administrator = staff(site, Role.ADMINISTRATOR)
    assert re.search(r"keep their pass</dt><dd>1</dd>", get(administrator, f"{LIST}/x-one").text)
    decide(site, administrator)
    assert result(site, lucky)[:3] == ("1/2", True, True)
    with site.app_context():
        assert db.session.scalars(select(Answer.points).where(Answer.question_key == "x-one")).all() == ["0"]
        assert db.session.scalars(select(Regraded.passed_after)).all() == [True]


def test_a_regrade_taken_back_gives_every_result_back_and_keeps_what_was_completed(site: Flask) -> None:
    wronged, right = taken(site, "Non", "Non"), taken(site, "Oui", "Oui")
    release_course(site, exam("x-one"))
    administrator = staff(site, Role.ADMINISTRATOR)
    decide(site, administrator)
    page = get(administrator, LIST).text
    refused = send(administrator, LIST, page, reason="")
    assert refused.status_code == 422
    assert send(administrator, LIST, page, reason="It was right").status_code == 303
    work(site)
    assert result(site, wronged) == ("0", False, True, True)
    assert result(site, right) == ("1", True, True, True)
    assert "Taken back" in get(administrator, LIST).text
    with site.app_context():
        assert entries_about("course", SLUG)[0].action == "course.regrade-undo"
    assert "<summary>Take it back" not in get(administrator, LIST).text
    assert "/regrades/x-one" in get(administrator, LIST).text
    stale = {**hidden(page), "form_key": hidden(get(administrator, f"{LIST}/x-one").text)["form_key"]}
    again = administrator.post(LIST, base_url=HTTPS, headers={"Referer": HTTPS}, data={**stale, "reason": "Once more"})
    assert again.status_code == 409


def test_a_reworded_option_is_graded_once_somebody_says_which_it_is(site: Flask) -> None:
    wronged = taken(site, "Non", "Non")
    release_course(site, exam("x-one", Non="Pas du tout", No="Not at all"))
    administrator = staff(site, Role.ADMINISTRATOR)
    page = get(administrator, f"{LIST}/x-one").text
    assert "Not at all" in page
    assert "Regrade 1 attempt<" in page  # one was reworded: it is obvious which
    nothing = get(administrator, f"{LIST}/x-one?{_none_of(page)}").text
    assert "Regrade 1 attempt<" not in nothing
    decide(site, administrator)
    assert result(site, wronged)[:2] == ("1/2", True)


def _none_of(page: str) -> str:
    names = re.findall(r'<select id="map-[^"]*" name="([^"]*)"', page)
    assert names
    return "&".join(f"{name}=" for name in names)


def test_who_was_in_mid_exam_is_graded_by_the_correction_at_the_end(site: Flask) -> None:
    other, late = taken(site, "Non", "Non"), Learner(site)
    late.start("exam", name="Awa Koné")
    address = re.search(r"(/quizzes/exam/attempts/[^/\"?]+)", late.path)
    assert address
    late.get(f"{address[1]}/questions/x-one")
    late.send(answer=late.option("Non"))
    release_course(site, exam("x-one"))
    decide(site, staff(site, Role.ADMINISTRATOR))
    late.get(address[1])
    late.send()
    assert result(site, late) == ("1/2", True, True, True)
    assert result(site, other)[:2] == ("1/2", True)
    with site.app_context():
        assert len(db.session.scalars(select(Regraded)).all()) == 2


def test_who_hands_in_after_several_corrections_has_what_those_before_have(site: Flask) -> None:
    before, after = taken(site, "Non", "Non"), Learner(site)
    after.start("exam", name="Awa Koné")
    address = re.search(r"(/quizzes/exam/attempts/[^/\"?]+)", after.path)
    assert address
    for key in KEYS:
        after.get(f"{address[1]}/questions/{key}")
        after.send(answer=after.option("Non"))
    administrator = staff(site, Role.ADMINISTRATOR)
    for corrected in (exam("x-one"), exam()):
        release_course(site, corrected)
        decide(site, administrator)
    after.get(address[1])
    after.send()
    assert result(site, after)[:2] == result(site, before)[:2] == ("1/2", True)  # no pass is taken away
    take_back(site, administrator)
    assert result(site, after)[:2] == result(site, before)[:2] == ("1/2", True)
    take_back(site, administrator)
    assert result(site, after)[:2] == result(site, before)[:2] == ("0", False)


def test_a_pass_that_was_kept_does_not_count_twice(site: Flask) -> None:
    lucky = taken(site, "Oui", "Non")
    administrator = staff(site, Role.ADMINISTRATOR)
    release_course(site, exam("x-one"))
    decide(site, administrator)
    assert result(site, lucky)[:2] == ("1/2", True)
    release_course(site, exam("x-one", "x-two"))
    decide(site, administrator, "x-two")
    assert result(site, lucky)[:2] == ("1/2", True)  # one of the two is right, as before, though another one


def test_a_correction_that_was_wrong_is_corrected_by_the_release_of_before_too(site: Flask) -> None:
    right = taken(site, "Oui", "Oui")
    administrator = staff(site, Role.ADMINISTRATOR)
    release_course(site, exam("x-one"))
    decide(site, administrator)
    assert result(site, right)[0] == "1/2"
    with site.app_context():
        rollback(SLUG, 1, now())
        db.session.commit()
    decide(site, administrator)
    assert result(site, right)[0] == "1"


def test_a_wrong_key_that_came_back_is_corrected_again(site: Flask) -> None:
    taken(site, "Non", "Non")
    administrator = staff(site, Role.ADMINISTRATOR)
    release_course(site, exam("x-one"))
    decide(site, administrator)
    release_course(site, exam())
    wronged = taken(site, "Non", "Non")
    release_course(site, exam("x-one"))
    decide(site, administrator)
    assert result(site, wronged)[:2] == ("1/2", True)


def test_words_that_came_back_are_those_that_they_were(site: Flask) -> None:
    taken(site, "Oui", "Oui")
    release_course(site, exam("x-one", Oui="Certes", Yes="Indeed"))
    wronged = taken(site, "Certes", "Certes")
    release_course(site, exam())
    administrator = staff(site, Role.ADMINISTRATOR)
    decide(site, administrator)
    assert result(site, wronged)[0] == "1"


def test_decisions_are_carried_out_one_after_the_other(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lms.assessment.actions.regrading.CHANGED_AT_ONCE", 1)
    learners = [taken(site, "Non", two) for two in ("", "Non", "Non")]
    administrator = staff(site, Role.ADMINISTRATOR)
    release_course(site, exam("x-one", "x-two"))
    for question in KEYS:
        decide(site, administrator, question, is_done=False)
    work(site)
    assert [result(site, one)[0] for one in learners] == ["1/2", "1", "1"]
    take_back(site, administrator)
    assert [result(site, one)[0] for one in learners] == ["1/2"] * 3


def test_what_changed_since_the_page_was_shown_is_looked_at_again(site: Flask) -> None:
    taken(site, "Non", "Non")
    release_course(site, exam("x-one"))
    administrator = staff(site, Role.ADMINISTRATOR)
    page = get(administrator, f"{LIST}/x-one").text
    release_course(site, exam("x-one", "x-two"))
    refused = send(administrator, f"{LIST}/x-one", page, reason="The key was wrong")
    assert refused.status_code == 409
    assert "The key was wrong" in refused.text
    with site.app_context():
        assert db.session.scalars(select(Regrade)).all() == []


def test_many_attempts_are_regraded_in_steps(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lms.assessment.actions.regrading.CHANGED_AT_ONCE", 2)
    learners = [taken(site, "Non", "Non") for _ in range(5)]
    release_course(site, exam("x-one"))
    administrator = staff(site, Role.ADMINISTRATOR)
    decide(site, administrator)
    assert [result(site, one)[0] for one in learners] == ["1/2"] * 5
    assert send(administrator, LIST, reason="No").status_code == 303
    work(site)
    assert [result(site, one)[0] for one in learners] == ["0"] * 5


def test_the_pages_ask_few_queries_and_others_are_not_let_in(site: Flask) -> None:
    for _ in range(3):
        taken(site, "Non", "Non")
    release_course(site, exam("x-one"))
    administrator, support = staff(site, Role.ADMINISTRATOR), staff(site, Role.SUPPORT)
    for path in (LIST, f"{LIST}/x-one"):
        get(administrator, path)
        with count_queries(site) as counted:
            assert get(administrator, path).status_code == 200
        assert len(counted) <= 8, counted
        assert get(support, path).status_code == 404
    assert get(administrator, f"{LIST}/x-two").status_code == 404
    assert get(administrator, "/en/administration/courses/nothing/regrades").status_code == 404
