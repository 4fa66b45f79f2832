"""What it takes to complete a course, line by line."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lms.courseware.compiled import Outline, OutlineItem
from lms.learning.completion import Requirement, completion
from tests.catalog.made import a_module, an_item, an_outline

ALL = {"lessons": "all", "quizzes": "pass", "exam": "pass", "project": "none"}


def scored(key: str, kind: str = "quiz") -> OutlineItem:
    return replace(an_item(key, kind=kind), pass_percent=60)


def course(rule: dict[str, str]) -> Outline:
    return an_outline(
        "course",
        a_module("why", an_item("before-quiz", kind="quiz"), an_item("giving"), scored("why-quiz"), an_item("risk")),
        final=(scored("exam", "exam"),),
        completion=rule,
    )


def test_each_line_says_what_is_done_and_what_is_left() -> None:
    lines = completion(course(ALL), {"giving"}, {"exam"}).lines
    assert [(line.requirement, line.done, line.needed, [item.key for item in line.left]) for line in lines] == [
        (Requirement.LESSONS, 1, 2, ["risk"]),
        (Requirement.QUIZZES, 0, 1, ["why-quiz"]),
        (Requirement.EXAM, 1, 1, []),
    ]


def test_a_quiz_that_only_measures_is_never_asked_for() -> None:
    assert completion(course(ALL), {"giving", "risk"}, {"why-quiz", "exam"}).is_complete


def test_what_the_rule_does_not_ask_for_is_not_a_line() -> None:
    only_exam = completion(course({"lessons": "none", "quizzes": "none", "exam": "pass"}), set(), {"exam"})
    assert [line.requirement for line in only_exam.lines] == [Requirement.EXAM]
    assert only_exam.is_complete


def test_a_course_that_asks_for_nothing_is_never_completed() -> None:
    nothing = completion(course({"lessons": "none", "quizzes": "none", "exam": "none"}), {"giving"}, {"exam"})
    assert nothing.lines == ()
    assert not nothing.is_complete


def test_what_was_done_in_lessons_that_are_gone_neither_helps_nor_harms() -> None:
    lines = completion(course(ALL), {"giving", "gone"}, {"gone-quiz"}).lines
    assert [(line.done, line.needed) for line in lines] == [(1, 2), (0, 1), (0, 1)]


KEYS = ["giving", "risk", "why-quiz", "before-quiz", "exam", "gone"]


@given(st.sets(st.sampled_from(KEYS)), st.sets(st.sampled_from(KEYS)), st.sets(st.sampled_from(KEYS)))
def test_doing_more_never_takes_completion_away(done: set[str], passed: set[str], more: set[str]) -> None:
    before = completion(course(ALL), done, passed)
    after = completion(course(ALL), done | more, passed | more)
    assert after.is_complete or not before.is_complete
    assert all(one.done <= two.done <= two.needed for one, two in zip(before.lines, after.lines, strict=True))
