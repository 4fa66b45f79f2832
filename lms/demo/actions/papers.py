"""Whole attempts at hand: drawn, answered and graded by the very rules that learners' own go through.

To draw and to grade costs a hundred times what a row costs. So some dozens of attempts are made of each quiz and
language, and every learner who takes it has one of them.
"""

import json
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from lms.assessment.queries import KeptFields, draw, form_fields, grade, paper, read_answer, score
from lms.courseware.compiled import CompiledQuiz
from lms.demo.answering import fields
from lms.demo.journeys import Try
from lms.demo.queries import Taken

# Of those that passed, and of the others, a quiz and language: so many that figures of questions are not those of a few
# papers counted often, which would make good questions look faulty.
_KEPT = 60
_KEPT_WITHOUT_MARK = 240  # where passed or not is no difference
_TRIES = 60  # to get one that passed, or one that did not, where a quiz lets either happen
_UNANSWERED = 0.02


class Kept(NamedTuple):
    """An answer as its row keeps it: question, fields as JSON, points."""

    question_key: str
    fields: str
    points: str


@dataclass(frozen=True, slots=True)
class Paper:
    """An attempt without whose it is and when. JSON is text already."""

    questions: str
    settings: str
    is_locking: bool  # each answer is explained at once, and holds
    points: str
    out_of: str
    share: str
    has_passed: bool | None
    answers: tuple[Kept, ...]


class Papers:
    """The attempts that learners may have made at the quizzes of the courses, the same for the same seed.

    Each is made when the first learner has it.
    """

    def __init__(self, courses: list[Taken], seed: int) -> None:
        self._seed = seed
        self._courses = {course.quizzes.release_id: course for course in courses}
        self._made: dict[tuple[int, str, str, bool, int], Paper] = {}
        self._kept = {
            (course.quizzes.release_id, key): _KEPT if quiz.settings.pass_percent is not None else _KEPT_WITHOUT_MARK
            for course in courses
            for key, quiz in course.quizzes.in_language(course.original.language).items()
        }

    def of(self, release_id: int, language: str, tried: Try) -> Paper:
        """What was asked and answered in a try; one that is open has got half-way."""
        number = int(tried.lot * self._kept[release_id, tried.quiz_key])
        which = (release_id, language, tried.quiz_key, tried.has_passed, number)
        if which not in self._made:
            self._made[which] = self._make(*which)
        return self._made[which]

    def _make(self, release_id: int, language: str, key: str, has_passed: bool, number: int) -> Paper:
        """One that passed, or did not; where there is no mark, or nobody can do so, any."""
        course = self._courses[release_id]
        known = dict(course.quizzes.in_language(language))
        name = f"{self._seed}/{course.original.slug}/{key}/{language}/{has_passed}/{number}"
        random = Random(name)  # noqa: S311 - no secret
        for _ in range(_TRIES):
            made = _one(known[key], known, language, random, has_passed=has_passed)
            if made.has_passed in (has_passed, None):
                break
        return made


def _one(
    quiz: CompiledQuiz, known: dict[str, CompiledQuiz], language: str, random: Random, *, has_passed: bool
) -> Paper:
    """One that was probably passed, or not; where there is no mark, by anybody."""
    dice, settings = random.random, quiz.settings
    drawn = [one.as_json() for one in draw(quiz, known, f"{random.getrandbits(128):032x}")]
    least, most = (0.2, 1.0) if settings.pass_percent is None else (0.4, 1.0) if has_passed else (0.1, 0.8)
    talent = least + (most - least) * dice()
    verdicts, answers = [], []
    for asked in paper(drawn, known):
        sent = [] if dice() < _UNANSWERED else fields(asked.question, language, dice, is_right=dice() < talent)
        answer = read_answer(asked.question, KeptFields(sent), language)
        verdict = grade(asked.question, answer)
        verdicts.append(verdict)
        if kept := form_fields(answer):
            answers.append(Kept(asked.key, json.dumps([list(pair) for pair in kept]), str(verdict.points)))
    result = score(verdicts, settings.pass_percent)
    return Paper(
        questions=json.dumps(drawn),
        settings=json.dumps(
            {"feedback": settings.feedback, "page": settings.page, "pass_percent": settings.pass_percent}
        ),
        is_locking=settings.feedback == "each",
        points=str(result.points),
        out_of=str(result.out_of),
        share=str(result.share),
        has_passed=result.has_passed,
        answers=tuple(answers),
    )
