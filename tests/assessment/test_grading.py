"""An answer is worth an exact share of the points, by the rules of the course format."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessment.answers import Answer
from lms.assessment.grading import Outcome, grade
from lms.courseware.compiled import CompiledQuestion
from tests.assessment.made import (
    ONE_OF_EACH,
    blanks,
    choice,
    id_of,
    listed_blank,
    matching,
    multiple,
    numeric,
    option,
    ordering,
    question,
    short,
    survey,
    typed_blank,
)
from tests.assessment.test_answers import answers


def chosen(*texts: str) -> Answer:
    return Answer(chosen=tuple(id_of(text) for text in texts))


def share(asked: CompiledQuestion, answer: Answer) -> Fraction:
    return grade(asked, answer).share


def right_answer(asked: CompiledQuestion) -> Answer:
    """The answer that deserves every point."""
    placed = dict(asked.right_of)
    for gap in asked.blanks:
        placed[gap.id] = next((o.id for o in gap.options if o.is_right), gap.shown)
    return Answer(
        chosen=tuple(o.id for o in asked.options if o.is_right) + tuple(item.id for item in asked.items),
        placed=placed,
        text=asked.shown,
        number=Fraction(asked.intervals[0][0]) if asked.intervals else None,
    )


def test_a_choice_is_right_or_wrong() -> None:
    asked = choice("one", "two", "three")
    assert grade(asked, chosen("one")).outcome is Outcome.RIGHT
    assert grade(asked, chosen("two")).outcome is Outcome.NOT_YET
    assert grade(asked, chosen("one", "two")).outcome is Outcome.UNANSWERED


@pytest.mark.parametrize(
    ("ticked", "expected"),
    [
        ("abc", "1"),
        ("ab", "2/3"),
        ("a", "1/3"),
        ("abcx", "1/2"),
        ("ax", "0"),
        ("abxy", "0"),
        ("x", "0"),
        ("abx", "1/6"),
    ],
)
def test_ticks_add_and_take_away_in_shares(ticked: str, expected: str) -> None:
    asked = multiple("abc", "xy")
    assert share(asked, chosen(*ticked)) == Fraction(expected)
    assert share(replace(asked, is_exact=True), chosen(*ticked)) == (1 if expected == "1" else 0)


def test_where_every_option_is_right_a_tick_cannot_be_wrong() -> None:
    assert share(multiple("abcd", ""), chosen("a", "b", "c")) == Fraction(3, 4)


def test_no_tick_is_no_answer() -> None:
    assert grade(multiple("ab", "x"), Answer()).outcome is Outcome.UNANSWERED


def test_pairs_count_one_by_one_and_a_missing_one_is_not_right() -> None:
    asked = matching({"a": "1", "b": "2", "c": "3"}, "4")
    placed = {id_of("a"): id_of("1"), id_of("b"): id_of("4")}
    verdict = grade(asked, Answer(placed=placed))
    assert verdict.share == Fraction(1, 3)
    assert [(part.given, part.is_right) for part in verdict.parts] == [
        (id_of("1"), True),
        (id_of("4"), False),
        ("", False),
    ]


def test_sorting_puts_several_things_in_one_place() -> None:
    asked = matching({"a": "x", "b": "y", "c": "x"})
    assert share(asked, Answer(placed={id_of(left): id_of("x") for left in "abc"})) == Fraction(2, 3)


def test_an_order_counts_the_things_in_their_place() -> None:
    asked = ordering(*"abcd")
    assert share(asked, chosen(*"abcd")) == 1
    assert share(asked, chosen(*"abdc")) == Fraction(1, 2)
    assert share(asked, chosen(*"bcda")) == 0
    assert share(replace(asked, is_exact=True), chosen(*"abdc")) == 0
    assert grade(asked, chosen(*"abc")).outcome is Outcome.UNANSWERED
    assert [part.given for part in grade(asked, chosen(*"abdc")).parts] == ["1", "2", "4", "3"]


@pytest.mark.parametrize(
    ("number", "is_right"), [("136", True), ("140", True), ("7", True), ("135.9", False), ("140.1", False)]
)
def test_the_ends_of_an_interval_count_and_any_line_is_right(number: str, is_right: bool) -> None:
    asked = numeric(("136", "140"), ("7", "7"))
    assert share(asked, Answer(text=number, number=Fraction(number))) == is_right


def test_what_is_no_number_is_not_answered() -> None:
    assert grade(numeric(("1", "1")), Answer(text="one")).outcome is Outcome.UNANSWERED


def test_a_third_is_a_third() -> None:
    asked = numeric(("1/3", "1/3"))
    assert share(asked, Answer(text="0.333", number=Fraction("0.333"))) == 0
    assert share(asked, Answer(text="1/3", number=Fraction(1, 3))) == 1


def test_a_short_answer_is_right_in_either_language() -> None:
    asked = short("due diligence", "la diligence raisonnable")
    assert share(asked, Answer(text="Diligence raisonnable")) == 1
    assert share(asked, Answer(text="DUE-DILIGENCE!")) == 1
    assert share(asked, Answer(text="diligence")) == 0
    assert grade(asked, Answer(text="  ")).outcome is Outcome.UNANSWERED


def test_blanks_count_one_by_one() -> None:
    asked = blanks(typed_blank("1", "people", "personnes"), listed_blank("2", "a", "b", "c"))
    assert share(asked, Answer(placed={"1": "les Personnes", "2": id_of("a")})) == 1
    assert share(asked, Answer(placed={"1": "people", "2": id_of("c")})) == Fraction(1, 2)
    assert share(asked, Answer(placed={"1": id_of("a"), "2": "people"})) == 0
    assert grade(asked, Answer(placed={"3": "people"})).outcome is Outcome.UNANSWERED


@pytest.mark.parametrize("asked", [survey("one", "two"), question("reflection"), question("assignment")])
def test_an_opinion_has_no_score(asked: CompiledQuestion) -> None:
    verdict = grade(asked, chosen("one"))
    assert (verdict.outcome, verdict.points, verdict.out_of) == (Outcome.UNSCORED, 0, 0)


def test_points_are_an_exact_share_of_what_the_question_gives() -> None:
    verdict = grade(multiple("abc", "x", points="5/2"), chosen("a"))
    assert (verdict.points, verdict.out_of, verdict.outcome) == (Fraction(5, 6), Fraction(5, 2), Outcome.PARTLY)


def test_a_verdict_counts_what_was_found_and_what_was_too_much() -> None:
    verdict = grade(multiple("abc", "xy"), chosen("a", "b", "x"))
    assert (verdict.right_count, verdict.expected_count, verdict.excess_count) == (2, 3, 1)
    verdict = grade(ordering(*"abc"), chosen(*"acb"))
    assert (verdict.right_count, verdict.expected_count) == (1, 3)


EACH = pytest.mark.parametrize("asked", ONE_OF_EACH, ids=lambda asked: asked.key)


@EACH
def test_the_right_answer_has_every_point(asked: CompiledQuestion) -> None:
    assert grade(asked, right_answer(asked)).outcome is Outcome.RIGHT


@EACH
def test_nothing_is_not_answered_and_has_no_point(asked: CompiledQuestion) -> None:
    verdict = grade(asked, Answer())
    assert (verdict.outcome, verdict.points) == (Outcome.UNANSWERED, 0)


@EACH
@given(st.data())
def test_a_share_is_between_nothing_and_all_and_all_only_for_the_right_answer(
    asked: CompiledQuestion, data: st.DataObject
) -> None:
    answer = data.draw(answers(asked))
    verdict = grade(asked, answer)
    assert 0 <= verdict.share <= 1
    assert verdict.points == verdict.share * verdict.out_of
    if asked.kind in ("choice", "multiple", "matching", "ordering"):
        right = right_answer(asked)
        is_right = set(answer.chosen) == set(right.chosen) if asked.options else answer.chosen == right.chosen
        assert (verdict.share == 1) == (is_right and answer.placed == right.placed)
    assert (verdict.share == 1) == (verdict.outcome is Outcome.RIGHT)
    assert (
        (verdict.share == 1) == bool(verdict.parts) and all(part.is_right for part in verdict.parts)
    ) or verdict.share < 1


@EACH
@given(st.data())
def test_neither_the_order_of_what_is_offered_nor_the_language_counts(
    asked: CompiledQuestion, data: st.DataObject
) -> None:
    answer = data.draw(answers(asked))
    in_french = replace(
        asked,
        options=tuple(
            replace(o, html=f"<b>{o.html}</b>", text="fr") for o in data.draw(st.permutations(asked.options))
        ),
        lefts=tuple(data.draw(st.permutations(asked.lefts))),
        rights=tuple(data.draw(st.permutations(asked.rights))),
        blanks=tuple(data.draw(st.permutations(asked.blanks))),
        shown="fr",
        prompt_html="<p>fr</p>",
    )
    assert grade(in_french, answer).share == grade(asked, answer).share


@EACH
@given(st.lists(st.text(max_size=10)), st.dictionaries(st.text(max_size=5), st.text(max_size=20)), st.text(max_size=30))
def test_no_answer_is_an_error(asked: CompiledQuestion, ids: list[str], placed: dict[str, str], text: str) -> None:
    known = [o.id for o in asked.options] + [item.id for item in asked.items]
    assert 0 <= grade(asked, Answer(tuple(ids + known[:1]), placed, text)).share <= 1


def test_an_answer_of_an_older_release_is_not_answered() -> None:
    asked = choice("one", "two")
    assert grade(asked, chosen("reworded since")).outcome is Outcome.UNANSWERED
    reworded = replace(asked, options=(option("uno", True), *asked.options[1:]))
    assert grade(reworded, chosen("one")).outcome is Outcome.UNANSWERED
