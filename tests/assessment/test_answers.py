"""An answer is read from a form, and what the question does not hold is as if it had not been sent."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from lms.assessment.answers import LONGEST_BLANK, LONGEST_TEXT, Answer, form_fields, move, read_answer
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
    ordering,
    question,
    short,
    survey,
    typed_blank,
)

ONE, TWO, THREE = id_of("one"), id_of("two"), id_of("three")


def read(asked: CompiledQuestion, *fields: tuple[str, str], language: str = "en") -> Answer:
    return read_answer(asked, MultiDict(fields), language)


@st.composite
def answers(draw: st.DrawFn, asked: CompiledQuestion) -> Answer:
    """Any answer that a form of ours can send, the empty one among them."""
    texts = st.text(
        st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=40
    ).map(lambda text: "".join(c if c.isprintable() else " " for c in text).strip())  # fmt: skip
    if asked.kind in ("choice", "survey"):
        return Answer(chosen=tuple(draw(st.lists(st.sampled_from([o.id for o in asked.options]), max_size=1))))
    if asked.kind == "multiple":
        ticked = draw(st.sets(st.sampled_from([o.id for o in asked.options])))
        return Answer(chosen=tuple(o.id for o in asked.options if o.id in ticked))
    if asked.kind == "ordering":
        return Answer(chosen=tuple(draw(st.permutations([item.id for item in asked.items]))))
    if asked.kind == "matching":
        rights = st.sampled_from([cell.id for cell in asked.rights])
        return Answer(placed=draw(st.dictionaries(st.sampled_from([cell.id for cell in asked.lefts]), rights)))
    if asked.kind == "blanks":
        given_texts = {
            gap.id: draw(st.sampled_from([o.id for o in gap.options]) if gap.options else texts) for gap in asked.blanks
        }
        return Answer(placed={name: text for name, text in given_texts.items() if text})
    text = draw(texts)
    return read(asked, ("answer", text))


@pytest.mark.parametrize("asked", ONE_OF_EACH, ids=lambda asked: asked.key)
@given(st.data())
def test_an_answer_comes_back_from_its_form(asked: CompiledQuestion, data: st.DataObject) -> None:
    answer = data.draw(answers(asked))
    assert read(asked, *form_fields(answer)) == answer


@given(
    st.sampled_from([*ONE_OF_EACH, survey("one", "two"), question("reflection"), question("assignment")]),
    st.lists(st.tuples(st.sampled_from(["answer", "answer.1", f"answer.{ONE}", "up", "check"]), st.text(max_size=300))),
    st.sampled_from(["fr", "en"]),
)
def test_no_form_is_an_error(asked: CompiledQuestion, fields: list[tuple[str, str]], language: str) -> None:
    answer = read(asked, *fields, language=language)
    assert len(answer.text) <= LONGEST_TEXT
    assert all(len(text) <= LONGEST_BLANK for text in answer.placed.values())


def test_two_answers_to_one_choice_are_none() -> None:
    assert read(choice("one", "two"), ("answer", ONE), ("answer", TWO)).is_empty


def test_an_unknown_option_is_dropped() -> None:
    asked = multiple(["one", "two"], ["three"])
    assert read(asked, ("answer", THREE), ("answer", "gone"), ("answer", ONE)).chosen == (ONE, THREE)


def test_an_order_that_lacks_something_is_no_answer() -> None:
    asked = ordering("one", "two", "three")
    assert read(asked, ("answer", ONE), ("answer", TWO)).is_empty
    assert read(asked, ("answer", TWO), ("answer", TWO), ("answer", ONE), ("answer", THREE)).chosen == (TWO, ONE, THREE)


def test_a_pair_is_kept_by_the_ids_of_its_two_sides() -> None:
    asked = matching({"one": "two"}, "three")
    assert read(asked, (f"answer.{ONE}", THREE)).placed == {ONE: THREE}
    assert read(asked, (f"answer.{ONE}", "gone"), ("answer.gone", TWO)).is_empty


def test_a_number_is_kept_as_typed_and_as_read() -> None:
    asked = numeric(("1", "1"))
    assert read(asked, ("answer", " 1,000 "), language="en") == Answer(text="1,000", number=Fraction(1000))
    assert read(asked, ("answer", "1,000"), language="fr").number == 1
    assert read(asked, ("answer", "one")) == Answer(text="one", number=None)


def test_a_text_is_cut_and_cleaned() -> None:
    assert read(short("x"), ("answer", " a\x07b\x00\u202e ")).text == "a b"
    assert len(read(short("x"), ("answer", "é" * 10_000)).text) == LONGEST_TEXT


def test_blanks_are_texts_or_entries_of_their_list() -> None:
    asked = blanks(typed_blank("who", "people"), listed_blank("2", "one", "two"))
    assert read(asked, ("answer.who", " People "), ("answer.2", TWO)).placed == {"who": "People", "2": TWO}
    assert read(asked, ("answer.who", "  "), ("answer.2", "one")).is_empty


def test_what_is_private_is_never_read() -> None:
    assert read(question("reflection"), ("answer", "a thought")).is_empty


def test_a_thing_moves_one_place_and_stops_at_the_ends() -> None:
    order = (ONE, TWO, THREE)
    assert move(order, TWO, -1) == (TWO, ONE, THREE)
    assert move(order, TWO, 1) == (ONE, THREE, TWO)
    assert move(order, ONE, -1) == order
    assert move(order, THREE, 1) == order
    assert move(order, "gone", 1) == order
