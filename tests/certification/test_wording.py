"""What a certificate states, in words."""

from datetime import date

import pytest

from lms.certification import wording
from lms.certification.number import mint, read
from tests.certification.made import facts, plain_words

NOTHING = {"lessons": "none", "quizzes": "none", "exam": "none", "project": "none"}


@pytest.mark.parametrize(
    ("rule", "statement", "requirements"),
    [
        (NOTHING, "has followed the whole course.", "The whole course"),
        ({**NOTHING, "lessons": "all"}, "has followed all the lessons.", "Every lesson"),
        (
            {**NOTHING, "lessons": "all", "exam": "pass"},
            "has followed all the lessons and passed the exam.",
            "Every lesson and 70% or more in the exam",
        ),
        (
            {"lessons": "all", "quizzes": "pass", "exam": "pass", "project": "pass"},
            "has followed all the lessons, passed all the quizzes, passed the exam and carried the project through.",
            "Every lesson, every quiz passed, 70% or more in the exam and the project accepted",
        ),
    ],
)
def test_the_rule_in_words(rule: dict[str, str], statement: str, requirements: str) -> None:
    assert wording.statement(facts(rule=rule), plain_words()) == statement
    assert wording.requirements(facts(rule=rule), plain_words()) == requirements


def test_an_exam_without_a_known_mark_was_passed() -> None:
    rule = {**NOTHING, "exam": "pass"}
    assert wording.requirements(facts(rule=rule, exam_pass_percent=None), plain_words()) == "The exam passed"


def test_duration_result_and_validity() -> None:
    words = plain_words()
    assert wording.duration(facts(), words) == "150 min, 18 lessons"
    assert wording.duration(facts(hours="1/2", lessons=1), words) == "30 min, 1 lesson"
    assert wording.duration(facts(lessons=0), words) == "150 min"
    assert wording.result(facts(), words) == "86% in the exam"
    assert wording.result(facts(score_percent=None, score=None), words) is None
    assert wording.validity(facts(), words) == "Without limit of time"
    assert wording.validity(facts(valid_until=date(2028, 1, 2)), words) == "Until 2028-01-02"


def test_each_slip_has_a_sentence() -> None:
    words, number = plain_words(), mint(bytes(17))
    assert wording.slip(read(number), words) is None
    assert "U" in str(wording.slip(read("U" + number[1:]), words))
    assert "this one has 26" in str(wording.slip(read(number[1:]), words))
    assert "%" in str(wording.slip(read("%" + number[1:]), words))
