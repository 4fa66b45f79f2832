"""Taking demo learners away, with everything that they did, some at a time."""

from sqlalchemy import delete, select

from lms.accounts.models import Person
from lms.certification.models import Certificate, CertificateEvent
from lms.db import db
from lms.demo.people import DOMAIN
from lms.demo.queries import IS_DEMO
from lms.enrolment.models import Enrolment
from lms.mail.models import Mail

AT_ONCE = 500  # people


def remove_some() -> int:
    """Take some of them away for ever: how many; 0 when none is left."""
    people = db.session.scalars(select(Person.id).where(IS_DEMO).order_by(Person.id).limit(AT_ONCE)).all()
    if not people:
        return 0
    certificates = select(Certificate.id).where(Certificate.person_id.in_(people))
    db.session.execute(delete(CertificateEvent).where(CertificateEvent.certificate_id.in_(certificates)))
    # A certificate and the one in its place go together.
    db.session.execute(delete(Certificate).where(Certificate.person_id.in_(people)))
    # Lessons, attempts and answers go with their enrolment; sign-ins and codes with their person.
    db.session.execute(delete(Enrolment).where(Enrolment.person_id.in_(people)))
    db.session.execute(delete(Person).where(Person.id.in_(people)))
    return len(people)


def remove_mails() -> None:
    """Throw away what was written to them."""
    db.session.execute(delete(Mail).where(Mail.recipient.endswith(f"@{DOMAIN}", autoescape=True)))
