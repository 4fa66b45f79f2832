"""The account that is kept of an exam, and holding what the database has against it."""

from datetime import datetime
from typing import Any, ClassVar

from flask import Flask
from hypothesis.stateful import RuleBasedStateMachine, invariant

from lms.assessment.models import Answer, Attempt, Regrade
from lms.assessment.queries import quiz_results
from lms.certification.models import Certificate
from lms.db import db
from lms.enrolment.models import Enrolment
from tests.learning.devices import Clock, Correction, Sent, Try


class Account(RuleBasedStateMachine):
    """What ought to have come of all that was done so far."""

    app: ClassVar[Flask]
    clock: ClassVar[Clock]
    enrolment_id: int

    def open_account(self, state: int) -> None:
        """Somebody enrols in this state of the course."""
        self.asked_at_enrolment = self.current = state
        self.tries: list[Try] = []
        self.results: dict[str, tuple[Any, ...]] = {}
        self.completed_at: datetime | None = None
        self.is_completed, self.may_be_completed, self.is_erased = False, False, False
        self.extra_time = 0
        self.corrections: list[Correction] = []
        self.are_carried_out = True  # the decisions about them

    def is_what_counts(self, sent: Sent) -> bool:
        """Whether an answer that was kept by script is still the one that is kept."""
        path, fields = sent
        question = next(name for name in fields if name.endswith(":answer"))
        kept = self.on(path.split("/")[-2]).kept[question.removesuffix(":answer")]
        return fields[question] in (kept.option, kept.late)

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

    def settle(self, *, is_sure: bool = True, had_passed: bool = False) -> None:
        """Completion, by the rule of today or that of enrolment: the hard one asks for a lesson too.

        Of several jobs, one may complete by a pass that another takes back.
        """
        if {self.current, self.asked_at_enrolment} != {2}:
            has_passed = any(one.has_passed for one in self.tries)
            self.is_completed |= has_passed and is_sure
            self.may_be_completed |= has_passed or had_passed

    def rows(self) -> list[tuple[Any, ...]]:
        """What the database has of this enrolment."""
        with self.app.app_context():
            found: list[tuple[Any, ...]] = [(db.session.get_one(Enrolment, self.enrolment_id).extra_time_percent,)]
            found += [(one.id, one.undone_at) for one in db.session.query(Regrade).order_by(Regrade.id)]
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
            assert enrolment.exam_percent == (result.best_percent if result else None)
            assert enrolment.passed_first_try == (self.tries[0].has_passed if closed else None)
            assert self.is_completed <= (enrolment.completed_at is not None) <= self.may_be_completed
            self.is_completed = self.may_be_completed = enrolment.completed_at is not None
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
            assert row.points == (None if told.closed_at is None else str(told.worth[key]))
        assert self.clock.is_about(one.deadline_at, told.deadline_at)
        assert self.clock.is_about(one.closed_at, told.closed_at)
        if told.closed_at is not None:
            assert (one.points, one.share, one.has_passed) == (str(told.points), str(told.share), told.has_passed)
            shown = (one.closed_at, one.closing, one.out_of)
            assert self.results.setdefault(one.public_id, shown) == shown
