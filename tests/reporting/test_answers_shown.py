"""What was answered, part by part: everybody is in one row, and nothing that somebody typed is shown."""

from collections import Counter
from fractions import Fraction
from random import Random

import pytest

from lms.assessment.answers import read_answer
from lms.assessment.grading import grade
from lms.assessment.paper import KeptFields
from lms.courseware.compiled import CompiledQuestion
from lms.demo.answering import fields
from lms.publishing.queries.quizzes import Quizzes
from lms.reporting.items import Given, Item, Taking
from lms.reporting.queries.takings import Reader, _marks
from lms.reporting.shapes import FEWEST_ALIKE, NUMBERS_TOLD, OTHER, RIGHT, answers, number_of
from tests.assessment.made import (
    blanks,
    choice,
    listed_blank,
    matching,
    multiple,
    numeric,
    ordering,
    question,
    short,
    survey,
    typed_blank,
)  # fmt: skip

ASKED = (
    choice("a", "b", "c"), multiple(["a", "b"], ["c"]), survey("yes", "no"), matching({"a": "1", "b": "2"}, "3"),
    ordering("a", "b", "c"), numeric(("10", "12")), short("Kara"),
    blanks(listed_blank("1", "x", "y"), typed_blank("2", "z")),
)  # fmt: skip


def given(asked: CompiledQuestion, sent: list[list[str]]) -> Given:
    """An answer as it is counted."""
    answer = read_answer(asked, KeptFields(sent), "en")
    verdict = grade(asked, answer)
    marks = tuple(_marks(asked, answer.chosen, answer.number, verdict.parts))
    return Given(verdict.share if asked.is_scored else None, marks, is_answered=bool(marks))


def item(asked: CompiledQuestion, sents: list[list[list[str]]]) -> Item:
    return Item([Taking(given(asked, sent), "en") for sent in sents])


@pytest.mark.parametrize("asked", ASKED, ids=lambda one: one.kind)
def test_every_taker_is_in_one_row_of_each_part(asked: CompiledQuestion) -> None:
    dice = Random(7)
    sents = [fields(asked, "en", dice.random, is_right=dice.random() < 0.5) if dice.random() < 0.9 else []
             for _ in range(60)]  # fmt: skip
    whole = item(asked, sents)
    tables = answers(asked, [whole])
    assert tables
    for one in tables:
        total = sum(counts[0] for _, counts in one.rows)
        if asked.kind == "multiple":
            assert one.nothing[0] == sum(not sent for sent in sents)
            assert total == sum(len(sent) for sent in sents)
        else:
            assert total + one.nothing[0] == 60
        assert sum(entry.is_right for entry, _ in one.rows) == {"multiple": 2, "survey": 0}.get(asked.kind, 1)


def test_a_wrong_number_is_told_if_several_typed_it_and_the_most_frequent_first() -> None:
    asked = ASKED[5]
    wrong = {"7": FEWEST_ALIKE, "8.5": FEWEST_ALIKE + 2, "9": FEWEST_ALIKE - 1, "0781234567": 1}
    sents = [[["answer", text]] for text, times in wrong.items() for _ in range(times)] + [[["answer", "11"]]] * 4
    (table,) = answers(asked, [item(asked, sents)])
    rows = [(entry.id, counts[0]) for entry, counts in table.rows]
    assert [name for name, _ in rows] == [RIGHT, "=17/2", "=7", OTHER]
    assert [count for _, count in rows] == [4, FEWEST_ALIKE + 2, FEWEST_ALIKE, FEWEST_ALIKE]
    assert number_of("=17/2") == Fraction(17, 2)
    many = [[["answer", str(100 + number)]] for number in range(NUMBERS_TOLD + 3) for _ in range(FEWEST_ALIKE)]
    (table,) = answers(asked, [item(asked, many)])
    assert len(table.rows) == NUMBERS_TOLD + 2
    assert table.rows[-1][1][0] == 3 * FEWEST_ALIKE


def test_what_is_typed_is_right_or_another_answer_and_no_more() -> None:
    asked = ASKED[6]
    whole = item(asked, [[["answer", text]] for text in ("Kara", " kara ", "Awa Koné, 07 81 23 45 67", "Lomé")])
    assert whole.marks == Counter({("", RIGHT): 2, ("", OTHER): 2})


def test_a_question_of_a_course_without_takers_has_its_rows() -> None:
    for asked in ASKED:
        for one in answers(asked, [Item([])]):
            assert {counts for _, counts in one.rows} == {(0,)}
            assert one.nothing == (0,)
    assert answers(question("reflection"), [Item([])]) == ()
    assert Reader(Quizzes(1, {}), {}, "en").read([], []) == {}
