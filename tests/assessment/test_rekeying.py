"""A question as it was asked, graded by the right answers of a later release."""

from dataclasses import replace
from fractions import Fraction

import pytest

from lms.assessment.answers import Answer
from lms.assessment.regrading import Result, regraded
from lms.assessment.rekeying import Rekeyed, differs, rekeyed, right_words
from lms.courseware.compiled import CompiledBlank, CompiledCell, CompiledOption, CompiledQuestion
from tests.assessment.made import question


def option(id_: str, *, is_right: bool = False, why: str = "") -> CompiledOption:
    return CompiledOption(id_, f"<p>{id_}</p>", id_, is_right, why)


def cells(*ids: str) -> tuple[CompiledCell, ...]:
    return tuple(CompiledCell(one, one, one) for one in ids)


def choice(*right: str, kind: str = "choice", options: str = "abc", **given: object) -> CompiledQuestion:
    offered = tuple(option(one, is_right=one in right, why=f"why {one}") for one in options)
    return question(kind, options=offered, points="2", **given)


def points(made: Rekeyed | None, **answer: object) -> Fraction | None:
    assert made is not None
    return made.points(Answer(**answer))  # type: ignore[arg-type]


def test_what_is_right_and_why_comes_from_the_correction_and_the_words_stay() -> None:
    asked = choice("a")
    corrected = replace(choice("b"), explanation_html="<p>New</p>", label="Other words", points="9")
    made = rekeyed(asked, corrected, {})
    assert made is not None
    assert (made.question.label, made.question.points) == (asked.label, "2")
    assert made.question.explanation_html == "<p>New</p>"
    assert right_words(made.question) == ("b",)
    assert points(made, chosen=("b",)) == 2
    assert points(made, chosen=("a",)) == 0
    assert points(made) is None  # nobody answered: nothing changes


def test_a_reworded_option_is_found_by_who_said_which_it_is() -> None:
    asked, corrected = choice("a"), choice("B", options="aBc")
    assert points(rekeyed(asked, corrected, {"b": "B"}), chosen=("b",)) == 2
    without = rekeyed(asked, corrected, {})
    assert without is None  # the right one was never offered, as far as anybody said


def test_an_answer_that_names_what_is_gone_keeps_its_points() -> None:
    asked, corrected = choice("a"), choice("b", options="ab")
    made = rekeyed(asked, corrected, {})
    assert points(made, chosen=("c",)) is None
    assert points(made, chosen=("b",)) == 2
    several = rekeyed(choice("a", "c", kind="multiple"), choice("a", "b", kind="multiple", options="ab"), {})
    assert points(several, chosen=("a", "c")) is None
    assert points(several, chosen=("a", "b")) == 2


def test_two_former_options_cannot_be_one() -> None:
    assert rekeyed(choice("a"), choice("a", options="aX"), {"b": "X", "c": "X"}) is None


def test_another_kind_is_another_question() -> None:
    assert rekeyed(choice("a"), choice("a", kind="multiple"), {}) is None
    assert not differs(choice("a"), choice("a", kind="multiple"))


def test_nobody_regrades_what_nobody_grades() -> None:
    assert rekeyed(choice(kind="survey"), choice(kind="survey"), {}) is None


def test_pairs_need_every_counterpart() -> None:
    def pairs(right_of: dict[str, str], rights: str = "xy") -> CompiledQuestion:
        return question("matching", lefts=cells(*right_of), rights=cells(*rights), right_of=right_of, points="2")

    asked, corrected = pairs({"a": "x", "b": "y"}), pairs({"a": "y", "b": "x"})
    assert points(rekeyed(asked, corrected, {}), placed={"a": "y", "b": "x"}) == 2
    assert rekeyed(asked, pairs({"a": "y", "B": "x"}), {}) is None
    assert points(rekeyed(asked, pairs({"a": "y", "B": "x"}), {"b": "B"}), placed={"a": "y", "b": "x"}) == 2


def test_an_order_is_that_of_the_correction() -> None:
    asked = question("ordering", items=cells("a", "b", "c"), points="3")
    corrected = question("ordering", items=cells("b", "a", "c"), points="3")
    assert points(rekeyed(asked, corrected, {}), chosen=("b", "a", "c")) == 3
    assert points(rekeyed(asked, corrected, {}), chosen=("a", "b", "c")) == 1
    assert rekeyed(asked, question("ordering", items=cells("a", "b")), {}) is None


def test_numbers_and_words_are_judged_by_the_correction() -> None:
    number = question("numeric", intervals=(("1", "1"),))
    made = rekeyed(number, replace(number, intervals=(("2", "3"),)), {})
    assert points(made, text="2", number=Fraction(2)) == 1
    short = question("short", accepted=("oui",), shown="oui")
    assert points(rekeyed(short, replace(short, accepted=("oui", "si")), {}), text="si") == 1


def test_blanks_are_those_of_the_prompt() -> None:
    def gaps(*blanks: CompiledBlank) -> CompiledQuestion:
        return question("blanks", blanks=blanks, points="2")

    listed = CompiledBlank("1", (), "", (option("a", is_right=True), option("b")))
    typed = CompiledBlank("2", ("oui",), "oui", ())
    corrected = gaps(
        replace(listed, options=(option("a"), option("b", is_right=True))), replace(typed, accepted=("si",))
    )
    assert points(rekeyed(gaps(listed, typed), corrected, {}), placed={"1": "b", "2": "si"}) == 2
    assert points(rekeyed(gaps(listed, typed), corrected, {}), placed={"1": "a", "2": "si"}) == 1
    assert rekeyed(gaps(listed, typed), gaps(listed), {}) is None
    assert rekeyed(gaps(listed, typed), gaps(typed, replace(listed, id="3")), {}) is None


def test_only_what_can_change_a_result_differs() -> None:
    assert not differs(choice("a"), replace(choice("a"), label="Reworded prompt", points="5"))
    assert differs(choice("a"), choice("b"))
    assert differs(choice("a"), choice("a", options="aBc"))
    assert differs(choice("a"), replace(choice("a"), is_exact=True))


@pytest.mark.parametrize(
    ("before", "points", "mark", "share", "has_passed", "is_kept"),
    [
        (("5", "1/2", False), "7", 70, "7/10", True, False),
        (("5", "1/2", False), "6", 70, "6/10", False, False),
        (("7", "7/10", True), "5", 70, "7/10", True, True),
        (("9", "9/10", True), "7", 70, "7/10", True, False),
        (("5", "1/2", None), "3", None, "3/10", None, False),
    ],
)
def test_a_result_follows_but_never_below_a_pass(before, points, mark, share, has_passed, is_kept) -> None:
    old = Result(Fraction(before[0]), Fraction(before[1]), before[2])
    made = regraded(old, Fraction(10), Fraction(points), mark)
    assert (made.result.share, made.result.has_passed, made.is_pass_kept) == (Fraction(share), has_passed, is_kept)
