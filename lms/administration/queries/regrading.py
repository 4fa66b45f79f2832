"""What a regrade would do, before anybody decides it: counted over every answer, and shown for the first of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from lms.assessment.queries import Change, Correction, Line, concerned, lines

SHOWN = 50


@dataclass(slots=True)
class Preview:
    """How many attempts a regrade would change, and how."""

    seen: int = 0
    up: int = 0
    down: int = 0
    newly_passed: int = 0
    kept: int = 0  # would be below the pass mark that they had reached: the result stays
    unclear: int = 0  # name what the correction does not hold
    shown: list[tuple[Line, Change]] = field(default_factory=list)

    @property
    def changed(self) -> int:
        """Attempts whose answer is worth more or less."""
        return self.up + self.down


def preview(course_id: int, correction: Correction, until: datetime) -> Preview:
    """Weigh every answer by the correction; nothing is written."""
    found = Preview()
    first: list[Change] = []
    for graded in concerned(course_id, correction, until):
        found.seen += 1
        change = correction.change(graded)
        if isinstance(change, Change):
            is_up = change.answer_after > change.answer_before
            found.up += is_up
            found.down += not is_up
            found.newly_passed += change.is_newly_passed
            found.kept += change.outcome.is_pass_kept
            if len(first) < SHOWN:
                first.append(change)
        elif change is not None:
            found.unclear += 1
    people = lines([change.graded.attempt_id for change in first])
    found.shown = [(people[change.graded.attempt_id], change) for change in first]
    return found
