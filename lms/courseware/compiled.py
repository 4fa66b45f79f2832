"""A course's pages ready for templates: sanitised HTML of prose, questions as data.

Stored as JSON per lesson or quiz and language (`dump`, `load`); a learner's page reads nothing else. Every
`*_html` is sanitised; every other text is plain and typographically set, and is escaped by the template.
Addresses inside HTML are absolute paths on the site (`/fr/courses/…`, `/media/…`).
"""

import zlib
from dataclasses import dataclass
from typing import TypeVar

from pydantic import TypeAdapter

from lms.courseware.questions import SCORED

COMPILER_VERSION = 4


@dataclass(frozen=True, slots=True)
class CompiledCell:
    """A thing to pair or to order. `text` is its plain text, for `<option>` and screen readers."""

    id: str
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class CompiledOption:
    """One option of a choice, multiple or survey question, or of a blank that is a list."""

    id: str
    html: str
    text: str
    is_right: bool
    feedback_html: str


@dataclass(frozen=True, slots=True)
class CompiledBlank:
    """A gap. In the prompt's HTML it stands as `BLANK_OPEN + id + BLANK_CLOSE` (see `model`)."""

    id: str
    accepted: tuple[str, ...]  # of every language; empty for a list
    shown: str  # the variant to show as the answer in this language
    options: tuple[CompiledOption, ...]


@dataclass(frozen=True, slots=True)
class CompiledQuestion:
    """A question in one language, with what grading needs. Numbers are exact fractions as text ("3/2")."""

    key: str
    kind: str  # a value of `model.Kind`
    prompt_html: str
    label: str  # the prompt as one line of plain text
    explanation_html: str
    points: str
    is_exact: bool
    is_shuffled: bool | None
    is_sorting: bool
    unit: str
    options: tuple[CompiledOption, ...]
    left_label: str
    right_label: str
    lefts: tuple[CompiledCell, ...]
    rights: tuple[CompiledCell, ...]
    right_of: dict[str, str]  # left id → right id
    items: tuple[CompiledCell, ...]  # in the right order
    intervals: tuple[tuple[str, str], ...]
    accepted: tuple[str, ...]  # short answers of every language, as authors typed them
    shown: str  # the accepted answer to show, in this language
    blanks: tuple[CompiledBlank, ...]
    rubric: tuple[tuple[str, str], ...]  # points, text
    assessed_by: str
    # Key of the lesson to read again, where the question was missed. A default, for parts that were compiled before a
    # question could name one.
    lesson: str = ""

    @property
    def is_scored(self) -> bool:
        """Whether an answer to it gives points."""
        return self.kind in SCORED


@dataclass(frozen=True, slots=True)
class CompiledFile:
    """A file to fetch: a download or a recording."""

    name: str  # as the author named it, for the saved file
    label: str
    address: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class CompiledSegment:
    """A stretch of a page. `kind`: prose, question, or a value of `model.BlockName`."""

    kind: str
    title: str
    html: str
    audio: CompiledFile | None
    question: CompiledQuestion | None


@dataclass(frozen=True, slots=True)
class OutlineTerm:
    """A glossary entry."""

    key: str
    name: str
    definition_html: str


@dataclass(frozen=True, slots=True)
class CompiledLesson:
    """One lesson in one language."""

    key: str
    title: str
    summary: str
    objectives: tuple[str, ...]
    minutes: int
    audio: CompiledFile | None
    downloads: tuple[CompiledFile, ...]
    segments: tuple[CompiledSegment, ...]
    notes_html: str  # the list items of the footnotes, or ""
    terms: tuple[OutlineTerm, ...]  # the glossary entries its prose uses, in order of first use
    plain: str  # the prose as plain text, for the search
    picture_bytes: int


@dataclass(frozen=True, slots=True)
class CompiledSettings:
    """How a quiz is taken, as it is in force: see `model.QuizSettings` and the course format."""

    pass_percent: int | None  # None: a quiz that only measures
    attempts: int | None  # None: unlimited
    per_hours: int | None
    pools: tuple[str, ...]  # other quizzes whose questions it may ask
    draw: int | dict[str, int] | None
    shuffle: str
    feedback: str
    page: str
    measures_before: str | None
    time_limit_minutes: int | None


@dataclass(frozen=True, slots=True)
class CompiledQuiz:
    """One quiz in one language: its own questions, in the order of its author."""

    key: str
    language: str
    title: str
    settings: CompiledSettings
    segments: tuple[CompiledSegment, ...]
    notes_html: str  # the list items of the footnotes of its prose, or ""
    picture_bytes: int

    @property
    def questions(self) -> tuple[CompiledQuestion, ...]:
        """Its own questions."""
        return tuple(segment.question for segment in self.segments if segment.question is not None)


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """A line of a course's contents."""

    kind: str  # lesson | quiz | exam | project
    key: str
    title: str
    summary: str
    minutes: int  # 0 for what is not a lesson
    kilobytes: int  # what a learner downloads to open it for the first time, pictures included
    pass_percent: int | None = None  # of a quiz or exam; None: it only measures, or is none
    questions: int = 0  # how many a quiz or the exam asks

    @property
    def is_scored(self) -> bool:
        """Whether it is a quiz or an exam that can be passed."""
        return self.pass_percent is not None


@dataclass(frozen=True, slots=True)
class OutlineModule:
    """A module in a course's contents."""

    key: str
    number: int  # position from 1
    title: str
    summary: str
    objectives: tuple[str, ...]
    items: tuple[OutlineItem, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A course in one language: everything its page and the frame around its lessons show."""

    slug: str
    language: str
    languages: tuple[str, ...]
    title: str
    summary: str
    audience: str
    objectives: tuple[str, ...]
    description_html: str
    institution: str  # its name in this language
    institution_slug: str
    level: str
    licence: str
    authors: tuple[str, ...]
    source: str | None
    topics: tuple[tuple[str, str], ...]  # key, name in this language
    access: str
    opens: str | None
    closes: str | None
    required: tuple[str, ...]
    advised: tuple[str, ...]
    completion: dict[str, str]  # lessons, quizzes, exam, project → all | pass | none
    exam_pass_percent: int | None
    certificate_hours: str | None  # a fraction as text; None: no certificate
    certificate_valid_months: int | None
    modules: tuple[OutlineModule, ...]
    final: tuple[OutlineItem, ...]  # exam, project
    terms: tuple[OutlineTerm, ...]
    minutes: int
    kilobytes: int

    @property
    def cloth(self) -> int:
        """Which of the three cloths is the course's: the same in every list and language, and on its certificates."""
        return zlib.crc32(self.slug.encode()) % 3

    @property
    def lessons(self) -> tuple[OutlineItem, ...]:
        """Every lesson, in order."""
        return tuple(item for item in self.items if item.kind == "lesson")

    @property
    def items(self) -> tuple[OutlineItem, ...]:
        """Everything there is to do, in order: lessons and quizzes, then the exam and the project."""
        return (*(item for module in self.modules for item in module.items), *self.final)

    def item(self, key: str) -> OutlineItem | None:
        """What has this key, if something has."""
        return next((item for item in self.items if item.key == key), None)


Part = TypeVar("Part", CompiledLesson, CompiledQuiz, Outline)

_ADAPTERS: dict[type, TypeAdapter[object]] = {}


def dump(part: CompiledLesson | CompiledQuiz | Outline) -> str:
    """The part as JSON text, the same text for the same part."""
    return _adapter(type(part)).dump_json(part).decode()


def load(kind: type[Part], text: str | bytes) -> Part:
    """The part that `dump` wrote."""
    return _adapter(kind).validate_json(text)  # type: ignore[return-value]


def _adapter(kind: type) -> TypeAdapter[object]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]
