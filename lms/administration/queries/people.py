"""People, found by name, address or certificate; and what stands on the page of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from lms.accounts.models import Person, SecondFactor
from lms.accounts.queries import name_key
from lms.certification.queries import holder_of
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.jobs.models import Job
from lms.mail.models import Mail
from lms.publishing.models import Course

ON_A_PAGE = 25
LONGEST_TEXT = 120
MOST_WORDS = 8
ENROLMENTS_LISTED = 50
MAILS_LISTED = 10


@dataclass(frozen=True, slots=True)
class Found:
    """Some of the people who were looked for, the latest first; `after` leads to the next, "" for none."""

    people: Sequence[Person]
    after: str


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail to somebody, and where it stands: `job` carries it, while it is kept."""

    mail: Mail
    job: Job | None

    @property
    def has_failed(self) -> bool:
        """Whether nobody tries to send it any more."""
        return self.mail.sent_at is None and (self.job is None or self.job.due_at is None)


def find_people(text: str, after: str = "") -> Found:
    """Those in whose name or address every word stands; or the holder of a certificate, by its number."""
    words = name_key(text[:LONGEST_TEXT]).split()[:MOST_WORDS]
    statement = select(Person).order_by(Person.id.desc()).limit(ON_A_PAGE + 1)
    holder = holder_of(text[:LONGEST_TEXT])
    if holder is not None:
        statement = statement.where(Person.id == holder)
    else:
        contained = (
            or_(Person.name_key.contains(word, autoescape=True), Person.email_key.contains(word, autoescape=True))
            for word in words
        )
        statement = statement.where(and_(True, *contained))
    if after:
        last = select(Person.id).where(Person.public_id == after).scalar_subquery()
        statement = statement.where(Person.id < last)
    people = db.session.scalars(statement).all()
    more = len(people) > ON_A_PAGE
    return Found(people[:ON_A_PAGE], people[ON_A_PAGE - 1].public_id if more else "")


def person_of(public_id: str) -> tuple[Person, datetime | None] | None:
    """Somebody by the name they have in addresses, and since when they have a second factor. 1 query."""
    row = db.session.execute(
        select(Person, SecondFactor.confirmed_at)
        .outerjoin(SecondFactor, SecondFactor.person_id == Person.id)
        .where(Person.public_id == public_id)
    ).one_or_none()
    return (row[0], row[1]) if row else None


def enrolments_of(person_id: int) -> list[tuple[str, Enrolment]]:
    """All enrolments of somebody, ended ones too, with the slug of their course, the latest first. 1 query."""
    rows = db.session.execute(
        select(Course.slug, Enrolment)
        .join(Course, Course.id == Enrolment.course_id)
        .where(Enrolment.person_id == person_id)
        .order_by(Enrolment.id.desc())
        .limit(ENROLMENTS_LISTED)
    )
    return [(slug, enrolment) for slug, enrolment in rows]


def mails_of(person_id: int) -> list[SentMail]:
    """The latest mails to somebody. 1 query."""
    rows = db.session.execute(
        select(Mail, Job)
        .outerjoin(Job, Job.id == Mail.job_id)
        .where(Mail.person_id == person_id)
        .order_by(Mail.id.desc())
        .limit(MAILS_LISTED)
    )
    return [SentMail(mail, job) for mail, job in rows]
