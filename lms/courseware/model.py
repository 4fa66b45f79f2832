"""What a course is once it has been read: frozen values and nothing else. Its questions are in `questions.py`.

Texts stay Markdown here; `compiler.py` turns them into HTML. `texts` maps a language code ("fr",
"en") to that language's words; the original is the first of `Course.languages`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import chain
from typing import Any

from lms.courseware.questions import Question


class BlockName(StrEnum):
    """The blocks that are not questions, by the word that opens them."""

    CASE = "case"
    TRY = "try"
    KEEP = "keep"
    NOTE = "note"
    WARNING = "warning"
    AUDIO = "audio"


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
