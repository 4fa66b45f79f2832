"""What merging two accounts of one person would do, enrolment by enrolment: shown before it is done."""

from dataclasses import dataclass

from sqlalchemy import func, select

from lms.accounts.models import Person
from lms.certification.models import Certificate
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.enrolment.queries import Standing, goes_on
from lms.privacy.models import Erasure
from lms.publishing.models import Course


@dataclass(frozen=True, slots=True)
class Pair:
    """A course that both take: which enrolment goes on, and which ends for it."""

    slug: str
    goes_on: Enrolment
    ends: Enrolment

    @property
    def is_history(self) -> bool:
        """Whether the one that ends was completed: it then stays as it is, with its certificate."""
        return self.ends.completed_at is not None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a merge does: enrolments that just change hands, by the slug of their course; courses that both take."""

    moved: tuple[tuple[str, Enrolment], ...]
    pairs: tuple[Pair, ...]
    certificates: int


def account_to_merge(email_key: str) -> Person | None:
    """An account by its address, disabled or not."""
    return db.session.scalar(select(Person).where(Person.email_key == email_key))


def has_pending_erasure(*person_ids: int) -> bool:
    """Whether one of these accounts is about to be erased."""
    pending = select(Erasure.id).where(
        Erasure.person_id.in_(person_ids), Erasure.cancelled_at.is_(None), Erasure.done_at.is_(None)
    )
    return db.session.scalar(pending.limit(1)) is not None


def merge_plan(kept: Person, other: Person, *, is_locked: bool = False) -> Plan:
    """What would happen, worked out from the rows as they are; locked until the end of the transaction. 2 queries."""
    statement = (
        select(Course.slug, Enrolment)
        .join(Course, Course.id == Enrolment.course_id)
        .where(Enrolment.person_id.in_([kept.id, other.id]))
        .order_by(Enrolment.id)
    )
    if is_locked:
        statement = statement.with_for_update(of=Enrolment).execution_options(populate_existing=True)
    rows = [(slug, enrolment) for slug, enrolment in db.session.execute(statement)]
    own = {row.course_id: row for _slug, row in rows if row.person_id == kept.id and row.ended_at is None}
    moved, pairs = [], []
    for slug, row in rows:
        if row.person_id != other.id:
            continue
        mine = own.get(row.course_id) if row.ended_at is None else None
        if mine is None:
            moved.append((slug, row))
        elif goes_on(_standing(mine), _standing(row)):
            pairs.append(Pair(slug, mine, row))
        else:
            pairs.append(Pair(slug, row, mine))
    certificates = select(func.count()).where(Certificate.person_id == other.id)
    return Plan(tuple(moved), tuple(pairs), db.session.scalar(certificates) or 0)


def _standing(enrolment: Enrolment) -> Standing:
    return Standing(enrolment.completed_at, enrolment.active_at, enrolment.enrolled_at)
