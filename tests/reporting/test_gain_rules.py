"""The knowledge gain: against a published example, a slow computation and its bounds."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from lms.reporting.gain import Gain

results = st.integers(0, 15).map(lambda number: Fraction(number, 15))
people = st.lists(st.tuples(results, results, results, st.integers(1, 4)), max_size=12)


def test_a_published_gain_comes_out() -> None:
    """Of 20 points, 11.1 more than before, which is 225.8 % of before: 0.73 of what could be gained.

    BMC Medical Education 21:210 (2021), table 1.
    """
    before = Fraction("11.1") / Fraction("2.258")
    gain = Gain()
    gain.add(before / 20, (before + Fraction("11.1")) / 20, Fraction(1))
    found = gain.of_class(gain.first)
    assert found is not None
    assert int(found * 100) == 73


def test_the_gain_of_all_is_not_the_mean_of_the_gains() -> None:
    gain = Gain()
    gain.add(Fraction(0), Fraction(1, 2), Fraction(1))
    gain.add(Fraction(9, 10), Fraction(1), Fraction(1))
    assert gain.of_class(gain.first) == Fraction(6, 11)
    assert gain.of_persons(gain.first) == Fraction(3, 4)
    assert gain.of_class(gain.best) == 1
    assert (gain.first.rose, gain.first.fell) == (2, 0)


def test_who_knew_everything_cannot_gain_and_is_left_out_of_the_gains_of_persons() -> None:
    gain = Gain()
    gain.add(Fraction(1), Fraction(4, 5), Fraction(1), times=3)
    assert gain.of_persons(gain.first) is None
    assert gain.of_class(gain.first) is None
    gain.add(Fraction(1, 2), Fraction(1), Fraction(1))
    assert (gain.full_before, gain.count) == (3, 4)
    assert gain.of_persons(gain.first) == 1
    assert gain.of_class(gain.first) == (Fraction(17, 20) - Fraction(7, 8)) / Fraction(1, 8)
    assert (gain.first.rose, gain.first.fell, gain.best.fell) == (1, 3, 0)


def test_nobody_gains_nothing() -> None:
    gain = Gain()
    assert (gain.mean_before, gain.of_class(gain.first), gain.of_persons(gain.best)) == (None, None, None)


@given(people)
def test_a_gain_is_what_a_slow_computation_says_and_never_above_one(
    some: list[tuple[Fraction, Fraction, Fraction, int]],
) -> None:
    gain, every = Gain(), []
    for before, first, best, times in some:
        gain.add(before, first, best, times)
        every += [(before, first)] * times
    if not every:
        return
    mean = [sum((one[side] for one in every), Fraction(0)) / len(every) for side in (0, 1)]
    assert (gain.mean_before, gain.mean_after(gain.first)) == (mean[0], mean[1])
    could = [(after - before) / (1 - before) for before, after in every if before < 1]
    assert gain.of_persons(gain.first) == (sum(could, Fraction(0)) / len(could) if could else None)
    assert gain.of_class(gain.first) == ((mean[1] - mean[0]) / (1 - mean[0]) if mean[0] < 1 else None)
    for found in (gain.of_class(gain.first), gain.of_persons(gain.best)):
        assert found is None or found <= 1
