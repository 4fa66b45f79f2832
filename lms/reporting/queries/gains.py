"""What learners knew before a course and after it: of a quiz that measures, and the one that it comes before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from lms.assessment.models import Attempt
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.reporting.filters import Filters
from lms.reporting.gain import Gain
from lms.reporting.queries import conditions
from lms.reporting.queries.scope import Scope

_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Gained:
    """The gain of those who were measured before and finished a try after, and who else was measured."""

    gain: Gain
    measured: int  # finished the measure
    not_after: int  # of them, finished no try afterwards
    too_late: int  # of them, began their first try before they had finished the measure: it measured nothing before


def gained(course_id: int, measure: str, after: str, filters: Filters, scope: Scope) -> Gained:
    """The first try at `measure` against the first and the best try at `after`, enrolment by enrolment. 1 query.

    Rows are read some at a time; what stays in memory is how often each three results occur.
    """
    counted: Counter[tuple[str, str, str]] = Counter()
    shares: dict[str, Fraction] = {}
    not_after = too_late = 0
    for measured, tries in _people(course_id, measure, after, filters, scope):
        if not tries:
            not_after += 1
        elif not tries[0][1]:
            too_late += 1
        else:
            for share in (measured, *(share for share, _ in tries)):
                if share not in shares:
                    shares[share] = Fraction(share)
            counted[measured, tries[0][0], max((share for share, _ in tries), key=shares.__getitem__)] += 1
    gain = Gain()
    for (measured, first, best), times in counted.items():
        gain.add(shares[measured], shares[first], shares[best], times)
    return Gained(gain, gain.count + not_after + too_late, not_after, too_late)


def _people(
    course_id: int, measure: str, after: str, filters: Filters, scope: Scope
) -> Iterator[tuple[str, list[tuple[str, bool]]]]:
    """By enrolment: the share of the measure, and those of the ended tries afterwards, the first one first.

    Each with whether it began after the measure had ended.
    """
    before, later = aliased(Attempt), aliased(Attempt)
    rows = db.session.execute(
        select(Enrolment.id, before.share, later.share, (later.started_at >= before.closed_at).label("is_after"))
        .join(
            before,
            and_(before.enrolment_id == Enrolment.id, before.quiz_key == measure, before.number == 1),
        )
        .outerjoin(
            later,
            and_(later.enrolment_id == Enrolment.id, later.quiz_key == after, later.closed_at.is_not(None)),
        )
        .where(
            Enrolment.course_id == course_id,
            before.closed_at.is_not(None),
            *conditions.of_enrolments(filters, scope),
        )
        .order_by(Enrolment.id, later.number),
        execution_options={"yield_per": _AT_ONCE},
    )
    for _, some in groupby(rows, key=itemgetter(0)):
        mine: list[Any] = list(some)
        yield mine[0][1], [(share, bool(is_after)) for _, _, share, is_after in mine if share is not None]
