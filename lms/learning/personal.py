"""What learning holds about a person: the lessons they finished."""

from datetime import datetime

from sqlalchemy import select

from lms.enrolment.models import Enrolment
from lms.errors import N_
from lms.held import TEACHERS, WITHOUT_NAME, Basis, Holding, Subject
from lms.learning.models import LessonDone
from lms.publishing.models import Course

HOLDINGS = (
    Holding(
        key="lessons",
        title=N_("Lessons finished"),
        tables=frozenset({"lesson_done"}),
        kinds=N_("Which lesson was finished, in which language and when"),
        purpose=N_("Showing the person where they are, and whether the course is completed"),
        basis=Basis.ACCOUNT,
        kept=N_("As the enrolment"),
        seen_by=TEACHERS,
        erased=WITHOUT_NAME,
        fields={
            "course": N_("Course"), "lesson": N_("Lesson"), "language": N_("Language"), "done_at": N_("Finished"),
        },
        rows=lambda subject: select(
            Course.slug.label("course"), LessonDone.lesson_key.label("lesson"), LessonDone.language,
            LessonDone.done_at,
        )
        .join(Enrolment, Enrolment.id == LessonDone.enrolment_id)
        .join(Course, Course.id == Enrolment.course_id)
        .where(Enrolment.person_id == subject.id)
        .order_by(LessonDone.done_at.desc(), LessonDone.enrolment_id, LessonDone.lesson_key),
    ),
)  # fmt: skip


def erase(_subject: Subject, _at: datetime, *, keeps_certificates: bool) -> None:
    """Nothing: a lesson that was finished names only its enrolment, which forgets its person."""
