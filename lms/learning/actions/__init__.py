"""What learners do in a course. Each action leaves its rows flushed, in one transaction for its caller to commit."""

from lms.enrolment.actions import confirm_name, leave
from lms.learning.actions.attempts import give_extra_time, save_answers, start_attempt, submit_attempt
from lms.learning.actions.completing import settle
from lms.learning.actions.enrolling import (
    EnrolmentRefused,
    PrerequisiteMissing,
    enrol,
    missing_prerequisites,
    release_to_begin,
)  # fmt: skip
from lms.learning.actions.lessons import finish_lesson
from lms.learning.actions.regrading import NothingToTakeBack, regrade, take_back

__all__ = [
    "EnrolmentRefused",
    "NothingToTakeBack",
    "PrerequisiteMissing",
    "confirm_name",
    "enrol",
    "finish_lesson",
    "give_extra_time",
    "leave",
    "missing_prerequisites",
    "regrade",
    "release_to_begin",
    "save_answers",
    "settle",
    "start_attempt",
    "submit_attempt",
    "take_back",
]
