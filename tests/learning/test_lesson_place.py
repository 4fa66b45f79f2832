"""Where a lesson stands in its course."""

import pytest

from lms.learning.place import place_of
from tests.catalog.made import a_module, an_item, an_outline

COURSE = an_outline(
    "course",
    a_module("why", an_item("giving"), an_item("why-quiz", kind="quiz"), an_item("risk")),
    a_module("map", an_item("pillars"), number=2),
)


def test_a_lesson_is_counted_among_the_lessons_of_its_module() -> None:
    place = place_of(COURSE, "risk")
    assert (place.module.key, place.number, place.count) == ("why", 2, 2)


def test_the_lessons_around_it_cross_modules_and_skip_quizzes() -> None:
    place = place_of(COURSE, "risk")
    assert place.previous and place.previous.key == "giving"
    assert place.next and place.next.key == "pillars"


def test_the_first_has_nothing_before_and_the_last_nothing_after() -> None:
    assert place_of(COURSE, "giving").previous is None
    assert place_of(COURSE, "pillars").next is None


def test_a_quiz_has_no_place_among_lessons() -> None:
    for key in ("why-quiz", "absent"):
        with pytest.raises(LookupError):
            place_of(COURSE, key)
