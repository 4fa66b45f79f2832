"""A quiz that measures is its partner, once and without a mark; a translation may repeat what holds anyway."""

import pytest

from tests.courseware.sample import GOOD, found, read

BEFORE, BEFORE_EN = "01-why/00-before-quiz.fr.md", "01-why/00-before-quiz.en.md"


def with_measure(more: str = "", exam: str = "", translated: str = "") -> dict[str, str | bytes]:
    return {
        **GOOD,
        "exam.fr.md": str(GOOD["exam.fr.md"]).replace("draw: {why-quiz: 2}\n", exam or "draw: {why-quiz: 2}\n"),
        BEFORE: f"---\ntitle: Avant\nmeasures: {{before: exam}}\n{more}---\n",
        BEFORE_EN: f"---\ntitle: Before\n{translated}---\n",
    }


def test_it_draws_as_its_partner_does_is_taken_once_and_has_no_pass_mark() -> None:
    course, report = read(with_measure())
    assert course is not None and not list(report)
    settings = next(quiz for quiz in course.quizzes if quiz.key == "before-quiz").settings
    assert (settings.measures_before, settings.pools, settings.draw) == ("exam", ("exam", "why-quiz"), {"why-quiz": 2})
    assert (settings.pass_percent, settings.attempts, settings.per_hours) == (None, 1, None)


@pytest.mark.parametrize(
    ("more", "pools", "draw"),
    [
        ("draw: 1\n", ("exam", "why-quiz"), 1),
        ("draw: all\n", ("exam", "why-quiz"), None),
        ("from: [why-quiz]\n", ("why-quiz",), {"why-quiz": 2}),
        ("from: [exam]\ndraw: all\n", ("exam",), None),
        ("attempts: 1\n", ("exam", "why-quiz"), {"why-quiz": 2}),
    ],
)
def test_what_it_states_itself_stands(more: str, pools: tuple[str, ...], draw: object) -> None:
    course, report = read(with_measure(more))
    assert course is not None and not list(report)
    settings = next(quiz for quiz in course.quizzes if quiz.key == "before-quiz").settings
    assert (settings.pools, settings.draw) == (pools, draw)


@pytest.mark.parametrize("line", ["attempts: 3", "attempts: unlimited", "per_hours: 24"])
def test_it_cannot_be_taken_again(line: str) -> None:
    assert found(with_measure(f"{line}\n")) == [(BEFORE, 4, "measure-taken-once")]


def test_its_own_pools_must_hold_what_its_partner_draws() -> None:
    assert found(with_measure("from: [exam]\n", exam="draw: 3\n")) == [(BEFORE, 4, "draw-too-many")]


def test_a_fault_of_its_partner_is_told_at_the_partner_alone() -> None:
    assert found(with_measure(exam="draw: 30\n")) == [("exam.fr.md", 6, "draw-too-many")]


@pytest.mark.parametrize(
    "line",
    [
        "measures: {before: exam}", "from: [exam, why-quiz]", "draw: {why-quiz: 2}", "attempts: 1", "shuffle: all",
        "feedback: submitted",
    ],
)  # fmt: skip
def test_a_translation_may_repeat_what_holds_in_the_original(line: str) -> None:
    assert found(with_measure(translated=f"{line}\n")) == []


@pytest.mark.parametrize(("line", "is_equal"), [("pass_percent: 70", True), ("pass_percent: 60", False)])
def test_a_translation_of_the_exam_may_repeat_the_mark_of_an_exam(line: str, is_equal: bool) -> None:
    contents = {**GOOD, "exam.en.md": str(GOOD["exam.en.md"]).replace("title: Exam\n", f"title: Exam\n{line}\n")}
    assert found(contents) == ([] if is_equal else [("exam.en.md", 3, "repeated-differs")])


@pytest.mark.parametrize("line", ["attempts: 3", "pass_percent: 60", "from: [why-quiz]", "draw: 1"])
def test_a_translation_that_says_something_else_is_told(line: str) -> None:
    assert found(with_measure(translated=f"{line}\n")) == [(BEFORE_EN, 3, "repeated-differs")]


def test_a_translation_may_repeat_the_kind_that_the_answers_make() -> None:
    def kinds(kind: str) -> list[tuple[str, int, str]]:
        text = str(GOOD["exam.en.md"]).replace("question | last\n", f"question | last\n    type: {kind}\n\n")
        return found({**GOOD, "exam.en.md": text})

    assert kinds("choice") == []
    assert [code for _, _, code in kinds("multiple")] == ["repeated-differs"]
