"""What a release says it changes."""

from dataclasses import replace

import pytest

from lms.courseware.compiled import (
    CompiledLesson,
    CompiledOption,
    CompiledQuestion,
    CompiledSegment,
    Outline,
    OutlineItem,
    OutlineModule,
)
from lms.publishing.changes import Changes, Effect, State, compare
from lms.publishing.telling import EFFECTS, change_lines, effect_line


def item(key: str, title: str = "") -> OutlineItem:
    return OutlineItem("lesson", key, title or f"Title of {key}", "", 1, 1)


def outline(*modules: tuple[str, str], **changes: object) -> Outline:
    """Modules as (key, keys of lessons)."""
    made = tuple(
        OutlineModule(key, number, f"Module {key}", "", (), tuple(map(item, lessons.split())))
        for number, (key, lessons) in enumerate(modules, 1)
    )
    plain = Outline(
        slug="small", language="fr", languages=("fr",), title="T", summary="", audience="", objectives=(),
        description_html="", institution="", institution_slug="", level="", licence="", authors=(), source=None,
        topics=(), access="open", opens=None, closes=None, required=(), advised=(), completion={"lessons": "all"},
        exam_pass_percent=None, certificate_hours=None, certificate_valid_months=None, modules=made, final=(),
        terms=(), minutes=1, kilobytes=1,
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def question(key: str = "q", right: str = "a", label: str = "Who?") -> CompiledQuestion:
    options = tuple(CompiledOption(name, name, name, name == right, "") for name in ("a", "b"))
    return CompiledQuestion(
        key=key, kind="choice", prompt_html="", label=label, explanation_html="", points="1", is_exact=False,
        is_shuffled=None, is_sorting=False, unit="", options=options, left_label="", right_label="", lefts=(),
        rights=(), right_of={}, items=(), intervals=(), accepted=(), shown="", blanks=(), rubric=(), assessed_by="",
    )  # fmt: skip


def lesson(key: str, *questions: CompiledQuestion, plain: str = "") -> CompiledLesson:
    segments = tuple(CompiledSegment("question", "", "", None, one) for one in questions)
    return CompiledLesson(key, key, "", (), 1, None, (), segments, "", (), plain, 0)


def changes(old: Outline, new: Outline, before: object = None, after: object = None) -> Changes:
    return compare(
        State({"fr": old}, before or {}),  # type: ignore[arg-type]
        State({"fr": new}, after or {}),  # type: ignore[arg-type]
        (),
        (),
    )


def test_the_first_release_is_compared_with_nothing() -> None:
    assert compare(None, State({"fr": outline(("m", "a"))}, {}), ["b", "a"], ()) == Changes(
        is_first=True, stale=("a", "b")
    )


def test_the_same_changes_nothing() -> None:
    assert changes(outline(("m", "a b")), outline(("m", "a b"))) == Changes()


def test_added_and_removed_keys_are_named_modules_too() -> None:
    found = changes(outline(("m", "a b"), ("n", "c")), outline(("m", "a d")))
    assert (found.added, found.removed) == (("d",), ("n/", "b", "c"))


def test_a_new_key_on_the_same_title_is_a_removal_and_an_addition_and_said_so() -> None:
    renamed = outline(("m", "a b"))
    modules = (replace(renamed.modules[0], items=(item("a"), item("c", "Title of b"))),)
    found = changes(renamed, replace(renamed, modules=modules))
    assert (found.renamed, found.added, found.removed) == ((("b", "c"),), (), ())
    assert any("removal and an addition" in line for line in change_lines(found))


@pytest.mark.parametrize(
    ("old", "new", "moved"),
    [
        ("a b c d", "b c d a", ("a",)),
        ("a b c d", "d a b c", ("d",)),
        ("a b c d", "a x b c d", ()),
        ("a b c d", "a d", ()),
        ("a b c", "c b a", ("b", "a")),
    ],
)
def test_those_are_moved_that_no_longer_stand_in_the_order_of_the_others(
    old: str, new: str, moved: tuple[str, ...]
) -> None:
    found = changes(outline(("m", old)), outline(("m", new)))
    assert len(found.moved) == len(moved)
    assert moved != ("a",) or found.moved == moved


def test_a_lesson_in_another_module_is_moved() -> None:
    assert changes(outline(("m", "a b"), ("n", "c")), outline(("m", "a"), ("n", "b c"))).moved == ("b",)


def test_changed_lessons_are_named_with_their_languages() -> None:
    before = {"a": {"fr": lesson("a"), "en": lesson("a")}}
    after = {"a": {"fr": lesson("a", plain="x"), "en": lesson("a")}}
    assert changes(outline(("m", "a")), outline(("m", "a")), before, after).changed == (("a", ("fr",)),)


def test_a_right_answer_that_changed_is_named() -> None:
    before = {"a": {"fr": lesson("a", question(), question("r"))}}
    after = {"a": {"fr": lesson("a", question(right="b"), question("r", label="Whom?"))}}
    assert changes(outline(("m", "a")), outline(("m", "a")), before, after).answers == ("q",)


def test_a_question_that_moved_to_another_lesson_is_neither_added_nor_removed() -> None:
    before = {"a": {"fr": lesson("a", question())}, "b": {"fr": lesson("b")}}
    after = {"a": {"fr": lesson("a")}, "b": {"fr": lesson("b", question())}}
    found = changes(outline(("m", "a b")), outline(("m", "a b")), before, after)
    assert (found.added, found.removed) == ((), ())


def test_a_question_that_moved_to_a_quiz_is_moved() -> None:
    before = {"a": {"fr": lesson("a", question())}, "m-quiz": {"fr": lesson("m-quiz")}}
    after = {"a": {"fr": lesson("a")}, "m-quiz": {"fr": lesson("m-quiz", question())}}
    assert changes(outline(("m", "a")), outline(("m", "a")), before, after).moved == ("q",)


def quiz_item(key: str, pass_percent: int | None = 60) -> OutlineItem:
    return OutlineItem("quiz", key, key, "", 0, 1, pass_percent, 5)


def test_quizzes_that_completion_asks_for_and_their_pass_marks_are_told() -> None:
    rule = {"lessons": "none", "quizzes": "pass"}
    old, new = outline(("m", ""), completion=rule), outline(("m", ""), completion=rule)
    old = replace(old, modules=(replace(old.modules[0], items=(quiz_item("m-quiz"),)),))
    items = (quiz_item("m-quiz", 70), quiz_item("n-quiz"), quiz_item("before-quiz", None))
    new = replace(new, modules=(replace(new.modules[0], items=items),))
    assert changes(old, new).effects == (
        Effect("lessons-more", (("count", "1"), ("keys", "n-quiz"))),
        Effect("quiz-pass", (("key", "m-quiz"), ("new", "70"), ("old", "60"))),
    )


def test_learners_who_have_begun_are_told_what_is_asked_of_them_now() -> None:
    found = changes(
        outline(("m", "a b"), certificate_hours="2", exam_pass_percent=60),
        outline(("m", "a c d"), certificate_hours="3/2", exam_pass_percent=None),
    )
    assert found.effects == (
        Effect("lessons-more", (("count", "2"), ("keys", "c, d"))),
        Effect("lessons-fewer", (("count", "1"), ("keys", "b"))),
        Effect("exam-pass", (("new", "–"), ("old", "60"))),
        Effect("certificate-hours", (("new", "3/2"), ("old", "2"))),
    )
    assert any("already enrolled" in line for line in change_lines(found))


@pytest.mark.parametrize("code", sorted(EFFECTS))
def test_every_effect_has_its_words(code: str) -> None:
    values = (("count", "1"), ("keys", "a"), ("key", "a"), ("new", "1"), ("old", "2"))
    assert effect_line(Effect(code, values))
