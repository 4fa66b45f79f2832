"""What every page of an attempt begins with: the attempt, whose it is, and its questions as they were asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.access import current_person
from lms.assessment import queries as assessment
from lms.assessment.models import Answer as KeptAnswer
from lms.assessment.models import Attempt
from lms.assessment.queries import Answer, Asked, KeptFields, Outcome, Verdict, grade, is_closed, minutes_given, paper
from lms.clock import now
from lms.courseware.compiled import CompiledQuiz, Outline
from lms.enrolment.models import Enrolment
from lms.learning.access import in_the_other_language, is_open, reading_today
from lms.publishing.queries.quizzes import QuizPage, quiz_page
from lms.web.forms import words_typed
from lms.web.locale import current_language


@dataclass(frozen=True)
class Taking:
    """An attempt with all that its pages show."""

    page: QuizPage
    enrolment: Enrolment
    attempt: Attempt
    quiz: CompiledQuiz  # of the pinned release
    asked: tuple[Asked, ...]
    at: datetime

    @cached_property
    def kept(self) -> dict[str, KeptAnswer]:
        """The answers so far, by question. 1 query, if they are asked for."""
        return assessment.answers(self.attempt.id)

    @property
    def outline(self) -> Outline:
        """The course as it is now."""
        return self.page.outline

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be answered any more."""
        return is_closed(self.attempt.deadline_at, self.attempt.closed_at, self.at)

    @property
    def minutes_given(self) -> int | None:
        """How long the learner has in all, their extra time included; None: as long as they like."""
        limit = self.quiz.settings.time_limit_minutes
        return None if limit is None else minutes_given(limit, self.enrolment.extra_time_percent)

    @property
    def seconds_left(self) -> int:
        """How long before the attempt ends by itself, by the server's clock."""
        left = (self.attempt.deadline_at - self.at).total_seconds() if self.attempt.deadline_at else 0
        return max(0, int(left))

    def find(self, key: str) -> Asked:
        """The question of this attempt that has this key; another one's is not here."""
        return next((asked for asked in self.asked if asked.key == key), None) or abort(404)

    def answer(self, asked: Asked) -> Answer:
        """What counts as the answer to a question."""
        row = self.kept.get(asked.key)
        return asked.answer(KeptFields(row.fields), row.language) if row else Answer()

    def late_answer(self, asked: Asked) -> Answer | None:
        """What came after the end, if something did."""
        row = self.kept.get(asked.key)
        return asked.answer(KeptFields(row.late_fields), row.language) if row and row.late_fields else None

    def version(self, asked: Asked) -> int:
        """The version of the answer that a page shows now."""
        row = self.kept.get(asked.key)
        return row.version if row else 0

    def is_locked(self, asked: Asked) -> bool:
        """Whether the verdict on the answer was shown."""
        row = self.kept.get(asked.key)
        return bool(row and row.is_locked)

    def verdict(self, asked: Asked) -> Verdict:
        """What the answer is worth."""
        return grade(asked.question, self.answer(asked))

    def is_answered(self, asked: Asked) -> bool:
        """Whether there is an answer that can be graded."""
        if asked.question.is_scored:
            return self.verdict(asked).outcome is not Outcome.UNANSWERED
        return not self.answer(asked).is_empty

    @property
    def unanswered(self) -> tuple[Asked, ...]:
        """The questions without an answer."""
        return tuple(asked for asked in self.asked if not self.is_answered(asked))

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every page on which this attempt is answered, the last the one that lists the answers."""
        check = {"check": "1"} if self.attempt.settings["page"] == "all" else {}
        pages = [self.address("attempt", **check)]
        if self.attempt.settings["page"] == "all":
            return (self.address("attempt"), *pages)
        return (*(self.address("attempt_question", question=asked.key) for asked in self.asked), *pages)

    def address(self, endpoint: str, **values: Any) -> str:
        """A page of this attempt."""
        values |= {"slug": self.outline.slug, "key": self.attempt.quiz_key, "attempt": self.attempt.public_id}
        return url_for(f"learning.{endpoint}", **values)


def taking(slug: str, key: str, public_id: str) -> Taking | ResponseReturnValue:
    """The attempt of the person who asks, or what is shown instead; somebody else's is not here.

    3 queries with the one that knows the person, 4 cold.
    """
    found = assessment.attempt(public_id)
    if found is None or found.attempt.quiz_key != key or found.enrolment.person_id != current_person().id:
        abort(404)
    attempt, enrolment = found.attempt, found.enrolment
    if found.slug != slug or enrolment.ended_at is not None:
        return _left(slug)
    page = quiz_page(slug, current_language(), attempt.release_id)
    if page is None:
        return in_the_other_language(slug)
    quizzes = page.pinned.in_language(current_language())
    return Taking(
        page=page,
        enrolment=enrolment,
        attempt=attempt,
        quiz=quizzes[key],
        asked=paper(attempt.questions, quizzes),
        at=now(),
    )


def _left(slug: str) -> ResponseReturnValue:
    """Who left the course is offered to come back, and keeps on the screen what they typed."""
    if request.method == "GET":
        return redirect(url_for("learning.enrol", slug=slug))
    return notice("left", url_for("learning.enrol", slug=slug))


def closed_course(taking: Taking) -> ResponseReturnValue | None:
    """What is shown in place of a question of a course that is closed today."""
    if is_open(taking.outline, taking.enrolment):
        return None
    return notice("course-closed", url_for("catalog.course", slug=taking.outline.slug), taking)


def notice(why: str, onward: str, taking: Taking | None = None) -> ResponseReturnValue:
    """Say why something cannot be done now; what was typed stays on the page, to be copied.

    What was saved in the attempt can still be sent.
    """
    typed = words_typed(request.form.items(multi=True))
    state = reading_today(taking.outline, taking.enrolment) if taking else None
    page = render_template(
        "learning/attempt_notice.html", why=why, onward=onward, typed=typed, taking=taking, state=state
    )
    return page, 403
