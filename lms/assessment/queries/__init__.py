"""What other features may ask of assessment: to read, grade and lay out; attempts and their results."""

from lms.assessment.allowance import Allowance, allowance
from lms.assessment.answers import (
    LONGEST_BLANK,
    LONGEST_TEXT,
    Answer,
    Fields,
    form_fields,
    move,
    read_answer,
)
from lms.assessment.closing import is_closed, is_overdue, minutes_given
from lms.assessment.display import (
    Piece,
    prompt_pieces,
    shown_entries,
    shown_items,
    shown_lefts,
    shown_options,
    shown_rights,
    split_prompt,
    words_asked,
)
from lms.assessment.drawing import draw
from lms.assessment.grading import Outcome, Part, Verdict, grade
from lms.assessment.models import Attempt
from lms.assessment.paper import Asked, KeptFields, PrefixedFields, paper
from lms.assessment.queries.tries import (
    QuizResult,
    answers,
    asked_by_measures,
    asked_last,
    attempt,
    quiz_results,
    quiz_results_in,
    tries,
    version_kept,
)  # fmt: skip
from lms.assessment.refusals import LockedAnswer, NoTriesLeft, OtherAnswer, UnknownQuestion, UnknownQuiz
from lms.assessment.scoring import percent_down, score

__all__ = [
    "LONGEST_BLANK",
    "LONGEST_TEXT",
    "Allowance",
    "Answer",
    "Asked",
    "Attempt",
    "Fields",
    "KeptFields",
    "LockedAnswer",
    "NoTriesLeft",
    "OtherAnswer",
    "Outcome",
    "Part",
    "Piece",
    "PrefixedFields",
    "QuizResult",
    "UnknownQuestion",
    "UnknownQuiz",
    "Verdict",
    "allowance",
    "answers",
    "asked_by_measures",
    "asked_last",
    "attempt",
    "draw",
    "form_fields",
    "grade",
    "is_closed",
    "is_overdue",
    "minutes_given",
    "move",
    "paper",
    "percent_down",
    "prompt_pieces",
    "quiz_results",
    "quiz_results_in",
    "read_answer",
    "score",
    "shown_entries",
    "shown_items",
    "shown_lefts",
    "shown_options",
    "shown_rights",
    "split_prompt",
    "tries",
    "version_kept",
    "words_asked",
]  # fmt: skip
