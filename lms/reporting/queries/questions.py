"""The questions of a course as their first attempts show them: figures, and what is worth a look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from lms.config import LANGUAGES
from lms.courseware.compiled import CompiledQuestion, CompiledQuiz, Outline, OutlineItem
from lms.db import db
from lms.publishing.models import Course, CurrentRelease
from lms.publishing.queries import release_outlines
from lms.publishing.queries.quizzes import Quizzes, quizzes_in
from lms.reporting.flags import GRAVE, Flag, flags
from lms.reporting.items import Analysis, analyse
from lms.reporting.queries.takings import Reader, answers_of, first_attempts

QUIZ_KINDS = frozenset({"quiz", "exam"})


@dataclass(frozen=True, slots=True)
class CourseTaken:
    """A course as readers see it now; `outline` in the language of the page, else in its own."""

    course_id: int
    release_id: int
    outline: Outline

    @property
    def quizzes(self) -> tuple[OutlineItem, ...]:
        """Its quizzes and its exam, in order."""
        return tuple(item for item in self.outline.items if item.kind in QUIZ_KINDS)


@dataclass(frozen=True, slots=True)
class QuestionLook:
    """A question, by its place among those that the quiz may ask."""

    number: int  # from 1
    question: CompiledQuestion
    analysis: Analysis
    flags: tuple[Flag, ...]
    left_out: int  # takers who were asked it while other answers were right


@dataclass(frozen=True)
class QuizLook:
    """A quiz as its current release asks it, with what was made of its questions."""

    quiz: CompiledQuiz
    attempts: int
    is_sample: bool  # there are more takers than were looked at
    questions: tuple[QuestionLook, ...]
    languages: tuple[str, ...]  # in which it can be taken
    current: Quizzes

    @cached_property
    def flagged(self) -> tuple[QuestionLook, ...]:
        """The questions that are worth a look, those that may hold a fault first."""
        found = [one for one in self.questions if one.flags]
        return tuple(sorted(found, key=lambda one: (not _is_grave(one), one.number)))

    @property
    def grave(self) -> int:
        """How many of them may hold a fault."""
        return sum(_is_grave(one) for one in self.flagged)

    def question(self, key: str) -> QuestionLook | None:
        """A question by its key."""
        return next((one for one in self.questions if one.question.key == key), None)

    def in_language(self, key: str, language: str) -> CompiledQuestion | None:
        """The text of a question in a language of the course."""
        quizzes = self.current.texts.get(language, {}).values()
        return next((one for quiz in quizzes for one in quiz.questions if one.key == key), None)


def _is_grave(look: QuestionLook) -> bool:
    return any(flag.look in GRAVE for flag in look.flags)


def course_taken(slug: str, language: str) -> CourseTaken | None:
    """A course by its slug. 2 queries, 3 cold."""
    row = db.session.execute(
        select(Course.id, CurrentRelease.release_id)
        .join(CurrentRelease, CurrentRelease.course_id == Course.id)
        .where(Course.slug == slug)
    ).one_or_none()
    if row is None:
        return None
    spoken = release_outlines([row.release_id])[row.release_id]
    return CourseTaken(row.id, row.release_id, spoken.get(language) or next(iter(spoken.values())))


def looks(
    course: CourseTaken, quiz_keys: Sequence[str], language: str, *, with_times: bool = True
) -> dict[str, QuizLook]:
    """What was made of these quizzes of a course, by their keys. 3 queries, 4 cold, however many quizzes."""
    attempts = first_attempts(course.course_id, quiz_keys)
    releases = quizzes_in({course.release_id, *(row.release_id for row in attempts)})
    current = releases[course.release_id]
    languages = tuple(one for one in LANGUAGES if one in current.texts)
    reader = Reader(current, releases, language)
    found = reader.read(attempts, answers_of(course.course_id, quiz_keys, with_times=with_times))
    result = {}
    for key in quiz_keys:
        quiz, takings = current.in_language(language)[key], found.get(key)
        questions = []
        for number, question in enumerate(reader.questions(key).values(), start=1):
            analysis = analyse(takings.by_question[question.key] if takings else [], languages)
            told = flags(question, analysis, is_before=quiz.settings.measures_before is not None)
            left_out = takings.left_out[question.key] if takings else 0
            questions.append(QuestionLook(number, question, analysis, told, left_out))
        result[key] = QuizLook(
            quiz, takings.attempts if takings else 0, takings is not None and takings.is_sample, tuple(questions),
            languages, current,
        )  # fmt: skip
    return result
