"""What an attempt asks: so many from each pool, once, in an order that tells nothing, the same for the same seed."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.assessment.answers import form_fields
from lms.assessment.drawing import as_asked, draw
from lms.assessment.grading import grade
from lms.assessment.paper import KeptFields, paper
from lms.courseware.compiled import CompiledQuestion, CompiledQuiz, CompiledSegment, CompiledSettings
from tests.assessment.made import ONE_OF_EACH, choice, matching, ordering, survey
from tests.assessment.test_answers import answers

PLAIN = CompiledSettings(60, None, None, (), None, "all", "submitted", "one", None, None)
seeds = st.text(min_size=1, max_size=20)


def quiz(key: str, *questions: CompiledQuestion, **changes: Any) -> CompiledQuiz:
    segments = tuple(CompiledSegment("question", "", "", None, question) for question in questions)
    return CompiledQuiz(key, "en", key, replace(PLAIN, **changes), segments, "", 0)


def some(prefix: str, count: int) -> list[CompiledQuestion]:
    return [choice("Yes", "No", "Perhaps", key=f"{prefix}-{number}") for number in range(count)]


def keys(quiz: CompiledQuiz, pools: dict[str, CompiledQuiz], seed: str, avoided: tuple[str, ...] = ()) -> list[str]:
    return [one.key for one in draw(quiz, pools, seed, avoided)]


@given(seeds)
def test_the_same_seed_draws_the_same(seed: str) -> None:
    made = quiz("q", *ONE_OF_EACH)
    assert draw(made, {}, seed) == draw(made, {}, seed)


def test_seeds_draw_differently() -> None:
    made = quiz("q", *some("a", 8))
    assert len({tuple(keys(made, {}, str(seed))) for seed in range(20)}) > 10


@given(seeds)
def test_without_a_draw_everything_is_asked_once(seed: str) -> None:
    pools = {"a": quiz("a", *some("a", 3)), "b": quiz("b", *some("b", 2))}
    assert sorted(keys(quiz("q", *some("q", 1), pools=("a", "b", "a")), pools, seed)) == [
        "a-0", "a-1", "a-2", "b-0", "b-1", "q-0",
    ]  # fmt: skip


@given(seeds, st.integers(1, 6))
def test_a_number_is_drawn_over_all_pools_together(seed: str, count: int) -> None:
    pools = {"a": quiz("a", *some("a", 3)), "b": quiz("b", *some("b", 2))}
    found = keys(quiz("q", *some("q", 1), pools=("a", "b"), draw=count), pools, seed)
    assert len(found) == len(set(found)) == count


@given(seeds)
def test_so_many_are_drawn_from_each_named_pool_and_the_others_whole(seed: str) -> None:
    pools = {"a": quiz("a", *some("a", 5)), "b": quiz("b", *some("b", 4))}
    found = draw(quiz("q", *some("q", 3), pools=("a", "b"), draw={"a": 2, "q": 1}), pools, seed)
    assert sorted(one.quiz for one in found) == ["a", "a", "b", "b", "b", "b", "q"]


@given(seeds)
def test_what_the_measure_asked_comes_again_only_when_nothing_else_is_left(seed: str) -> None:
    made = quiz("exam", *some("x", 6), draw=4)
    asked = ("x-0", "x-1", "x-2", "x-3")
    found = set(keys(made, {}, seed, asked))
    assert {"x-4", "x-5"} <= found
    assert len(found) == 4


@given(seeds)
def test_the_next_try_asks_what_the_last_one_did_not_while_others_remain(seed: str) -> None:
    made = quiz("exam", *some("x", 7), draw=3)
    seen = {one.key for one in draw(made, {}, seed)}
    again = {one.key for one in draw(made, {}, f"{seed}'", seen=seen)}
    assert again & seen == set()
    # Of seven, five asked by its measure: the two others come, and then one that the last try did not ask.
    asked = ("x-0", "x-1", "x-2", "x-3", "x-4")
    found = {one.key for one in draw(made, {}, seed, asked, ("x-0", "x-1", "x-2", "x-3", "x-5"))}
    assert found == {"x-6", "x-5", "x-4"}


def test_a_pool_that_is_not_there_has_no_questions() -> None:
    assert keys(quiz("q", *some("q", 1), pools=("gone",)), {}, "s") == ["q-0"]


@given(seeds)
def test_none_keeps_the_order_of_questions_and_options_but_not_what_would_tell_the_answer(seed: str) -> None:
    right_order = ordering("One", "Two", "Three", key="o")
    pairs = matching({"A": "1", "B": "2", "C": "3"}, key="m")
    made = quiz("q", *some("q", 3), right_order, pairs, shuffle="none")
    found = draw(made, {}, seed)
    assert [one.key for one in found] == ["q-0", "q-1", "q-2", "o", "m"]
    assert found[0].orders["options"] == tuple(option.id for option in made.questions[0].options)
    assert found[3].orders["items"] != tuple(item.id for item in right_order.items)
    assert set(found[4].orders["rights"]) == {cell.id for cell in pairs.rights}


def test_options_alone_are_shuffled_where_the_quiz_says_so() -> None:
    made = quiz("q", *some("q", 4), shuffle="options")
    found = [draw(made, {}, str(seed)) for seed in range(10)]
    assert {tuple(one.key for one in drawn) for drawn in found} == {("q-0", "q-1", "q-2", "q-3")}
    assert len({drawn[0].orders["options"] for drawn in found}) > 1


@given(seeds)
def test_two_options_and_a_scale_keep_their_order_and_a_question_may_ask_for_it(seed: str) -> None:
    asked = (choice("Yes", "No", key="two"), survey("Little", "Some", "Much", key="scale"),
             choice("a", "b", "c", key="fixed", is_shuffled=False))  # fmt: skip
    orders = {one.key: one.orders["options"] for one in draw(quiz("q", *asked), {}, seed)}
    assert orders == {question.key: tuple(option.id for option in question.options) for question in asked}


@given(seeds, st.sampled_from(ONE_OF_EACH), st.data())
@settings(max_examples=200)
def test_an_answer_is_worth_the_same_in_every_order_and_survives_its_form(
    seed: str, question: CompiledQuestion, data: st.DataObject
) -> None:
    drawn = draw(quiz("q", question), {}, seed)[0]
    asked = paper([drawn.as_json()], {"q": quiz("q", question)})[0]
    answer = data.draw(answers(question))
    fields = KeptFields(form_fields(answer))
    verdict = grade(asked.question, asked.answer(fields, "en"))
    assert (verdict.points, verdict.outcome) == (grade(question, answer).points, grade(question, answer).outcome)
    assert 0 <= verdict.points <= verdict.out_of


def test_what_is_pinned_outlives_options_that_come_and_go() -> None:
    question = choice("Yes", "No", "Perhaps")
    order = {"options": [question.options[2].id, "gone", question.options[0].id]}
    assert [option.text for option in as_asked(question, order).options] == ["Perhaps", "Yes", "No"]
