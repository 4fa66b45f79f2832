"""Two accounts of one person become one, in one transaction: nothing that was learned is lost."""

from datetime import datetime

from sqlalchemy import delete, select, update

from lms.accounts.actions.signing import end_other_sign_ins
from lms.accounts.models import Consent, Invitation, Person
from lms.administration.queries.merging import Plan, has_pending_erasure, merge_plan
from lms.audit import actions as audit
from lms.certification.models import Certificate
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.errors import N_, Refusal
from lms.learning.actions.merging import merge_enrolments
from lms.mail import actions as mail
from lms.mail.models import Mail
from lms.privacy.models import Erasure
from lms.reporting.models import Export

# What the other account says of its person, where the one that is kept says nothing.
ANSWERS = ("sex", "age_band", "sector", "organisation_kind")
# Whose rows go over to the account that is kept. Sign-ins, codes and second factors end with the other.
MOVED = (Certificate, Consent, Enrolment, Erasure, Export, Invitation, Mail)
ENDED = ("email_code", "recovery_code", "second_factor", "sign_in")


def refuse_merge(kept: Person, other: Person) -> None:
    """Refuse what cannot be undone and was hardly meant. Raises Refusal."""
    if kept.id == other.id:
        raise Refusal(N_("This is the very same account: type the address of the other"))
    if kept.email_confirmed_at is None or kept.disabled_at is not None:
        raise Refusal(N_("The account that stays must be in use: its address confirmed, and not disabled"))
    if other.role is not None:
        raise Refusal(N_("The other account has a role: take it away first, or merge the other way round"))
    if has_pending_erasure(kept.id, other.id):
        raise Refusal(N_("One of the two is about to be erased: its owner has to undo that first"))


def merge(kept: Person, other: Person, *, reason: str, actor: str, at: datetime) -> Plan:
    """Bring everything of the other account into the one that is kept, and end the other; both addresses are told.

    Its address is free again: it opens a new account, as for anybody.
    """
    _lock(kept, other)
    refuse_merge(kept, other)
    plan = merge_plan(kept, other, is_locked=True)
    numbers = {"merged": other.id, "moved": [row.id for _slug, row in plan.moved]}
    paired = [{"goes_on": pair.goes_on.id, "ended": pair.ends.id} for pair in plan.pairs]
    for pair in plan.pairs:
        merge_enrolments(pair.goes_on, pair.ends, at)
    for model in MOVED:
        db.session.execute(update(model).where(model.person_id == other.id).values(person_id=kept.id))
    for name in ANSWERS:
        if getattr(kept, name) is None:
            setattr(kept, name, getattr(other, name))
    end_other_sign_ins(kept.id, None, at)
    told = [(kept.email, kept.language, kept.zone), (other.email, other.language, other.zone)]
    db.session.flush()
    db.session.execute(delete(Person).where(Person.id == other.id))
    db.session.expunge(other)
    audit.record(actor, "person.merge", "person", str(kept.id), reason, {**numbers, "pairs": paired}, at)
    for recipient, language, zone in told:
        mail.send(
            "merged", person_id=kept.id, recipient=recipient, language=language, at=at, zone=zone, changed_at=at,
            kept_address=told[0][0], other_address=told[1][0],
        )  # fmt: skip
    return plan


def _lock(*people: Person) -> None:
    """Have nobody else merge, disable or rename either until the end of the transaction: always in the same order."""
    numbers = sorted(person.id for person in people)
    statement = select(Person).where(Person.id.in_(numbers)).order_by(Person.id).with_for_update()
    db.session.scalars(statement.execution_options(populate_existing=True)).all()
