"""What other features may ask of assessment: to read an answer, to grade it, to lay a question out."""

from lms.assessment.answers import (
    LONGEST_BLANK,
    LONGEST_TEXT,
    Answer,
    Fields,
    form_fields,
    move,
    read_answer,
)
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
from lms.assessment.grading import Outcome, Part, Verdict, grade

__all__ = [
    "LONGEST_BLANK",
    "LONGEST_TEXT",
    "Answer",
    "Fields",
    "Outcome",
    "Part",
    "Piece",
    "Verdict",
    "form_fields",
    "grade",
    "move",
    "prompt_pieces",
    "read_answer",
    "shown_entries",
    "shown_items",
    "shown_lefts",
    "shown_options",
    "shown_rights",
    "split_prompt",
    "words_asked",
]
