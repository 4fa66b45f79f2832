"""Whole attempts at hand: drawn, answered and graded by the very rules that learners' own go through.

To draw and to grade costs a hundred times what a row costs. So some dozens of attempts are made of each quiz and
language, and every learner who takes it has one of them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from lms.assessment.queries import KeptFields, draw, form_fields, grade, paper, read_answer, score
from lms.courseware.compiled import CompiledQuiz
from lms.demo.answering import fields
from lms.demo.journeys import Try
from lms.demo.queries import Taken
from lms.demo.shares import one_of

# Of those that passed, and of the others, a quiz and language: so many that figures of questions are not those of a few
# papers counted often, which would make good questions look faulty.
_KEPT = 72
_MADE = 400  # at most, to get them
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
    """The attempts that learners may have made at the quizzes of the courses, the same for the same seed."""

    def __init__(self, courses: list[Taken], seed: int) -> None:
        self._known: dict[tuple[int, str, str, bool], tuple[Paper, ...]] = {}
        for course in courses:
            for language in ("fr", "en"):
                known = course.quizzes.in_language(language)
                for key, quiz in known.items():
                    random = Random(f"{seed}/{course.original.slug}/{key}/{language}")  # noqa: S311 - no secret
                    for has_passed, made in _sorted(_made(quiz, dict(known), language, random)).items():
                        self._known[course.quizzes.release_id, language, key, has_passed] = made

    def of(self, release_id: int, language: str, tried: Try) -> Paper:
        """What was asked and answered in a try; one that is open has got half-way."""
        wanted = self._known.get((release_id, language, tried.quiz_key, tried.has_passed))
        # A quiz that nobody can fail, or pass, has one kind only.
        found = wanted or self._known[release_id, language, tried.quiz_key, not tried.has_passed]
        return one_of(found, lambda: tried.lot)


def _sorted(made: Iterator[Paper]) -> dict[bool, tuple[Paper, ...]]:
    """By whether they passed, until there are enough of both; where there is no mark, all are as good as passed."""
    found: dict[bool, list[Paper]] = {True: [], False: []}
    for one in made:
        same = found[one.has_passed is not False]
        if len(same) < _KEPT:
            same.append(one)
        if all(len(some) == _KEPT for some in found.values()) or (one.has_passed is None and len(same) == _KEPT):
            break
    return {has_passed: tuple(some) for has_passed, some in found.items() if some}


def _made(quiz: CompiledQuiz, known: dict[str, CompiledQuiz], language: str, random: Random) -> Iterator[Paper]:
    for _ in range(_MADE):
        yield _one(quiz, known, language, random)


def _one(quiz: CompiledQuiz, known: dict[str, CompiledQuiz], language: str, random: Random) -> Paper:
    dice, settings = random.random, quiz.settings
    drawn = [one.as_json() for one in draw(quiz, known, f"{random.getrandbits(128):032x}")]
    talent = 0.35 + 0.65 * dice()
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
