"""Which questions are worth a look, and which are not: each rule at its edge."""

from fractions import Fraction

from lms.courseware.compiled import CompiledQuestion
from lms.reporting.discrimination import FEWEST_TAKERS
from lms.reporting.flags import Flag, Look, flags
from lms.reporting.items import Given, Taking, analyse
from tests.assessment.made import choice, id_of, multiple, survey

ASKED = choice("key", "first", "second")


def chosen(text: str, *, of: CompiledQuestion = ASKED) -> Given:
    is_right = next(option.is_right for option in of.options if option.text == text)
    return Given(Fraction(is_right), (("", id_of(text)),))


KEY, FIRST, SECOND = chosen("key"), chosen("first"), chosen("second")


def taken(given: Given, times: int, rest: float = 0.5, language: str = "fr") -> list[Taking]:
    return [Taking(given, language, rest)] * times


def looks(takings: list[Taking], asked: CompiledQuestion = ASKED, *, is_before: bool = False) -> list[Look]:
    return [flag.look for flag in flagged(takings, asked, is_before=is_before)]


def flagged(takings: list[Taking], asked: CompiledQuestion = ASKED, *, is_before: bool = False) -> tuple[Flag, ...]:
    return flags(asked, analyse(takings, ("fr", "en")), is_before=is_before)


def healthy(times: int = 1) -> list[Taking]:
    """Who knows more answers rightly more often, and both wrong options are chosen."""
    return (
        taken(KEY, 12 * times, 0.2) + taken(FIRST, 10 * times, 0.2) + taken(SECOND, 8 * times, 0.2)
        + taken(KEY, 20 * times, 0.5) + taken(FIRST, 6 * times, 0.5) + taken(SECOND, 4 * times, 0.5)
        + taken(KEY, 26 * times, 0.9) + taken(FIRST, 2 * times, 0.9) + taken(SECOND, 2 * times, 0.9)
    )  # fmt: skip


def test_a_healthy_question_has_no_flag() -> None:
    assert looks(healthy()) == []


def test_nothing_is_said_below_thirty_takers_and_never_of_a_survey() -> None:
    bad = taken(FIRST, FEWEST_TAKERS // 2, 0.9) + taken(FIRST, FEWEST_TAKERS // 2 - 1, 0.1)
    assert looks(bad) == []
    assert Look.HARD in looks(bad + taken(FIRST, 1, 0.1))
    asked = survey("yes", "no")
    assert looks([Taking(Given(None, (("", id_of("yes")),)), "fr", 0.5)] * 60, asked) == []


def test_who_knows_more_and_does_worse_makes_a_question_look_miskeyed() -> None:
    turned = taken(KEY, 30, 0.1) + taken(FIRST, 20, 0.5) + taken(KEY, 20, 0.5) + taken(FIRST, 30, 0.9)
    found = [flag for flag in flagged(turned) if flag.look is Look.MISKEYED]
    assert len(found) == 2  # the correlation, and what the best choose
    value = found[0].values["value"]
    assert isinstance(value, float)
    assert value < -0.5
    assert found[1].values == {"option": "first", "count": 30, "right": 0}


def test_a_correlation_just_below_zero_may_be_chance() -> None:
    # 52 % of the weak and 48 % of the good of 200: negative, and well within what chance makes.
    near = taken(KEY, 52, 0.2) + taken(FIRST, 24, 0.2) + taken(SECOND, 24, 0.2)
    near += taken(KEY, 48, 0.8) + taken(FIRST, 26, 0.8) + taken(SECOND, 26, 0.8)
    assert looks(near) == []


def test_the_best_may_choose_another_option_as_often_but_not_more_often() -> None:
    base = taken(KEY, 40, 0.2) + taken(SECOND, 40, 0.2)
    assert [flag for flag in flagged(base + taken(KEY, 20, 0.9) + taken(FIRST, 20, 0.9)) if "option" in flag.values
            and flag.look is Look.MISKEYED] == []  # fmt: skip
    found = flagged(base + taken(KEY, 19, 0.9) + taken(FIRST, 21, 0.9))
    assert any(flag.values == {"option": "first", "count": 21, "right": 19} for flag in found)


def test_of_several_options_one_that_most_of_the_best_take_otherwise_is_told() -> None:
    asked = multiple(["a", "b"], ["c"])
    both = Given(Fraction(1, 2), (("", id_of("a")), ("", id_of("c"))))
    found = flagged(taken(both, 20, 0.9) + taken(both, 20, 0.1), asked)
    told = {flag.values["option"]: flag.values["count"] for flag in found if flag.look is Look.MISKEYED}
    assert told == {"b": 0, "c": 20}


def test_what_guessing_earns_is_too_hard_and_so_is_under_a_fifth() -> None:
    asked = choice("key", "first")
    even = taken(chosen("key", of=asked), 20, 0.9) + taken(chosen("first", of=asked), 20, 0.1)
    assert looks(even, asked) == [Look.HARD]
    assert looks(even, asked, is_before=True) == []
    better = taken(chosen("key", of=asked), 21, 0.9) + taken(chosen("first", of=asked), 19, 0.1)
    assert looks(better, asked) == []
    many = choice("key", *(f"wrong {number}" for number in range(9)))
    rarely = taken(Given(Fraction(1), (("", id_of("key")),)), 19, 0.9)
    rarely += [
        one for number in range(9) for one in taken(Given(Fraction(0), (("", id_of(f"wrong {number}")),)), 9, 0.1)
    ]
    assert looks(rarely, many) == [Look.HARD]


def test_what_almost_everybody_knows_tells_nothing() -> None:
    assert looks(taken(KEY, 95, 0.5) + taken(FIRST, 3, 0.2) + taken(SECOND, 2, 0.2)) == [Look.EASY]
    assert looks(taken(KEY, 94, 0.5) + taken(FIRST, 3, 0.2) + taken(SECOND, 3, 0.2)) == []


def test_an_option_is_dead_if_those_who_err_do_not_choose_it_either() -> None:
    right = taken(KEY, 60, 0.9)
    assert looks(right + taken(FIRST, 30, 0.1)) == [Look.DEAD]
    assert looks(right + taken(FIRST, 29, 0.1)) == []  # too few erred to tell
    assert looks(right + taken(FIRST, 38, 0.1) + taken(SECOND, 2, 0.1)) == []  # five in a hundred
    found = flagged(right + taken(FIRST, 39, 0.1) + taken(SECOND, 1, 0.1))
    assert [flag.values for flag in found] == [{"total": 40, "count": 1, "option": "second"}]


def test_a_question_that_is_harder_in_one_language_is_told_among_equals() -> None:
    french = [one._replace(language="fr") for one in healthy(2)]
    same = [one._replace(language="en") for one in healthy(2)]
    assert looks(french + same) == []
    harder = [
        one._replace(language="en", given=SECOND if one.given is KEY and place % 2 else one.given)
        for place, one in enumerate(healthy(2))
    ]
    found = [flag for flag in flagged(french + harder) if flag.look is Look.LANGUAGES]
    assert len(found) == 1
    assert found[0].values["french"] == Fraction(58, 90)
    gap = found[0].values["gap"]
    assert isinstance(gap, int)
    assert 25 <= gap <= 40


def test_the_order_of_options_changes_no_flag() -> None:
    from dataclasses import replace

    turned = replace(ASKED, options=ASKED.options[::-1])
    for some in (healthy(), taken(KEY, 60, 0.9) + taken(FIRST, 30, 0.1), taken(FIRST, 40, 0.9) + taken(KEY, 40, 0.1)):
        assert set(looks(some)) == set(looks(some, turned))
