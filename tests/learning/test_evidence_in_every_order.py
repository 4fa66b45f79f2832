"""Whatever is done to an exam from two devices, and in whatever order, it ends as a plain account of it says: one
attempt is open at most, every acknowledged answer is there, late ones count for nothing, the best score counts, what
was completed stays so, with one certificate. Time that is given is had, in what is open and in what comes.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from lms.accounts.models import Person
from lms.administration.views import people
from lms.assessment.models import Answer, Attempt
from lms.assessment.queries import quiz_results
from lms.certification.models import Certificate
from lms.courseware.problems import Report
from lms.courseware.source import Files
from lms.db import db
from lms.enrolment.actions import enrol
from lms.enrolment.models import Enrolment
from lms.jobs.cli import run_due
from lms.learning.views import attempts, quizzes
from lms.privacy.actions.erasing import erase_person
from lms.publishing import actions
from lms.publishing.preparing import Prepared
from lms.publishing.queries import releases
from tests.learning.devices import MINUTES, TRIES, Browser, Clock, Crash, Device, Office, Sent, Try, crash, try_of
from tests.learning.quizzing import DIRECTORY, SLUG, small_quiz, texts
from tests.people import make_person

EXAM = {"attempts": TRIES, "time_limit_minutes": MINUTES, "page": "all"}
DEVICES = st.sampled_from([0, 1])
QUESTIONS = st.sampled_from(["x-one", "x-two"])
PLACES = st.sampled_from([0, 1, 2])
ACKNOWLEDGED = (204, 303)


def states_of_the_course() -> list[dict[str, str]]:
    """The course; with other right answers, words and one more question; with a harder rule."""
    plain = small_quiz(["x-one", "x-two"], "Examen", **EXAM, pass_percent=50)
    turned = small_quiz(["x-two", "x-new", "x-one"], "Examen final", **EXAM, pass_percent=60)
    for old, new in (
        ("[x] Oui", "[ ] Oui !"),
        ("[ ] Non", "[x] Non"),
        ("[x] Yes", "[ ] Yes!"),
        ("[ ] No\n", "[x] No\n"),
    ):
        turned = turned[0].replace(old, new), turned[1].replace(old, new)
    hard = small_quiz(["x-one", "x-two"], "Examen", **EXAM, pass_percent=100)
    found = []
    for french, english in (plain, turned, hard):
        files = {path: text for path, text in texts().items() if "-quiz." not in path and "/quiz." not in path}
        for language in ("fr", "en"):
            files[f"01-all/01-reading.{language}.md"] = "---\ntitle: Lire\n---\nDes mots.\n"
        found.append({**files, "exam.fr.md": french, "exam.en.md": english})
    found[2]["course.yml"] = found[2]["course.yml"].replace("lessons: none", "lessons: all")
    return found


class Orders(RuleBasedStateMachine):
    """One learner, two devices, and the account that is kept of what they did."""

    app: ClassVar[Flask]
    clock: ClassVar[Clock]
    prepared: ClassVar[list[Prepared]]

    @initialize(number=PLACES)
    def begin(self, number: int) -> None:
        self.clock.passed *= 0
        self.tries: list[Try] = []
        self.sent: list[tuple[Browser, Sent, int, str | None]] = []
        self.handing_in: dict[Device, tuple[Sent, Try]] = {}
        self.results: dict[str, tuple[Any, ...]] = {}
        self.completed_at: datetime | None = None
        self.is_completed, self.is_erased, self.falls, self.extra_time = False, False, "", 0
        self.release(number)
        self.asked_at_enrolment = number
        self.person_id = make_person(self.app)
        with self.app.app_context():
            release = releases.current(SLUG)
            assert release is not None
            self.enrolment_id = enrol(db.session.get_one(Person, self.person_id), release, "fr", self.clock.now()).id
            db.session.commit()
        self.devices = [Device(self.app, self.person_id, language) for language in ("fr", "en")]
        self.office = Office(self.app, self.person_id)

    @rule(number=PLACES)
    def release(self, number: int) -> None:
        self.current = number
        with self.app.app_context():
            actions.release(self.prepared[number], self.clock.now())
            db.session.commit()

    @rule(minutes=st.sampled_from([1, 6, MINUTES + 1]))
    def wait(self, minutes: int) -> None:
        self.clock.passed += minutes * self.clock.minute

    @rule()
    def close_what_is_over(self) -> None:
        self.clock.passed += self.clock.moment
        with self.app.app_context():
            run_due(self.clock.now)
        for one in self.tries:
            if one.closed_at is None and one.is_over(self.clock.now()):
                one.close(self.clock.now())
                self.settle()

    @precondition(lambda self: not self.is_erased)
    @rule(percent=st.sampled_from([0, 25, 100]))
    def give_extra_time(self, percent: int) -> None:
        status, _ = self.deliver(self.office, self.office.giving_time(percent))
        assert status == (422 if percent == self.extra_time else 303)
        if percent != self.extra_time:
            self.extra_time = percent
            for one in self.tries:
                one.give_time(percent, self.clock.now())

    @rule(moment=st.sampled_from(["before_commit", "after_commit"]))
    def fall_at_the_next_form(self, moment: str) -> None:
        self.falls = moment

    @rule(device=DEVICES)
    def start(self, device: int) -> None:
        phone = self.devices[device]
        phone.look("/quizzes/exam")
        if not phone.forms() or self.is_erased:
            return
        last = self.tries[-1] if self.tries else None
        is_open = last is not None and last.closed_at is None and not last.is_over(self.clock.now())
        status, location = self.deliver(phone, phone.prepared())
        if not is_open and len(self.tries) == TRIES:
            assert status == 403
            return
        assert status == 303 and location is not None
        number = location.rpartition("/")[2]
        if is_open:
            assert last is not None and number == last.public_id
            return
        if last is not None and last.closed_at is None:
            last.close(self.clock.now())
            self.settle()
        self.tries.append(try_of(self.app, number, self.extra_time))

    @precondition(lambda self: self.tries)
    @rule(device=DEVICES, language=st.sampled_from(["fr", "en"]))
    def look(self, device: int, language: str) -> None:
        phone = self.devices[device]
        phone.language = language
        phone.look(f"/quizzes/exam/attempts/{self.tries[-1].public_id}")

    @rule(device=DEVICES, question=QUESTIONS, place=PLACES)
    def keep(self, device: int, question: str, place: int) -> None:
        phone = self.devices[device]
        if not phone.attempt:
            return
        option = phone.offered(question)[place]
        sent, version = phone.keeping(question, option), phone.versions[question]
        status, _ = self.deliver(phone, sent)
        if self.is_erased:
            return
        taken = self.take(phone.attempt, {question: (version, option)})
        assert status == (204 if taken else 409)
        if taken:
            kept = self.on(phone.attempt).kept[question]
            assert self.reply.headers["X-Version"] == str(kept.version)
            assert ("X-Late" in self.reply.headers) == (kept.option != option)
            phone.versions[question], phone.key = kept.version, self.reply.headers["X-Form-Key"]

    @rule(device=DEVICES, places=st.tuples(*[st.sampled_from([None, 0, 1, 2])] * 3))
    def save(self, device: int, places: tuple[int | None, ...]) -> None:
        phone = self.devices[device]
        if not phone.attempt:
            return
        chosen = zip(phone.versions, places, strict=False)
        options = {key: "" if place is None else phone.offered(key)[place] for key, place in chosen}
        versions, public_id = dict(phone.versions), phone.attempt
        status, _ = self.deliver(phone, phone.saving(options))
        phone.attempt = ""  # the page that it shows is another one
        if not self.is_erased:
            taken = self.take(public_id, {key: (versions[key], option) for key, option in options.items()})
            assert status == (303 if taken else 409)

    @precondition(lambda self: self.tries)
    @rule(device=DEVICES)
    def check(self, device: int) -> None:
        phone, last = self.devices[device], self.tries[-1]
        phone.look(f"/quizzes/exam/attempts/{last.public_id}?check=1")
        if phone.forms() and not last.is_over(self.clock.now()):
            self.handing_in[phone] = phone.prepared(), last

    @rule(device=DEVICES)
    def hand_in(self, device: int) -> None:
        phone = self.devices[device]
        if phone not in self.handing_in:
            return
        sent, handed_in = self.handing_in.pop(phone)
        status, location = self.deliver(phone, sent)
        if not self.is_erased:
            assert status == 303 and location is not None and location.endswith(f"{handed_in.public_id}/result")
            handed_in.close(self.clock.now())
            self.settle()

    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        if self.sent:
            browser, sent, status, location = data.draw(st.sampled_from(self.sent))
            before = self.rows()
            reply = browser.reply(sent)
            if not self.is_erased:
                is_there = status != 204 or self.is_what_counts(sent)
                assert reply.status_code == (status if is_there else 409)
                assert reply.location == (location if is_there else None)
            assert self.rows() == before

    def is_what_counts(self, sent: Sent) -> bool:
        """Whether an answer that was kept by script is still the one that is kept."""
        path, fields = sent
        question = next(name for name in fields if name.endswith(":answer"))
        kept = self.on(path.split("/")[-2]).kept[question.removesuffix(":answer")]
        return fields[question] in (kept.option, kept.late)

    @rule(data=st.data())
    def send_another_answer_under_a_used_key(self, data: st.DataObject) -> None:
        if self.sent:
            browser, (path, fields), _, _ = data.draw(st.sampled_from(self.sent))
            before = self.rows()
            forged = fields.copy()
            forged["x-two:answer"] = "00000000"
            reply = browser.reply((path, forged))
            assert self.is_erased or reply.status_code == 409
            assert self.rows() == before

    @precondition(lambda self: not self.is_erased and len(self.sent) > 4)
    @rule(keeps_certificates=st.booleans())
    def erase(self, keeps_certificates: bool) -> None:
        with self.app.app_context():
            person = db.session.get_one(Person, self.person_id)
            erase_person(person, None, self.clock.now(), keeps_certificates=keeps_certificates)
            db.session.commit()
        self.is_erased = True

    def deliver(self, browser: Browser, sent: Sent) -> tuple[int, str | None]:
        """Send a form, and once more if the process fell."""
        moment, self.falls = self.falls, ""
        before = self.rows()
        if moment:
            with crash(moment) as hit:
                try:
                    self.reply = browser.reply(sent)
                except Crash:
                    assert moment == "after_commit" or self.rows() == before
                else:
                    assert not hit
        if not moment or hit:
            self.reply = browser.reply(sent)
        status, location = self.reply.status_code, self.reply.location
        if self.is_erased and browser is not self.office:
            assert status not in ACKNOWLEDGED or "/sign-in" in (location or "")
            assert self.rows() == before
        elif status in ACKNOWLEDGED:
            self.sent.append((browser, sent, status, location))
        else:
            assert self.rows() == before
        return status, location

    def on(self, public_id: str) -> Try:
        return next(one for one in self.tries if one.public_id == public_id)

    def take(self, public_id: str, sent: dict[str, tuple[int, str]]) -> bool:
        """Write answers into the account of an attempt."""
        found, at = self.on(public_id), self.clock.now()
        was_open = found.closed_at is None
        taken = found.save(sent, at)
        if was_open and found.closed_at is not None:
            self.settle()
        return taken

    def settle(self) -> None:
        """Completion, by the rule of today or that of enrolment: the hard one asks for a lesson too."""
        has_passed = any(one.has_passed for one in self.tries)
        self.is_completed |= has_passed and {self.current, self.asked_at_enrolment} != {2}

    def rows(self) -> list[tuple[Any, ...]]:
        """What the database has of this enrolment."""
        with self.app.app_context():
            found: list[tuple[Any, ...]] = [(db.session.get_one(Enrolment, self.enrolment_id).extra_time_percent,)]
            for one in db.session.query(Attempt).filter_by(enrolment_id=self.enrolment_id).order_by(Attempt.number):
                result = one.closed_at, one.points, one.share, one.has_passed
                found.append((one.number, one.public_id, one.deadline_at, *result))
                rows = db.session.query(Answer).filter_by(attempt_id=one.id).order_by(Answer.question_key)
                found += [(row.question_key, row.version, row.fields, row.late_fields, row.points) for row in rows]
            return found

    @invariant()
    def is_as_the_account_says(self) -> None:
        with self.app.app_context():
            found = db.session.query(Attempt).filter_by(enrolment_id=self.enrolment_id).order_by(Attempt.number).all()
            assert [(one.number, one.public_id) for one in found] == [
                (number, one.public_id) for number, one in enumerate(self.tries, start=1)
            ]
            assert sum(one.closed_at is None for one in found) <= 1
            for one, told in zip(found, self.tries, strict=True):
                self.is_the_same(one, told)
            closed = [one for one in self.tries if one.closed_at is not None]
            result = quiz_results(self.enrolment_id).get("exam")
            assert (result.best_share if result else None) == max((one.share for one in closed), default=None)
            assert (result.has_passed if result else False) == any(one.has_passed for one in closed)
            enrolment = db.session.get_one(Enrolment, self.enrolment_id)
            assert (enrolment.completed_at is not None) == self.is_completed
            assert self.completed_at in (None, enrolment.completed_at)
            self.completed_at = enrolment.completed_at
            certificates = db.session.query(Certificate).filter_by(enrolment_id=self.enrolment_id).count()
            assert certificates == self.is_completed or (self.is_erased and certificates == 0)

    def is_the_same(self, one: Attempt, told: Try) -> None:
        """An attempt, held against the account of it."""
        rows = {row.question_key: row for row in db.session.query(Answer).filter_by(attempt_id=one.id)}
        assert rows.keys() == told.kept.keys()
        for key, kept in told.kept.items():
            row = rows[key]
            assert row.fields == ([["answer", kept.option]] if kept.option else [])
            assert (row.late_fields or []) == ([["answer", kept.late]] if kept.late else [])
            assert (row.version, row.is_late) == (kept.version, bool(kept.late))
        assert self.clock.is_about(one.deadline_at, told.deadline_at)
        assert self.clock.is_about(one.closed_at, told.closed_at)
        if told.closed_at is not None:
            assert (one.points, one.share, one.has_passed) == (str(told.points), str(told.share), told.has_passed)
            shown = (one.closed_at, one.closing, one.points, one.out_of, one.share, one.has_passed)
            assert self.results.setdefault(one.public_id, shown) == shown


@pytest.mark.parametrize(("examples", "steps"), [(6, 14), pytest.param(100, 40, marks=pytest.mark.slow, id="long")])
def test_every_order_of_events_ends_as_a_plain_account_of_it_says(
    fresh_app: Flask, monkeypatch: pytest.MonkeyPatch, examples: int, steps: int
) -> None:
    clock = Clock()
    monkeypatch.setattr(attempts, "now", clock.now)
    monkeypatch.setattr(quizzes, "now", clock.now)
    monkeypatch.setattr(people, "now", clock.now)
    with fresh_app.app_context():
        prepared = [
            actions.prepare_release(
                Files(SLUG, {path: text.encode() for path, text in files.items()}), DIRECTORY, "a folder", Report()
            )
            for files in states_of_the_course()
        ]
    machine: Callable[[], Orders] = type(
        "OrdersHere", (Orders,), {"app": fresh_app, "clock": clock, "prepared": prepared}
    )
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
