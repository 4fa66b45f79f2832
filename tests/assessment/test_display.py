"""What a question offers is shown in an order that stays, tells nothing, and is the same in both languages."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessment.answers import Answer
from lms.assessment.display import (
    prompt_pieces,
    shown_entries,
    shown_items,
    shown_lefts,
    shown_options,
    shown_rights,
    split_prompt,
    words_asked,
)
from lms.courseware.compiled import CompiledCell
from lms.courseware.questions import BLANK_CLOSE, BLANK_OPEN
from tests.assessment.made import (
    blanks,
    choice,
    id_of,
    listed_blank,
    matching,
    ordering,
    question,
    survey,
    typed_blank,
)


def ids(*texts: str) -> list[str]:
    return [id_of(text) for text in texts]


def test_options_stand_by_their_ids() -> None:
    asked = choice("one", "two", "three", "four")
    assert [o.id for o in shown_options(asked)] == sorted(ids("one", "two", "three", "four"))


def test_the_author_can_keep_the_order() -> None:
    asked = choice("one", "two", "three", "four", is_shuffled=False)
    assert shown_options(asked) == asked.options


def test_two_options_and_a_scale_are_never_shuffled() -> None:
    for asked in (choice("one", "two"), choice("two", "one"), survey("never", "sometimes", "often", "always")):
        assert shown_options(asked) == asked.options
    gap = listed_blank("1", "two", "one")
    assert shown_entries(blanks(gap), gap) == gap.options


def test_pairs_keep_their_left_side_and_shuffle_the_right_one() -> None:
    asked = matching({"a": "1", "b": "2", "c": "3"}, "4")
    assert shown_lefts(asked) == asked.lefts
    assert [cell.id for cell in shown_rights(asked)] == sorted(ids("1", "2", "3", "4"))


def test_sorting_shuffles_the_things_and_keeps_the_places() -> None:
    asked = matching({"a": "low", "b": "low", "c": "high", "d": "middle"})
    assert [cell.id for cell in shown_lefts(asked)] == sorted(ids("a", "b", "c", "d"))
    assert shown_rights(asked) == asked.rights


@given(st.permutations([f"{number:08x}" for number in range(5)]), st.integers(2, 5), st.sampled_from([None, False]))
def test_things_are_never_shown_in_the_right_order(order: list[str], count: int, is_shuffled: bool | None) -> None:
    items = tuple(CompiledCell(item_id, item_id, item_id) for item_id in order[:count])
    asked = replace(ordering("x", "y"), items=items, is_shuffled=is_shuffled)
    shown = shown_items(asked)
    assert shown != items
    assert set(shown) == set(items)


def test_things_stay_as_the_learner_left_them() -> None:
    asked = ordering("a", "b", "c")
    assert [item.id for item in shown_items(asked, Answer(chosen=tuple(ids("c", "a", "b"))))] == ids("c", "a", "b")
    assert shown_items(asked, Answer(chosen=tuple(ids("c", "a")))) == shown_items(asked)


@pytest.mark.parametrize(
    ("prompt", "scene", "ask"),
    [
        ("<p>Who?</p>", "", "Who?"),
        ("<p>At dawn.</p>\n<p>Who <em>first</em>?</p>\n", "<p>At dawn.</p>\n", "Who <em>first</em>?"),
        ("<table></table>\n<p>Who?</p>", "<table></table>\n", "Who?"),
        ('<p>At dawn.</p><p lang="en">Who?</p>', "<p>At dawn.</p>", '<span lang="en">Who?</span>'),
        ("<p>See:</p><table></table>", "<p>See:</p><table></table>", ""),
        ("<ul><li><p>Who?</p></li></ul>", "<ul><li><p>Who?</p></li></ul>", ""),
        ("<blockquote><p>Who?</p></blockquote>", "<blockquote><p>Who?</p></blockquote>", ""),
        ("<pre>x</pre>", "<pre>x</pre>", ""),
        ("", "", ""),
    ],
)
def test_the_last_paragraph_names_the_field(prompt: str, scene: str, ask: str) -> None:
    assert split_prompt(question("choice", prompt_html=prompt)) == (scene, ask)


def test_a_prompt_is_cut_at_its_blanks() -> None:
    first, second = typed_blank("who", "people"), typed_blank("2", "x")
    pieces = prompt_pieces(blanks(first, second))
    assert [(piece.html, piece.blank, piece.number) for piece in pieces] == [
        ("<p>First the ", first, 1),
        (" and the ", second, 2),
        (".</p>", None, 0),
    ]


def test_a_token_that_is_no_blank_stays_out_of_the_way() -> None:
    gap = typed_blank("1", "x")
    pieces = prompt_pieces(blanks(gap, prompt_html=f"<p>{BLANK_OPEN}9{BLANK_CLOSE}{BLANK_OPEN}1{BLANK_CLOSE}</p>"))
    assert [piece.blank for piece in pieces] == [gap, None]


@pytest.mark.parametrize(
    ("prompt", "label", "words"),
    [
        (
            "<table><tr><td>4</td></tr></table>\n<p>How <em>many</em> R&amp;D hours?</p>",
            "4 How many",
            "How many R&D hours?",
        ),
        ("<p>Look:</p><ul><li>one</li></ul>", "Look: one", "Look: one"),
    ],
)
def test_a_page_is_named_by_what_is_asked(prompt: str, label: str, words: str) -> None:
    assert words_asked(question("choice", prompt_html=prompt, label=label)) == words


def test_a_page_is_named_by_the_whole_text_where_gaps_are_to_be_filled() -> None:
    asked = blanks(typed_blank("1", "lye"), prompt_html=f"<p>Lye {BLANK_OPEN}1{BLANK_CLOSE}.</p>", label="Lye ….")
    assert words_asked(asked) == "Lye …"  # the three dots of the gap end the sentence too
