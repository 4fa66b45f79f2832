"""What a question is once it has been read, in one language: frozen values and nothing else.

Texts stay Markdown here; `compiler.py` turns them into HTML.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Kind(StrEnum):
    """The kinds of question; the values are what authors write after `type:`."""

    CHOICE = "choice"
    MULTIPLE = "multiple"
    MATCHING = "matching"
    ORDERING = "ordering"
    NUMERIC = "numeric"
    SHORT = "short"
    BLANKS = "blanks"
    SURVEY = "survey"
    REFLECTION = "reflection"
    ASSIGNMENT = "assignment"


SCORED = frozenset(Kind) - {Kind.SURVEY, Kind.REFLECTION, Kind.ASSIGNMENT}
# What stands around the id of a blank in a prompt: characters that no text may hold.
BLANK_OPEN, BLANK_CLOSE = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class Cell:
    """A thing that can be chosen, paired or ordered: an id that survives edits of the others, and its text."""

    id: str  # first 8 hex digits of the SHA-256 of its source text in the original
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice, multiple or survey question."""

    id: str
    text: str
    is_right: bool
    feedback: str  # Markdown, empty when there is none
    line: int


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of a matching question that has a left side: its cell and the id of its right one."""

    left: Cell
    right_id: str


@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers that are right, both ends included."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Blank:
    """One gap of a prompt: typed (`variants`) or chosen from a list (`options`); never both."""

    id: str  # its name, or its number in the original ("1", "2", …) when it has none
    is_named: bool
    variants: tuple[str, ...]
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of an assignment's rubric."""

    points: Fraction
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question in one language. Fields that its kind does not use are empty.

    In `prompt` and in nothing else a blank stands as `BLANK_OPEN + id + BLANK_CLOSE`.
    """

    key: str
    kind: Kind
    line: int
    prompt: str
    explanation: str = ""
    points: Fraction = Fraction(1)
    is_exact: bool = False  # `scoring: exact`
    is_shuffled: bool | None = None  # None: as the quiz says
    unit: str = ""
    facts: tuple[str, ...] = ()
    lesson: str = ""  # key of the lesson to read again, where the question was missed; of quizzes only
    options: tuple[Option, ...] = ()  # choice, multiple, survey
    left_label: str = ""  # matching: the header row
    right_label: str = ""
    pairs: tuple[Pair, ...] = ()  # matching
    rights: tuple[Cell, ...] = ()  # matching: every different right cell, distractors among them
    items: tuple[Cell, ...] = ()  # ordering, in the right order
    intervals: tuple[Interval, ...] = ()  # numeric
    accepted: tuple[str, ...] = ()  # short answer, in this language
    blanks: tuple[Blank, ...] = ()
    rubric: tuple[Criterion, ...] = ()  # assignment
    assessed_by: str = ""  # assignment: "self" or "trainer"

    @property
    def is_sorting(self) -> bool:
        """A matching question in which several things go to the same place."""
        return len({pair.right_id for pair in self.pairs}) < len(self.pairs)

    @property
    def is_scored(self) -> bool:
        """Whether the kind gives points by itself (a survey, a reflection, an assignment do not)."""
        return self.kind in SCORED
