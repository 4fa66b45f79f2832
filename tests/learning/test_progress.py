"""How far somebody is in a course, and where they go on."""

from dataclasses import replace
from datetime import UTC, datetime

from lms.learning.place import following
from lms.learning.progress import progress
from tests.catalog.made import a_module, an_item, an_outline

COURSE = an_outline(
    "course",
    a_module("why", an_item("giving"), replace(an_item("why-quiz", kind="quiz"), pass_percent=60), an_item("risk")),
    a_module("map", an_item("pillars"), an_item("check-quiz", kind="quiz"), number=2),
    final=(replace(an_item("exam", kind="exam"), pass_percent=70), an_item("project", kind="project")),
    completion={"lessons": "all", "exam": "pass"},
)


def at(minute: int) -> datetime:
    return datetime(2026, 11, 28, 10, minute, tzinfo=UTC)


def next_key(done: dict[str, datetime], *passed: str) -> str | None:
    item = progress(COURSE, done, passed).next
    return item.key if item else None


def test_it_counts_lessons_and_the_minutes_left() -> None:
    how_far = progress(COURSE, {"giving": at(0), "gone": at(1)}, ["why-quiz"])
    assert (how_far.done, how_far.total, how_far.minutes_left) == (1, 3, 12)
    assert how_far.has_done(COURSE.items[0])
    assert how_far.has_done(COURSE.items[1])
    assert not how_far.has_done(COURSE.items[2])


def test_each_module_is_counted_apart() -> None:
    how_far = progress(COURSE, {"giving": at(0)}, [])
    assert [how_far.done_in(module) for module in COURSE.modules] == [(1, 2), (0, 1)]


def test_it_begins_with_the_first_lesson() -> None:
    assert next_key({}) == "giving"


def test_it_goes_on_after_the_lesson_finished_last_even_where_others_were_skipped() -> None:
    assert next_key({"giving": at(0)}) == "why-quiz"
    assert next_key({"giving": at(5), "risk": at(9)}) == "pillars"
    assert next_key({"pillars": at(9)}) == "exam"


def test_it_comes_back_to_what_was_skipped_and_ends_when_all_is_done() -> None:
    assert next_key({"pillars": at(9)}, "exam") == "giving"
    assert next_key({"giving": at(0), "risk": at(1), "pillars": at(2)}, "why-quiz", "exam") is None


def test_what_follows_a_lesson_may_be_a_quiz_and_the_last_thing_is_the_exam() -> None:
    assert [item.key if (item := following(COURSE, key)) else None for key in ("giving", "check-quiz", "exam")] == [
        "why-quiz", "exam", None,
    ]  # fmt: skip
    assert following(COURSE, "gone") is None
