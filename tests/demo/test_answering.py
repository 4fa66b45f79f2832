"""What synthetic learners answer, read and graded as every answer is."""

from random import Random

import pytest

from lms.assessment.answers import form_fields, read_answer
from lms.assessment.grading import Outcome, grade
from lms.assessment.paper import KeptFields
from lms.courseware.compiled import CompiledQuestion
from lms.demo.answering import fields
from tests.assessment.made import ONE_OF_EACH, numeric, question, survey


def named(questions: tuple[CompiledQuestion, ...]) -> list[str]:
    return [f"{one.kind}-{number}" for number, one in enumerate(questions)]


@pytest.mark.parametrize("asked", ONE_OF_EACH, ids=named(ONE_OF_EACH))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_whoever_knows_is_right_and_whoever_does_not_is_not(asked: CompiledQuestion, language: str) -> None:
    for number in range(50):
        for is_right in (True, False):
            sent = fields(asked, language, Random(number).random, is_right=is_right)
            answer = read_answer(asked, KeptFields(sent), language)
            assert [list(pair) for pair in form_fields(answer)] == sent, "what is kept is what a form sends"
            verdict = grade(asked, answer)
            assert (verdict.outcome is Outcome.RIGHT) == is_right


def test_a_number_is_typed_as_people_write_it() -> None:
    asked = numeric(("5/2", "5/2"))
    dice = Random(1).random
    assert fields(asked, "fr", dice, is_right=True) == [["answer", "2,5"]]
    assert fields(asked, "en", dice, is_right=True) == [["answer", "2.5"]]


def test_what_has_no_right_answer_is_answered_too() -> None:
    asked = survey("Yes", "No")
    assert fields(asked, "en", Random(1).random, is_right=True)[0][1] in {one.id for one in asked.options}
    assert fields(question("reflection"), "en", Random(1).random, is_right=True) == []
