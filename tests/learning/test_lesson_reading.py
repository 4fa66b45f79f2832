"""When the lessons of a course may be read."""

from datetime import date

import pytest

from lms.learning.access import Reading, reading
from tests.catalog.made import an_outline


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 11, 1), Reading.NOT_YET),
        (date(2026, 11, 2), Reading.OPEN),
        (date(2026, 12, 24), Reading.OPEN),
        (date(2026, 12, 25), Reading.OVER),
    ],
)
def test_a_course_is_open_from_its_first_day_to_its_last_both_included(today: date, state: Reading) -> None:
    assert reading(an_outline(opens="2026-11-02", closes="2026-12-24"), today) is state


def test_a_course_without_dates_is_open() -> None:
    assert reading(an_outline(), date(2026, 1, 1)) is Reading.OPEN


def test_a_course_for_the_people_enrolled_shows_its_lessons_to_nobody_else() -> None:
    assert reading(an_outline(access="enrolled"), date(2026, 1, 1)) is Reading.ENROLLED_ONLY
