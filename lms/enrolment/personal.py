"""What enrolments hold about a person."""

from datetime import datetime

from sqlalchemy import select, update

from lms.db import db
from lms.enrolment.models import Enrolment
from lms.errors import N_
from lms.held import TEACHERS, Basis, Holding, Subject
from lms.publishing.models import Course

HOLDINGS = (
    Holding(
        key="enrolments",
        title=N_("Courses taken"),
        tables=frozenset({"enrolment"}),
        kinds=N_(
            "Course, dates of progress, name for the certificate, extra time; country and answers about oneself of "
            "that day"
        ),
        purpose=N_("Following the person’s progress, issuing certificates, counting who completes what"),
        basis=Basis.ACCOUNT,
        kept=N_("Until the account is erased; without a link to the person, as long as the site’s statistics"),
        seen_by=TEACHERS,
        erased=N_("The link to the person, the name and the extra time go; the rest stays for the statistics"),
        fields={
            "course": N_("Course"), "language": N_("Language"), "enrolled_at": N_("Enrolled"),
            "started_at": N_("Started"), "active_at": N_("Last active"), "ended_at": N_("Left"),
            "completed_at": N_("Completed"), "certificate_name": N_("Name on the certificate"),
            "name_confirmed_at": N_("Name confirmed"), "certified_at": N_("Certified"),
            "exam_percent": N_("Best result at the exam"), "passed_first_try": N_("Passed at the first try"),
            "extra_time_percent": N_("Extra time in quizzes, in percent"),
            "country": N_("Country of that day"),
            "sex": N_("Sex"), "age_band": N_("Age band"), "sector": N_("Sector"),
            "organisation_kind": N_("Kind of organisation"), "completed_rule": "",
        },
        rows=lambda subject: select(
            Course.slug.label("course"), Enrolment.language, Enrolment.enrolled_at, Enrolment.started_at,
            Enrolment.active_at, Enrolment.ended_at, Enrolment.completed_at, Enrolment.certificate_name,
            Enrolment.name_confirmed_at, Enrolment.certified_at, Enrolment.exam_percent, Enrolment.passed_first_try,
            Enrolment.extra_time_percent, Enrolment.country, Enrolment.sex, Enrolment.age_band, Enrolment.sector,
            Enrolment.organisation_kind, Enrolment.completed_rule,
        )
        .join(Course, Course.id == Enrolment.course_id)
        .where(Enrolment.person_id == subject.id)
        .order_by(Enrolment.id.desc()),
    ),
)  # fmt: skip


def erase(subject: Subject, _at: datetime, *, keeps_certificates: bool) -> None:
    """Forget whose enrolments they are; what statistics of that day know stays."""
    db.session.execute(
        update(Enrolment)
        .where(Enrolment.person_id == subject.id)
        # Who was given more time may be guessed to be ill.
        .values(person_id=None, certificate_name=None, name_confirmed_at=None, extra_time_percent=0)
    )
