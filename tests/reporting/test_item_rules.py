"""Facility, discrimination, thirds, times: against published figures, slow computations, and what must always hold."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import permutations, product
from math import atanh, isclose, sqrt
from statistics import correlation as plain_correlation
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessment.answers import Answer
from lms.assessment.grading import grade
from lms.reporting.discrimination import FEWEST_TAKERS, correlation, discrimination, highest
from lms.reporting.guessing import guessed
from lms.reporting.items import Given, Item, Taking, analyse, thirds
from lms.reporting.pace import LONGEST_S, paces
from lms.reporting.translation import MATTERS, Z99, difference
from tests.assessment.made import choice, matching, multiple, ordering, question

# LSAT-6, five items and a thousand takers: how often each pattern of answers came, from 00000 to 11111. R. D. Bock &
# M. Lieberman (1970), Fitting a response model for n dichotomously scored items, Psychometrika 35(2), 179–197.
LSAT = (
    3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15, 10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298,
)  # fmt: skip
# Its facilities, and point-biserial correlations without the item itself, as published with the R package ltm:
# D. Rizopoulos (2006), Journal of Statistical Software 17(5).
FACILITY = (0.924, 0.709, 0.553, 0.763, 0.870)
EXCLUDED = (0.1128, 0.1532, 0.1728, 0.1444, 0.1216)
AT = datetime(2026, 5, 1, 8, tzinfo=UTC)
RIGHT, WRONG = Given(Fraction(1), (("", "r"),)), Given(Fraction(0), (("", "w"),))
NOTHING = Given(Fraction(0), is_answered=False)

shares = st.sampled_from([0.0, 0.25, 1 / 3, 0.5, 2 / 3, 1.0])
rests = st.sampled_from([number / 7 for number in range(8)])
pairs = st.dictionaries(st.tuples(shares, rests), st.integers(1, 40), min_size=1, max_size=24)


def lsat(place: int) -> list[Taking]:
    """The answers to one of the five items."""
    found = []
    for number, times in enumerate(LSAT):
        pattern = [int(bit) for bit in f"{number:05b}"]
        rest = (sum(pattern) - pattern[place]) / 4
        found += [Taking(RIGHT if pattern[place] else WRONG, "en", rest)] * times
    return found


@pytest.mark.parametrize("place", range(5))
def test_a_published_example_comes_out_as_it_was_published(place: int) -> None:
    item = Item(lsat(place))
    assert item.takers == 1000
    assert item.facility == Fraction(str(FACILITY[place]))
    assert item.discrimination is not None
    assert round(item.discrimination, 4) == EXCLUDED[place]


@given(pairs)
def test_a_correlation_is_the_plain_one_and_stays_within_bounds(counted: dict[tuple[float, float], int]) -> None:
    xs = [x for (x, _), times in counted.items() for _ in range(times)]
    ys = [y for (_, y), times in counted.items() for _ in range(times)]
    found = correlation(counted)
    if len(set(xs)) < 2 or len(set(ys)) < 2:
        assert found is None
        return
    assert found is not None
    assert -1 <= found <= 1
    assert isclose(found, plain_correlation(xs, ys), abs_tol=1e-9)
    assert -1 <= highest(found, sum(counted.values())) <= 1


@given(pairs, st.floats(-50, 50), st.sampled_from([0.5, 2.0, 10.0]))
def test_points_added_to_all_the_others_or_another_scale_change_nothing(
    counted: dict[tuple[float, float], int], added: float, scale: float
) -> None:
    moved: Counter[tuple[float, float]] = Counter()
    for (x, y), times in counted.items():
        moved[x, y * scale + added] += times
    one, other = correlation(counted), correlation(moved)
    assert (one is None) == (other is None)
    assert one is None or other is None or isclose(one, other, abs_tol=1e-6)


def test_nothing_is_said_of_few_takers_or_where_all_earn_the_same() -> None:
    perfect = {(0.0, 0.0): FEWEST_TAKERS // 2, (1.0, 1.0): FEWEST_TAKERS // 2}
    assert discrimination(perfect) == 1.0
    assert discrimination({**perfect, (1.0, 1.0): FEWEST_TAKERS // 2 - 1}) is None
    assert discrimination({(1.0, 0.5): 40, (1.0, 1.0): 40}) is None
    assert discrimination({(0.0, 0.5): 40, (1.0, 0.5): 40}) is None


def test_the_upper_end_of_a_correlation_is_that_of_fisher() -> None:
    # z = artanh(r) ± 1.96 / √(n − 3)
    assert isclose(atanh(highest(-0.3, 103)), atanh(-0.3) + 1.959964 / sqrt(100), rel_tol=1e-9)
    assert highest(-0.3, 103) < 0 < highest(-0.3, 30)
    assert (highest(1.0, 50), highest(-1.0, 50), highest(-1.0, 3)) == (1.0, -1.0, 1.0)


takings = st.lists(
    st.builds(
        Taking,
        st.sampled_from([RIGHT, WRONG, NOTHING, Given(Fraction(1, 3), (("", "r"), ("", "w")))]),
        st.sampled_from(["fr", "en"]),
        st.none() | rests,
        st.none() | st.floats(1, 600),
        st.booleans(),
    ),
    max_size=80,
)


@given(takings)
def test_an_item_is_what_a_slow_count_says(some: list[Taking]) -> None:
    item = Item(some)
    scored = [one.given.share for one in some]
    assert item.facility == (sum(scored, Fraction(0)) / len(scored) if scored else None)
    assert item.unanswered == len([one for one in some if one.given is NOTHING])
    assert item.late == len([one for one in some if one.is_late])
    assert item.marks["", "r"] == len([one for one in some if ("", "r") in one.given.marks])
    times = [one.seconds for one in some if one.seconds is not None]
    assert item.timed == len(times)
    assert item.median_seconds == (median(times) if times else None)


@given(takings, st.randoms())
def test_the_order_of_takers_changes_no_figure(some: list[Taking], dice) -> None:
    mixed = list(some)
    dice.shuffle(mixed)
    one, other = analyse(some, ("fr", "en")), analyse(mixed, ("fr", "en"))
    for a, b in zip((one.whole, *(one.by_thirds or ())), (other.whole, *(other.by_thirds or ())), strict=True):
        assert (a.takers, a.facility, a.marks, a.unanswered) == (b.takers, b.facility, b.marks, b.unanswered)


@given(takings)
def test_thirds_hold_each_taker_once_and_never_part_equals(some: list[Taking]) -> None:
    found = thirds(some)
    known = [one for one in some if one.rest is not None]
    if found is None:
        return
    assert sum(map(len, found)) == len(known)
    assert found.weakest
    assert found.best
    weak, good = {one.rest for one in found.weakest}, {one.rest for one in found.best}
    assert max(weak) < min(good)  # type: ignore[type-var]
    assert not {one.rest for one in found.middle} & (weak | good)


def test_ends_come_as_near_to_a_third_as_equals_allow() -> None:
    def sizes(*counts: int) -> tuple[int, ...] | None:
        found = thirds([Taking(RIGHT, "fr", float(rest)) for rest, times in enumerate(counts) for _ in range(times)])
        return None if found is None else tuple(map(len, found))

    assert sizes(30, 40, 30) == (30, 40, 30)
    assert sizes(10, 10, 10, 10, 10, 10) == (20, 20, 20)
    assert sizes(50, 50) == (50, 0, 50)
    assert sizes(5, 90, 5) == (5, 90, 5)
    assert sizes(40, 60) == (40, 0, 60)
    assert sizes(1, 99) is None
    assert sizes(0, 30) is None


def test_takers_who_all_did_equally_well_are_not_cut() -> None:
    assert thirds([Taking(RIGHT, "fr", 0.5)] * 30) is None
    assert thirds([]) is None
    assert thirds([Taking(RIGHT, "fr", None)] * 30) is None


def test_a_question_takes_from_the_answer_before_to_its_own_in_the_order_of_the_answers() -> None:
    saved = {"b": AT + timedelta(seconds=90), "a": AT + timedelta(seconds=30), "c": AT + timedelta(seconds=100)}
    assert paces(AT, saved) == {"a": 30, "b": 60, "c": 10}


def test_pauses_answers_sent_together_and_undated_ones_tell_no_time() -> None:
    at_once = AT + timedelta(seconds=50)
    assert paces(AT, {"a": at_once, "b": at_once, "c": at_once + timedelta(seconds=5)}) == {"c": 5}
    away = AT + timedelta(seconds=LONGEST_S + 1)
    assert paces(AT, {"a": away, "b": away + timedelta(seconds=LONGEST_S)}) == {"b": LONGEST_S}
    assert paces(AT, {"a": AT + timedelta(seconds=5), "b": None}) == {}
    assert paces(AT, {}) == {}
    assert paces(AT, {"a": AT - timedelta(seconds=5)}) == {}


def mean_by_lot(asked, answers: list[Answer]) -> Fraction:
    """What grading itself gives on average for each of these answers."""
    return sum((grade(asked, one).share for one in answers), Fraction(0)) / len(answers)


@pytest.mark.parametrize("is_exact", [False, True])
def test_guessing_earns_what_grading_gives_to_every_answer_by_turns(is_exact: bool) -> None:
    one = choice("a", "b", "c", is_exact=is_exact)
    assert guessed(one) == mean_by_lot(one, [Answer(chosen=(option.id,)) for option in one.options])
    several = multiple(["a", "b"], ["c", "d", "e"], is_exact=is_exact)
    ticked = [
        tuple(option.id for option, is_on in zip(several.options, ticks, strict=True) if is_on)
        for ticks in product([False, True], repeat=5)
        if any(ticks)
    ]
    assert guessed(several) == mean_by_lot(several, [Answer(chosen=some) for some in ticked])
    placed = ordering("a", "b", "c", is_exact=is_exact)
    ids = [item.id for item in placed.items]
    assert guessed(placed) == mean_by_lot(placed, [Answer(chosen=order) for order in permutations(ids)])
    paired = matching({"a": "1", "b": "2"}, "3", is_exact=is_exact)
    rights = [cell.id for cell in paired.rights]
    answers = [
        Answer(placed=dict(zip([left.id for left in paired.lefts], some, strict=True)))
        for some in product(rights, repeat=2)
    ]
    assert guessed(paired) == mean_by_lot(paired, answers)
    assert guessed(question("short", accepted=("a",))) == 0
    assert guessed(question("multiple", options=choice("a").options, is_exact=is_exact)) == 1


def proportion(right: int, of: int) -> list[float]:
    return [1.0] * right + [0.0] * (of - right)


def test_a_published_comparison_of_two_proportions_comes_out() -> None:
    """Of 605 non-smokers 351 said yes, of 195 smokers 41: z = 8.99 (Penn State, STAT 415, lesson 9.4)."""
    found = difference([(proportion(351, 605), proportion(41, 195))])
    assert found is not None
    assert round(found.z, 2) == 8.99
    assert round(found.difference, 2) == 0.37
    assert found.is_telling


def test_readers_who_merely_know_more_are_no_sign_of_a_bad_translation() -> None:
    # Of the weak 20 % answer rightly, of the good 80 %, in both languages; but the languages hold not as many of each.
    weak, good = (proportion(8, 40), proportion(40, 200)), (proportion(160, 200), proportion(32, 40))
    together = difference([(weak[0] + good[0], weak[1] + good[1])])
    among_equals = difference([weak, good])
    assert together is not None
    assert among_equals is not None
    assert together.is_telling
    assert among_equals.z == pytest.approx(0)


def test_a_difference_tells_only_if_it_is_neither_small_nor_likely() -> None:
    small = difference([(proportion(5_600, 10_000), proportion(5_000, 10_000))])
    likely = difference([(proportion(18, 30), proportion(14, 30))])
    assert small is not None
    assert abs(small.z) > Z99
    assert not small.is_telling
    assert likely is not None
    assert likely.difference > MATTERS
    assert not likely.is_telling
    assert difference([(proportion(30, 30), proportion(30, 30))]) is None
    assert difference([(proportion(3, 30), [])]) is None


@given(st.lists(st.tuples(st.lists(shares, max_size=9), st.lists(shares, max_size=9)), max_size=4))
def test_languages_exchanged_turn_the_sign_and_nothing_else(groups: list[tuple[list[float], list[float]]]) -> None:
    one, other = difference(groups), difference([(second, first) for first, second in groups])
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert (one.first, one.second) == (other.second, other.first)
        assert isclose(one.z, -other.z, abs_tol=1e-9)
        assert -1 <= one.difference <= 1
