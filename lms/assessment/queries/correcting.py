"""Corrected questions: which ones differ from what was asked, what is to be mapped, what an answer is worth now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, NamedTuple

from lms.assessment.answers import read_answer
from lms.assessment.models import Regrade
from lms.assessment.paper import KeptFields
from lms.assessment.regrading import Outcome, Result, regraded
from lms.assessment.rekeying import Rekeyed, differs, offered_ids, rekeyed, right_words
from lms.courseware.compiled import CompiledQuestion
from lms.publishing.queries.quizzes import Quizzes, quizzes


class Graded(NamedTuple):
    """An answer that counts, and the closed attempt that it stands in."""

    attempt_id: int
    enrolment_id: int
    release_id: int
    settings: Mapping[str, Any]
    points: str
    out_of: str
    share: str
    has_passed: bool | None
    fields: list[list[str]]
    language: str
    answer_points: str | None
    all_points: str  # of every answer of the attempt, with spaces between them


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction does to an attempt."""

    graded: Graded
    before: Result
    answer_before: Fraction
    answer_after: Fraction
    outcome: Outcome

    @property
    def is_newly_passed(self) -> bool:
        """Whether the attempt reaches the pass mark by it."""
        return self.outcome.result.has_passed is True and self.before.has_passed is False


class Unclear(NamedTuple):
    """An answer that stays as it was: nobody can tell what it is worth by the correction."""

    graded: Graded


class Correction:
    """One question as a release corrects it, to be applied to answers given to earlier wordings of it."""

    def __init__(
        self, question_key: str, release_id: int, mapping: Mapping[str, str], known: Mapping[int, Quizzes] | None = None
    ) -> None:
        """`known`: the quizzes of releases, if they are at hand; others are read when they are needed."""
        self.question_key, self.release_id, self._mapping = question_key, release_id, mapping
        self._known = known or {}
        self._questions: dict[int, dict[str, CompiledQuestion]] = {}
        self._rekeyed: dict[tuple[int, str], Rekeyed | None] = {}
        self._worth: dict[tuple[int, str, str], Fraction | None] = {}

    def question(self, release_id: int, language: str) -> CompiledQuestion | None:
        """The question as a release words it, in a language or else another; None if that release has it not."""
        if release_id not in self._questions:
            texts = self._known.get(release_id) or quizzes(release_id)
            self._questions[release_id] = _worded(texts, self.question_key)
        found = self._questions[release_id]
        return found.get(language) or next(iter(found.values()), None)

    def rekeyed(self, release_id: int, language: str) -> Rekeyed | None:
        """The question as that release asked it, with what is right by the correction."""
        key = (release_id, language)
        if key not in self._rekeyed:
            asked, corrected = self.question(release_id, language), self.question(self.release_id, language)
            self._rekeyed[key] = rekeyed(asked, corrected, self._mapping) if asked and corrected else None
        return self._rekeyed[key]

    def change(self, graded: Graded) -> Change | Unclear | None:
        """What becomes of an attempt; None if its answer is worth what it was."""
        worth = self._worth_of(graded)
        if worth is None:
            return Unclear(graded)
        answer_before = Fraction(graded.answer_points or 0)
        if worth == answer_before:
            return None
        before = Result(Fraction(graded.points), Fraction(graded.share), graded.has_passed)
        points = sum(map(Fraction, graded.all_points.split()), start=worth - answer_before)
        outcome = regraded(before, Fraction(graded.out_of), points, graded.settings.get("pass_percent"))
        return Change(graded, before, answer_before, worth, outcome)

    def _worth_of(self, graded: Graded) -> Fraction | None:
        """The same answer, given to the same wording in the same language, is weighed once."""
        key = (graded.release_id, graded.language, json.dumps(graded.fields))
        if key not in self._worth:
            asked, now = (
                self.question(graded.release_id, graded.language),
                self.rekeyed(graded.release_id, graded.language),
            )
            worth = None
            if asked is not None and now is not None:
                worth = now.points(read_answer(asked, KeptFields(graded.fields), graded.language))
            self._worth[key] = worth
        return self._worth[key]


def _worded(found: Quizzes, question_key: str) -> dict[str, CompiledQuestion]:
    """A question in every language of a release; keys share one name space in a course."""
    return {
        language: question
        for language, texts in found.texts.items()
        for quiz in texts.values()
        for question in quiz.questions
        if question.key == question_key
    }


class Candidate(NamedTuple):
    """A question that was graded by another key before, or whose options were reworded."""

    key: str
    label: str
    is_reworded: bool
    right_before: tuple[str, ...]  # by the last release that differs
    right_now: tuple[str, ...]


def candidates(
    release_id: int,
    known: Mapping[int, Quizzes],
    language: str,
    taken: Mapping[int, datetime],
    in_force: Mapping[str, Regrade],
) -> list[Candidate]:
    """The questions of a release whose right answers differ from those of the others in `known`, in its order.

    Not those regraded by the same right answers, unless others were right in an attempt that began after that: `taken`
    says when the last attempt at a release began, `in_force` what question was regraded last by which release.
    """
    now = _questions(known[release_id], language)
    regraded_at = {}
    for key, regrade in in_force.items():
        regraded_by = _questions(known[regrade.release_id], language).get(key)
        if key in now and regraded_by is not None and not differs(regraded_by, now[key]):
            regraded_at[key] = regrade.made_at
    found: dict[str, Candidate] = {}
    for number, texts in known.items():
        for key, asked in _questions(texts, language).items():
            if key in regraded_at and (number not in taken or taken[number] <= regraded_at[key]):
                continue
            if key in now and key not in found and differs(asked, now[key]):
                is_reworded = not offered_ids(asked).keys() <= offered_ids(now[key]).keys()
                found[key] = Candidate(key, now[key].label, is_reworded, right_words(asked), right_words(now[key]))
    return [found[key] for key in now if key in found]


def _questions(found: Quizzes, language: str) -> dict[str, CompiledQuestion]:
    quizzes_ = found.in_language(language).values()
    return {question.key: question for quiz in quizzes_ for question in quiz.questions}


@dataclass(frozen=True, slots=True)
class Rewording:
    """What earlier releases offered to a question and this one does not under the same id; and what this one offers
    and one of them at least did not.
    """

    former: Mapping[str, str]  # id → words
    present: Mapping[str, str]

    @property
    def obvious(self) -> dict[str, str]:
        """Which is which, where only one was reworded."""
        return dict(zip(self.former, self.present, strict=True)) if len(self.former) == len(self.present) == 1 else {}


def rewording(question_key: str, release_id: int, known: Mapping[int, Quizzes], language: str) -> Rewording:
    """What somebody has to say is which: of the releases in `known`, those but `release_id` are the earlier ones."""
    now = _questions(known[release_id], language).get(question_key)
    offered_now = offered_ids(now) if now else {}
    former: dict[str, str] = {}
    present: dict[str, str] = {}
    for number, texts in known.items():
        asked = _questions(texts, language).get(question_key)
        if number != release_id and asked is not None and now is not None and asked.kind == now.kind:
            offered = offered_ids(asked)
            former |= {key: words for key, words in offered.items() if key not in offered_now}
            present |= {key: words for key, words in offered_now.items() if key not in offered}
    return Rewording(former, present)
