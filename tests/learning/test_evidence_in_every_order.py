"""Whatever is done to an exam from two devices, and in whatever order, it ends as a plain account of it says: one
attempt is open at most, every acknowledged answer is there, late ones count for nothing, the best score counts, what
was completed stays so, with one certificate. Time that is given is had, in what is open and in what comes. A wrong key
that is put right counts for all who had begun, when they end at the latest, and takes no pass away; taken back, all is
as it was.
"""

from collections.abc import Callable
from contextlib import suppress
from itertools import product
from typing import ClassVar

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test
from sqlalchemy import delete
from sqlalchemy.exc import InvalidRequestError

from lms.accounts.models import Person
from lms.administration.views import people, regrading
from lms.assessment.models import Attempt, Regrade
from lms.courseware.problems import Report
from lms.courseware.source import Files
from lms.db import db
from lms.enrolment.actions import enrol
from lms.jobs.cli import run_due
from lms.jobs.models import Job
from lms.jobs.retrying import LEASE
from lms.learning.views import attempts, quizzes
from lms.privacy.actions.erasing import erase_person
from lms.publishing import actions
from lms.publishing.preparing import Prepared
from lms.publishing.queries import releases
from tests.learning.account import Account
from tests.learning.devices import (
    MINUTES,
    TRIES,
    Browser,
    Clock,
    Correction,
    Crash,
    Device,
    Office,
    Sent,
    Try,
    crash,
    try_of,
)
from tests.learning.quizzing import DIRECTORY, SLUG
from tests.learning.states import RIGHT, states_of_the_course
from tests.people import make_person

DEVICES = st.sampled_from([0, 1])
QUESTIONS = st.sampled_from(["x-one", "x-two"])
PLACES = st.sampled_from([0, 1, 2])
ACKNOWLEDGED = (204, 303)
# How whoever does the jobs falls: at which commit.
FALLS = [None, *product(("before_commit", "after_commit"), (0, 1, 3))]


class Orders(Account):
    """One learner, two devices, and the account that is kept of what they did."""

    prepared: ClassVar[list[Prepared]]

    @initialize(number=PLACES, first=st.none() | st.tuples(PLACES, PLACES, PLACES))
    def begin(self, number: int, first: tuple[int, int, int] | None) -> None:
        """Somebody enrols, and may have taken the exam once already."""
        self.clock.passed *= 0
        self.open_account(number)
        self.sent: list[tuple[Browser, Sent, int, str | None]] = []
        self.handing_in: dict[Device, tuple[Sent, Try]] = {}
        self.falls = ""
        self.released: dict[int, int] = {}
        self.forget_the_last_one()
        self.release(number, is_older=False)
        self.person_id = make_person(self.app)
        with self.app.app_context():
            release = releases.current(SLUG)
            assert release is not None
            self.enrolment_id = enrol(db.session.get_one(Person, self.person_id), release, "fr", self.clock.now()).id
            db.session.commit()
        self.devices = [Device(self.app, self.person_id, language) for language in ("fr", "en")]
        self.office = Office(self.app, self.person_id)
        if first is not None:
            self.take_it_whole(0, first)

    def forget_the_last_one(self) -> None:
        """Take away what others did in the course before: regrades are of all who take it."""
        with self.app.app_context():
            for model in (Regrade, Attempt, Job):
                db.session.execute(delete(model))
            db.session.commit()

    @rule(number=PLACES, is_older=st.booleans())
    def release(self, number: int, is_older: bool) -> None:
        """Have readers see a state of the course: in a new release, or in that which was it before."""
        self.current = number
        with self.app.app_context():
            if is_older and number in self.released:
                actions.rollback(SLUG, self.released[number], self.clock.now())
            else:
                actions.release(self.prepared[number], self.clock.now())
            db.session.commit()
            current = releases.current(SLUG)
            assert current is not None
            self.released[number] = current.number

    @precondition(lambda self: self.tries)
    @rule(minutes=st.sampled_from([1, 6, MINUTES + 1]))
    def wait(self, minutes: int) -> None:
        self.clock.passed += minutes * self.clock.minute

    @precondition(lambda self: self.tries)
    @rule(falls=st.sampled_from(FALLS))
    def do_what_is_left_to_do(self, falls: tuple[str, int] | None) -> None:
        """The jobs, a moment later; who does them may fall, and another goes on when that is known."""
        self.clock.passed += self.clock.moment
        had_passed = any(one.has_passed for one in self.tries)
        if falls:
            with self.app.app_context(), crash(*falls) as hit, suppress(Crash, InvalidRequestError):
                run_due(self.clock.now)
            self.clock.passed += LEASE * len(hit)
        with self.app.app_context():
            run_due(self.clock.now)
        before = [(one.closed_at, one.worth) for one in self.tries]
        for one in self.tries:
            if one.is_over(self.clock.now()):
                one.close(self.clock.now())
                one.grade()
        is_changed = before != [(one.closed_at, one.worth) for one in self.tries]
        if is_changed or not self.are_carried_out:
            self.settle(is_sure=is_changed, had_passed=had_passed)
        self.are_carried_out = True

    @precondition(lambda self: any(one.closed_at for one in self.tries))
    @rule(question=QUESTIONS, has_changed=st.booleans())
    def regrade(self, question: str, has_changed: bool) -> None:
        """An administrator regrades a question as its page proposes; an author may just have released another key."""
        if has_changed:
            self.release(0 if self.current == 1 else 1, is_older=False)
        right = RIGHT[self.current]
        sent = self.office.regrading(question)
        if self.are_carried_out:  # it is offered if it changes anything
            closed = [one for one in self.tries if one.closed_at is not None]
            assert (sent is not None) == any(one.worth[question] != one.worth_by(right, question) for one in closed)
        if sent is not None:
            status, _ = self.deliver(self.office, sent)
            assert status == 303
            self.corrections.append(Correction(question, right))
            self.are_carried_out = False

    @precondition(lambda self: self.corrections)
    @rule()
    def take_a_regrade_back(self) -> None:
        in_force = [one for one in self.corrections if not one.is_taken_back]
        sent = self.office.regrading()
        assert (sent is not None) == bool(in_force)
        if sent is not None:
            status, _ = self.deliver(self.office, sent)
            assert status == 303
            in_force[-1].is_taken_back, self.are_carried_out = True, False

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
        self.tries.append(try_of(self.app, number, self.extra_time, self.corrections))

    @precondition(lambda self: self.tries)
    @rule(device=DEVICES, language=st.sampled_from(["fr", "en"]))
    def look(self, device: int, language: str) -> None:
        phone = self.devices[device]
        phone.language = language
        phone.look(f"/quizzes/exam/attempts/{self.tries[-1].public_id}")
        assert phone.status == 200

    @precondition(lambda self: any(phone.attempt for phone in self.devices))
    @rule(device=DEVICES, question=QUESTIONS, place=PLACES)
    def keep(self, device: int, question: str, place: int) -> None:
        phone = self.one_of([phone for phone in self.devices if phone.attempt], device)
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

    @precondition(lambda self: any(phone.attempt for phone in self.devices))
    @rule(device=DEVICES, places=st.tuples(*[st.sampled_from([None, 0, 1, 2])] * 3))
    def save(self, device: int, places: tuple[int | None, ...]) -> None:
        phone = self.one_of([phone for phone in self.devices if phone.attempt], device)
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

    @precondition(lambda self: self.handing_in)
    @rule(device=DEVICES)
    def hand_in(self, device: int) -> None:
        phone = self.one_of([phone for phone in self.devices if phone in self.handing_in], device)
        sent, handed_in = self.handing_in.pop(phone)
        status, location = self.deliver(phone, sent)
        if not self.is_erased:
            assert status == 303 and location is not None and location.endswith(f"{handed_in.public_id}/result")
            handed_in.close(self.clock.now())
            self.settle()

    @rule(device=DEVICES, places=st.tuples(PLACES, PLACES, PLACES))
    def take_it_whole(self, device: int, places: tuple[int, int, int]) -> None:
        self.start(device)
        if self.tries:
            self.look(device, "fr")
            if self.devices[device].attempt:
                self.save(device, places)
            self.check(device)
            if self.devices[device] in self.handing_in:
                self.hand_in(device)

    def one_of(self, devices: list[Device], number: int) -> Device:
        """The device with this number, or the other if that one has nothing to do."""
        return devices[number % len(devices)]

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        browser, sent, status, location = data.draw(st.sampled_from(self.sent))
        before = self.rows()
        reply = browser.reply(sent)
        if not self.is_erased:
            is_there = status != 204 or self.is_what_counts(sent)
            assert reply.status_code == (status if is_there else 409)
            assert reply.location == (location if is_there else None)
        assert self.rows() == before

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def send_another_answer_under_a_used_key(self, data: st.DataObject) -> None:
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


@pytest.mark.parametrize(("examples", "steps"), [(4, 12), pytest.param(100, 40, marks=pytest.mark.slow, id="long")])
def test_every_order_of_events_ends_as_a_plain_account_of_it_says(
    fresh_app: Flask, monkeypatch: pytest.MonkeyPatch, examples: int, steps: int
) -> None:
    clock = Clock()
    monkeypatch.setattr(attempts, "now", clock.now)
    monkeypatch.setattr(quizzes, "now", clock.now)
    monkeypatch.setattr(people, "now", clock.now)
    monkeypatch.setattr(regrading, "now", clock.now)
    monkeypatch.setattr("lms.assessment.actions.regrading.CHANGED_AT_ONCE", 1)
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
