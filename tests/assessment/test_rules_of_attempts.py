"""Tries, deadlines and scores: exact, by the server's clock, and never rounded in somebody's favour or against them."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessment.allowance import allowance
from lms.assessment.closing import deadline, is_closed, is_overdue, minutes_given
from lms.assessment.grading import Outcome, Verdict
from lms.assessment.scoring import percent_down, score

AT = datetime(2026, 11, 28, 12, tzinfo=UTC)


def hours_ago(*hours: float) -> list[datetime]:
    return [AT - timedelta(hours=one) for one in hours]


def verdict(points: Fraction, out_of: Fraction = Fraction(1)) -> Verdict:
    return Verdict(Outcome.PARTLY, points / out_of if out_of else Fraction(0), points, out_of)


@pytest.mark.parametrize(
    ("attempts", "per_hours", "started", "left", "next_in"),
    [
        (None, None, hours_ago(1, 2, 3), None, None),
        (3, None, hours_ago(1, 1000), 1, None),
        (3, None, hours_ago(1, 2, 1000), 0, None),
        (3, 24, hours_ago(1, 2, 25), 1, None),
        (3, 24, hours_ago(1, 2, 20), 0, 4),
        (3, 24, hours_ago(1, 2, 3, 20), 0, 21),
        (1, 24, hours_ago(24), 1, None),
        (1, 1, hours_ago(0.5), 0, 0.5),
        (0, 24, [], 0, None),
    ],
)
def test_tries_in_a_sliding_window(
    attempts: int | None, per_hours: int | None, started: list[datetime], left: int | None, next_in: float | None
) -> None:
    found = allowance(attempts, per_hours, started, AT)
    assert (found.left, found.next_at) == (left, None if next_in is None else AT + timedelta(hours=next_in))
    assert found.is_open == (left != 0)


@given(st.integers(1, 4), st.integers(1, 48), st.lists(st.floats(0, 100), max_size=8))
def test_at_the_moment_told_a_try_is_open_and_not_before(attempts: int, per_hours: int, ages: list[float]) -> None:
    started = hours_ago(*ages)
    found = allowance(attempts, per_hours, started, AT)
    if found.next_at is not None:
        assert found.next_at > AT
        assert allowance(attempts, per_hours, started, found.next_at).is_open
        assert not allowance(attempts, per_hours, started, found.next_at - timedelta(seconds=1)).is_open


def test_what_comes_at_the_deadline_is_in_time_and_after_it_is_not() -> None:
    end = deadline(AT, 10)
    assert end == AT + timedelta(minutes=10)
    assert not is_overdue(end, None, end)
    assert is_overdue(end, None, end + timedelta(microseconds=1))
    assert not is_overdue(None, None, AT + timedelta(days=9))
    assert not is_overdue(end, end, end + timedelta(days=1))
    assert is_closed(end, end, AT)
    assert deadline(AT, None) is None


@pytest.mark.parametrize(
    ("limit", "extra", "minutes"),
    [(30, 0, 30), (30, 50, 45), (10, 25, 13), (1, 25, 2), (45, 200, 135), (600, 400, 3000)],
)
def test_extra_time_is_rounded_up_to_the_minute(limit: int, extra: int, minutes: int) -> None:
    assert minutes_given(limit, extra) == minutes
    assert deadline(AT, limit, extra) == AT + timedelta(minutes=minutes)
    assert deadline(AT, None, extra) is None


@given(st.lists(st.tuples(st.fractions(0, 1), st.integers(1, 5)), min_size=1, max_size=12), st.integers(0, 100))
def test_a_score_is_the_exact_sum_and_passes_exactly_at_the_mark(parts: list[tuple[Fraction, int]], mark: int) -> None:
    found = score([verdict(share * out_of, Fraction(out_of)) for share, out_of in parts], mark)
    assert found.points == sum(share * out_of for share, out_of in parts)
    assert 0 <= found.share <= 1
    assert found.has_passed == (found.share >= Fraction(mark, 100))
    assert (percent_down(found.share) >= mark) == found.has_passed  # shown as the mark is passed


def test_a_hair_below_the_mark_is_neither_passed_nor_shown_as_passed() -> None:
    found = score([verdict(Fraction(696, 1000))], 70)
    assert (found.has_passed, percent_down(found.share)) == (False, 69)


def test_a_third_thrice_is_whole() -> None:
    assert score([verdict(Fraction(1, 3)) for _ in range(3)], 33).share == Fraction(1, 3)


def test_without_a_mark_nothing_is_passed_and_without_points_sending_is_enough() -> None:
    assert score([verdict(Fraction(1))], None).has_passed is None
    nothing = score([verdict(Fraction(0), Fraction(0))], 60)
    assert (nothing.out_of, nothing.share, nothing.has_passed) == (0, 1, True)
