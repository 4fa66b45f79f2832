"""Two live enrolments of one person in one course, found when accounts are merged: which of them goes on."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an enrolment is: when it was completed and last used, None for never, and when it began."""

    completed_at: datetime | None
    active_at: datetime | None
    enrolled_at: datetime


def goes_on(kept: Standing, other: Standing) -> bool:
    """Whether it is the one of the account that is kept: completed before used before begun, the earlier completion.

    Publishing never takes away, nor does merging: what was completed stays so, with its date.
    """
    if kept.completed_at and other.completed_at:
        return kept.completed_at <= other.completed_at
    if kept.completed_at or other.completed_at:
        return kept.completed_at is not None
    return (kept.active_at or kept.enrolled_at) >= (other.active_at or other.enrolled_at)
