"""What assessment holds about a person: their attempts, and what they answered."""

from datetime import datetime

from sqlalchemy import ColumnElement, select

from lms.assessment.models import Answer, Attempt, Regrade, Regraded
from lms.assessment.typed import without_typed
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.errors import N_
from lms.held import TEACHERS, WITHOUT_NAME, Basis, Holding, Row, Subject
from lms.publishing.models import Course


def _given(row: Row) -> Row:
    """What was answered, without the names of form fields; an id stands for an option."""
    for name in ("fields", "late_fields"):
        row[name] = ", ".join(str(pair[1]) for pair in row[name] or ())
    return row


def _of(subject: Subject) -> ColumnElement[bool]:
    return Enrolment.person_id == subject.id


HOLDINGS = (
    Holding(
        key="attempts",
        title=N_("Quizzes and exams taken"),
        tables=frozenset({"attempt"}),
        kinds=N_("Each attempt: quiz, questions asked, beginning and end, result"),
        purpose=N_("Grading, showing the result again, proving what a certificate rests on"),
        basis=Basis.ACCOUNT,
        kept=N_("As the enrolment"),
        seen_by=TEACHERS,
        erased=WITHOUT_NAME,
        fields={
            "course": N_("Course"), "quiz": N_("Quiz"), "number": N_("Attempt"), "started_at": N_("Started"),
            "closed_at": N_("Ended"), "points": N_("Points"), "out_of": N_("Out of"), "has_passed": N_("Passed"),
            "deadline_at": "", "closing": "", "questions": "",
        },
        rows=lambda subject: select(
            Course.slug.label("course"), Attempt.quiz_key.label("quiz"), Attempt.number, Attempt.started_at,
            Attempt.closed_at, Attempt.points, Attempt.out_of, Attempt.has_passed, Attempt.deadline_at,
            Attempt.closing, Attempt.questions,
        )
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Course, Course.id == Enrolment.course_id)
        .where(_of(subject))
        .order_by(Attempt.id.desc()),
    ),
    Holding(
        key="answers",
        title=N_("Answers"),
        tables=frozenset({"answer"}),
        kinds=N_("Each answer: what was chosen or typed, when, the points it got"),
        purpose=N_("Grading, showing the answers again, finding questions that mislead"),
        basis=Basis.ACCOUNT,
        kept=N_("As the enrolment; what was typed, until the account is erased"),
        seen_by=TEACHERS,
        erased=N_("What was typed is erased; what was chosen and the points stay without any link to the person"),
        fields={
            "quiz": N_("Quiz"), "number": N_("Attempt"), "question": N_("Question"), "fields": N_("Answer given"),
            "late_fields": N_("What came late"), "points": N_("Points"), "saved_at": N_("Saved"), "language": "",
            "version": "",
        },
        rows=lambda subject: select(
            Attempt.quiz_key.label("quiz"), Attempt.number, Answer.question_key.label("question"), Answer.fields,
            Answer.late_fields, Answer.points, Answer.saved_at, Answer.language, Answer.version,
        )
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(_of(subject))
        .order_by(Answer.attempt_id.desc(), Answer.question_key),
        shape=_given,
        note=N_("An option stands here by its mark, such as 1f00ab2c; the page of the result says it in words"),
    ),
    Holding(
        key="regrades",
        title=N_("Results that were corrected"),
        tables=frozenset({"regraded"}),
        kinds=N_("Where the right answer of a question was corrected: the points before and after"),
        purpose=N_("Showing why a result changed, and taking a wrong correction back"),
        basis=Basis.ACCOUNT,
        kept=N_("As the enrolment"),
        seen_by=TEACHERS,
        erased=WITHOUT_NAME,
        fields={
            "quiz": N_("Quiz"), "number": N_("Attempt"), "question": N_("Question"), "made_at": N_("Corrected on"),
            "answer_points_before": N_("Points before"), "answer_points_after": N_("Points after"),
            "points_before": N_("Attempt before"), "points_after": N_("Attempt after"),
            "undone_at": N_("Taken back on"), "passed_before": "", "passed_after": "",
        },
        rows=lambda subject: select(
            Attempt.quiz_key.label("quiz"), Attempt.number, Regrade.question_key.label("question"), Regrade.made_at,
            Regraded.answer_points_before, Regraded.answer_points_after, Regraded.points_before,
            Regraded.points_after, Regrade.undone_at, Regraded.passed_before, Regraded.passed_after,
        )
        .join(Regrade, Regrade.id == Regraded.regrade_id)
        .join(Attempt, Attempt.id == Regraded.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(_of(subject))
        .order_by(Regraded.attempt_id.desc(), Regraded.regrade_id),
    ),
)  # fmt: skip


def erase(subject: Subject, _at: datetime, *, keeps_certificates: bool) -> None:
    """Empty every text that the person typed; scores, and what was chosen among ids, stay."""
    attempts = select(Attempt.id, Attempt.questions).join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    for attempt_id, questions in db.session.execute(attempts.where(_of(subject))).all():
        orders = {one["key"]: one.get("orders", {}) for one in questions}
        for answer in db.session.scalars(select(Answer).where(Answer.attempt_id == attempt_id)):
            offered = orders.get(answer.question_key, {})
            answer.fields = without_typed(answer.fields, offered)
            if answer.late_fields is not None:
                answer.late_fields = without_typed(answer.late_fields, offered)
        db.session.flush()
