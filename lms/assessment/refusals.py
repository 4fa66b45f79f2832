"""Why an attempt cannot go on as asked."""

from collections.abc import Iterable
from datetime import datetime

from lms.errors import N_, Refusal


class NoTriesLeft(Refusal):
    """Every try is used up; `next_at` is when one opens, None if none ever will."""

    def __init__(self, next_at: datetime | None) -> None:
        super().__init__(N_("There is no try left for the moment.") if next_at else N_("There is no try left."))
        self.next_at = next_at


class UnknownQuiz(Refusal):
    """The course as it is now has no such quiz."""

    def __init__(self) -> None:
        super().__init__(N_("This quiz is no longer in the course."))


class UnknownQuestion(Refusal):
    """The attempt does not ask this question."""

    def __init__(self) -> None:
        super().__init__(N_("This question does not belong to this attempt."))


class LockedAnswer(Refusal):
    """The verdicts on the answers to these questions were shown already."""

    def __init__(self, question_keys: Iterable[str]) -> None:
        super().__init__(N_("This question was answered, and its answer shown: it cannot be changed any more."))
        self.question_keys = tuple(question_keys)


class OtherAnswer(Refusal):
    """Another tab or phone saved other answers to these questions meanwhile; the learner chooses."""

    def __init__(self, question_keys: Iterable[str]) -> None:
        super().__init__(N_("This question was answered somewhere else in the meantime, in another way."))
        self.question_keys = tuple(question_keys)
