"""Accounts that nobody uses: their owners are warned, then they are erased."""

from datetime import datetime

from lms.db import db
from lms.jobs import actions as jobs
from lms.mail import actions as mail
from lms.privacy.actions.erasing import ERASING
from lms.privacy.identity import identity_of
from lms.privacy.models import Erasure
from lms.privacy.queries import retention, unused_accounts, unused_and_warned
from lms.privacy.schedule import months_before

MOST_AT_ONCE = 200


def sweep_unused(at: datetime) -> None:
    """Warn whoever has not used their account for long, and erase those who were warned and did not come back.

    People with a role are never among them. Signing in takes the warning back. Certificates stay checkable as they are:
    nobody said that they should not.
    """
    months, patience = retention()
    since = months_before(at, months)
    for person in unused_and_warned(since, at - patience, MOST_AT_ONCE):
        erasure = Erasure(
            person_id=person.id,
            identity=identity_of(person.id, person.created_at),
            asked_at=at,
            due_at=at,
            keeps_certificates=True,
        )
        db.session.add(erasure)
        db.session.flush()
        jobs.add(ERASING, {"erasure": erasure.id}, at)
    for person in unused_accounts(since, MOST_AT_ONCE):
        person.warned_at = at
        mail.send(
            "unused_account", person_id=person.id, recipient=person.email, language=person.language, at=at,
            name=person.name, erased_at=at + patience, months=months, zone=person.zone,
        )  # fmt: skip
    db.session.flush()
