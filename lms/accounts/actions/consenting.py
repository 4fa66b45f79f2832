"""Taking back what one agreed to, and agreeing again."""

from datetime import datetime

from sqlalchemy import update

from lms.accounts.actions.changing import describe
from lms.accounts.models import Consent, Person
from lms.accounts.queries import has_withdrawn
from lms.db import db


def withdraw_consent(person: Person, at: datetime) -> None:
    """Take back what a person agreed to; the answers that rested on it alone are forgotten."""
    db.session.execute(
        update(Consent).where(Consent.person_id == person.id, Consent.withdrawn_at.is_(None)).values(withdrawn_at=at)
    )
    describe(person, None, None, None, None)


def consent_again(person: Person, text_digest: str, at: datetime) -> None:
    """Agree to the text as it is now; who has not withdrawn keeps the consent they gave."""
    if has_withdrawn(person.id):
        db.session.add(Consent(person_id=person.id, text_digest=text_digest, given_at=at))
        db.session.flush()
