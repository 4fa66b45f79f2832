"""How long a certificate holds."""

from datetime import date

from lms.learning.validity import last_valid_day


def test_it_ends_on_the_same_day_of_a_later_month() -> None:
    assert last_valid_day(date(2026, 11, 28), 24) == date(2028, 11, 28)
    assert last_valid_day(date(2026, 11, 28), 2) == date(2027, 1, 28)


def test_a_month_too_short_ends_on_its_last_day() -> None:
    assert last_valid_day(date(2027, 8, 31), 6) == date(2028, 2, 29)


def test_without_months_it_holds_without_limit() -> None:
    assert last_valid_day(date(2026, 11, 28), None) is None
