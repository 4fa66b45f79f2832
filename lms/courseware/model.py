"""What a course is once it has been read: frozen values and nothing else.

Texts stay Markdown here; `compiler.py` turns them into HTML. `texts` maps a language code ("fr",
"en") to that language's words; the original is the first of `Course.languages`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import chain
from typing import Any


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


class BlockName(StrEnum):
    """The blocks that are not questions, by the word that opens them."""

    CASE = "case"
    TRY = "try"
    KEEP = "keep"
    NOTE = "note"
    WARNING = "warning"
    AUDIO = "audio"


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


BLANK_OPEN, BLANK_CLOSE = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown between the blocks."""

    text: str
    line: int  # of its first line


@dataclass(frozen=True, slots=True)
class Block:
    """A block that is not a question. An audio block's text is its transcript."""

    name: BlockName
    title: str
    text: str
    line: int  # of its opener; the text begins on the next one
    media: str = ""  # audio: the file's name in media/, language part left out
    is_only: bool = False  # audio: `{.only}`, this language alone has it


Segment = Prose | Block | Question


@dataclass(frozen=True, slots=True)
class LessonText:
    """A lesson in one language."""

    path: str
    title: str
    summary: str
    objectives: tuple[str, ...]
    audio: str  # name in media/ or ""
    downloads: Mapping[str, str]  # name in media/ → label
    body: tuple[Segment, ...]
    body_line: int
    words: int  # as learners read them: questions counted, code not

    @property
    def questions(self) -> tuple[Question, ...]:
        """The lesson's formative questions, in order."""
        return tuple(segment for segment in self.body if isinstance(segment, Question))


@dataclass(frozen=True, slots=True)
class Lesson:
    """The smallest thing a learner finishes."""

    key: str
    minutes: int | None  # as the author states it; None: measured per language
    texts: Mapping[str, LessonText]

    def minutes_in(self, language: str) -> int:
        """Reading time in whole minutes, at least 1: the author's, else 180 words a minute."""
        return self.minutes or max(1, round(self.texts[language].words / 180))


@dataclass(frozen=True, slots=True)
class QuizText:
    """A quiz's words in one language."""

    path: str
    title: str
    body: tuple[Segment, ...]
    body_line: int

    @property
    def questions(self) -> tuple[Question, ...]:
        """Its own, in order."""
        return tuple(segment for segment in self.body if isinstance(segment, Question))


@dataclass(frozen=True, slots=True)
class QuizSettings:
    """How a quiz is taken; see the course format for the meaning of each."""

    pass_percent: int | None = 60  # None: a quiz that only measures
    attempts: int | None = None  # None: unlimited
    per_hours: int | None = None
    pools: tuple[str, ...] = ()  # `from`
    draw: int | Mapping[str, int] | None = None
    shuffle: str = "all"  # none | options | all
    feedback: str = "submitted"  # each | submitted | passed
    page: str = "one"  # one | all
    measures_before: str | None = None  # the partner's key
    time_limit_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Quiz:
    """A module's quiz or the course's exam."""

    key: str
    settings: QuizSettings
    texts: Mapping[str, QuizText]


@dataclass(frozen=True, slots=True)
class ProjectText:
    """The course's assignment in one language."""

    path: str
    title: str
    body: tuple[Segment, ...]
    body_line: int


@dataclass(frozen=True, slots=True)
class Project:
    """One assignment for the whole course."""

    key: str
    texts: Mapping[str, ProjectText]


@dataclass(frozen=True, slots=True)
class ModuleText:
    """A module's words in one language."""

    path: str
    title: str
    summary: str
    objectives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Module:
    """A part of a course: lessons and quizzes in their order."""

    key: str
    number: int  # the 01- of its folder
    items: tuple[Lesson | Quiz, ...]
    texts: Mapping[str, ModuleText]

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """The module's lessons, in order."""
        return tuple(item for item in self.items if isinstance(item, Lesson))


@dataclass(frozen=True, slots=True)
class TermText:
    """A glossary entry in one language."""

    name: str
    definition: str  # Markdown
    line: int


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry; its first use in a lesson's prose becomes a link."""

    key: str
    texts: Mapping[str, TermText]


@dataclass(frozen=True, slots=True)
class Media:
    """A file of the media folder, under the name it has on the disk (`a.fr.svg`)."""

    name: str
    digest: str  # SHA-256 of its bytes, hex
    size_bytes: int


@dataclass(frozen=True, slots=True)
class CourseText:
    """The course's own words in one language."""

    path: str
    title: str
    summary: str
    audience: str
    objectives: tuple[str, ...]
    description: str  # Markdown
    body_line: int


@dataclass(frozen=True, slots=True)
class Completion:
    """What it takes to complete the course."""

    lessons: str = "all"  # all | none
    quizzes: str = "none"  # none | pass
    exam: str = "none"
    project: str = "none"


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the certificate vouches for."""

    hours: Fraction
    valid_months: int | None


@dataclass(frozen=True, slots=True)
class Course:
    """A whole course in all its languages."""

    slug: str
    languages: tuple[str, ...]  # the first is the original
    institution: str
    level: str
    licence: str
    authors: tuple[str, ...]
    source: str | None
    topics: tuple[str, ...]
    access: str  # open | enrolled
    opens: str | None  # ISO dates in the site's zone
    closes: str | None
    required: tuple[str, ...]  # slugs of courses
    advised: tuple[str, ...]
    completion: Completion
    certificate: Certificate | None
    modules: tuple[Module, ...]
    exam: Quiz | None
    project: Project | None
    glossary: tuple[Term, ...]
    media: Mapping[str, Media]
    texts: Mapping[str, CourseText]
    stale: Mapping[str, str] = field(default_factory=dict)  # path of a translation → its original's path

    @property
    def original(self) -> str:
        """The language the course was written in first."""
        return self.languages[0]

    @property
    def lessons(self) -> Iterator[Lesson]:
        """Every lesson, in the order of the course."""
        return (lesson for module in self.modules for lesson in module.lessons)

    @property
    def pages(self) -> Iterator[Lesson | Quiz]:
        """Every lesson and quiz in the order of the course, the exam last."""
        return chain(*(module.items for module in self.modules), filter(None, [self.exam]))

    @property
    def quizzes(self) -> Iterator[Quiz]:
        """Every quiz in the order of the course, the exam last."""
        return (page for page in self.pages if isinstance(page, Quiz))

    def media_for(self, name: str, language: str) -> Media | None:
        """The file that stands for `media/name` in `language`: `a.fr.svg` for `a.svg`, else `a.svg` itself."""
        stem, dot, suffix = name.rpartition(".")
        return self.media.get(f"{stem}.{language}{dot}{suffix}") or self.media.get(name)


@dataclass(frozen=True, slots=True)
class Directory:
    """What the platform knows around the courses: `courses/institutions.yml`, `courses/topics.yml`, other slugs.

    `None` for a set means it is not known here (a zip on a laptop); then nothing is said of it.
    """

    institutions: Mapping[str, Any] | None = None
    topics: Mapping[str, Any] | None = None
    courses: frozenset[str] | None = None
