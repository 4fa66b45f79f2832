"""What the making of learners needs to know of an installation: who is there, and what is there to be taken."""

from dataclasses import dataclass

from sqlalchemy import func, select

from lms.accounts.models import Person
from lms.courseware.compiled import Outline
from lms.db import db
from lms.demo.people import DOMAIN
from lms.publishing.models import Course, CurrentRelease
from lms.publishing.queries import release_outlines
from lms.publishing.queries.quizzes import Quizzes, quizzes

# Also for whatever writes to people by itself: nobody reads what is sent to these.
IS_DEMO = Person.email_key.endswith(f"@{DOMAIN}", autoescape=True)


@dataclass(frozen=True, slots=True)
class Taken:
    """A course as it is released now, open to whoever wants to begin it."""

    course_id: int
    outlines: dict[str, Outline]  # by language, the original's first
    quizzes: Quizzes

    @property
    def original(self) -> Outline:
        """The course in the language it was written in."""
        return next(iter(self.outlines.values()))


def real_people() -> int:
    """How many people there are whom we did not make."""
    return db.session.scalar(select(func.count()).select_from(Person).where(~IS_DEMO)) or 0


def demo_people() -> int:
    """How many people there are whom we made."""
    return db.session.scalar(select(func.count()).select_from(Person).where(IS_DEMO)) or 0


def courses() -> list[Taken]:
    """Every course that somebody may begin, by its slug."""
    rows = db.session.execute(
        select(CurrentRelease.course_id, CurrentRelease.release_id)
        .join(Course, Course.id == CurrentRelease.course_id)
        .where(Course.retired_at.is_(None))
        .order_by(Course.slug)
    ).all()
    outlines = release_outlines([row.release_id for row in rows])
    return [Taken(row.course_id, outlines[row.release_id], quizzes(row.release_id)) for row in rows]
