"""What the platform says it offers."""

from lms.catalog.totals import Totals, totals
from tests.catalog.made import a_module, an_item, an_outline


def test_lessons_are_counted_and_an_ordinary_one_is_the_median() -> None:
    light, heavy = an_item("a", minutes=4, kilobytes=8), an_item("b", minutes=5, kilobytes=90)
    courses = [an_outline("x", a_module("m", light, heavy)), an_outline("y", a_module("m", an_item("c")))]
    assert totals(courses) == Totals(lessons=3, minutes=5, kilobytes=10)


def test_without_a_lesson_nothing_is_claimed() -> None:
    assert totals([]) is None
    assert totals([an_outline("x", a_module("m", an_item("quiz", kind="quiz")))]) is None
