"""What is done with attempts: taken by learners, graded, and graded anew where an author's key was wrong."""

from lms.assessment.actions.attempts import (
    close_overdue,
    lock,
    move_attempts,
    move_deadlines,
    save_answers,
    start_attempt,
    submit_attempt,
)
from lms.assessment.actions.regrading import Batch, last_in_force, make_regrade, regrade_some, restore_some

__all__ = [
    "Batch",
    "close_overdue",
    "last_in_force",
    "lock",
    "make_regrade",
    "move_attempts",
    "move_deadlines",
    "regrade_some",
    "restore_some",
    "save_answers",
    "start_attempt",
    "submit_attempt",
]
