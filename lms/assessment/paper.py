"""An attempt as the learner sees it: the pinned questions as they were asked, and the answers kept to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lms.assessment.answers import Answer, read_answer
from lms.assessment.drawing import as_asked
from lms.courseware.compiled import CompiledQuestion, CompiledQuiz


@dataclass(frozen=True)
class Asked:
    """A question of an attempt, laid out as it was when the attempt started."""

    number: int  # from 1
    quiz: CompiledQuiz  # that it stands in
    written: CompiledQuestion  # as its author wrote it
    orders: Mapping[str, Sequence[str]]  # of what it offers, as the attempt pins them

    @property
    def key(self) -> str:
        """The question's key."""
        return self.written.key

    @cached_property
    def question(self) -> CompiledQuestion:
        """The question with what it offers in the order of this attempt; most pages show one of them all."""
        return as_asked(self.written, self.orders)

    def answer(self, kept: "KeptFields | None", language: str) -> Answer:
        """What was kept as an answer; typed numbers are read in the language they were typed in."""
        return read_answer(self.question, kept, language) if kept else Answer()

    @property
    def untouched(self) -> Answer:
        """What the page shows before there is an answer: things to order stand in some order."""
        return Answer(chosen=tuple(self.orders.get("items", ())))


class KeptFields:
    """Fields of a form as an answer keeps them: [[name, value], …]."""

    def __init__(self, fields: Iterable[Sequence[str]]) -> None:
        self._fields = [(name, value) for name, value in fields]

    def getlist(self, key: str, /) -> list[str]:
        """Every value under a name, in order."""
        return [value for name, value in self._fields if name == key]


class PrefixedFields:
    """The fields of one question in a form that holds several: their names begin with the question's key."""

    def __init__(self, fields: Any, prefix: str) -> None:
        self._fields, self._prefix = fields, prefix

    def getlist(self, key: str, /) -> list[str]:
        """Every value sent under a name of this question, in order."""
        found: list[str] = self._fields.getlist(self._prefix + key)
        return found


def paper(pinned: Iterable[Mapping[str, Any]], quizzes: Mapping[str, CompiledQuiz]) -> tuple[Asked, ...]:
    """The questions of an attempt in the order asked. `quizzes`: those of its pinned release, in one language."""
    questions = {(quiz.key, question.key): question for quiz in quizzes.values() for question in quiz.questions}
    return tuple(
        Asked(number, quizzes[one["quiz"]], questions[one["quiz"], one["key"]], one["orders"])
        for number, one in enumerate(pinned, start=1)
    )
