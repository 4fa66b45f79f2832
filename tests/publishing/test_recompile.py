"""Recompiling brings markup up to date and refuses to touch what learners were asked."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.clock import now
from lms.courseware import compiler
from lms.courseware.compiled import CompiledBlank, CompiledLesson, CompiledQuestion
from lms.courseware.problems import Report
from lms.db import db
from lms.errors import Refusal
from lms.publishing import actions, queries
from lms.publishing.actions.recompiling import evidence
from lms.publishing.models import Part, ReleasePart
from tests.publishing.made import DIRECTORY, files, release

compile_lesson = compiler.compile_lesson


@pytest.fixture(autouse=True)
def context(fresh_app: Flask) -> Iterator[None]:
    with fresh_app.app_context():
        release(files())
        release(files({"02-then/01-steps.fr.md": "---\ntitle: Deux pas\n---\nDeux.\n"}))
        yield


def use_compiler(monkeypatch: pytest.MonkeyPatch, question: Callable[..., Any] | None = None, **changes: Any) -> None:
    """Have lessons compiled with fields of theirs changed, or with their questions changed by a function."""

    def other(*arguments: Any) -> CompiledLesson:
        lesson = replace(compile_lesson(*arguments), **changes)
        if question is None:
            return lesson
        segments = (replace(one, question=question(one.question)) if one.question else one for one in lesson.segments)
        return replace(lesson, segments=tuple(segments))

    monkeypatch.setattr(compiler, "compile_lesson", other)


def unused_parts() -> int:
    used = select(ReleasePart.part_digest)
    return db.session.scalar(select(func.count()).select_from(Part).where(Part.digest.not_in(used))) or 0


def test_the_same_compiler_changes_nothing() -> None:
    outcome = actions.recompile("small")
    db.session.commit()
    assert outcome.releases == [("small", 1), ("small", 2)]
    assert (outcome.changed_parts, outcome.refused) == (0, [])


def test_new_markup_is_seen_in_every_release_and_old_parts_go(monkeypatch: pytest.MonkeyPatch) -> None:
    use_compiler(monkeypatch, notes_html="<li>new</li>", plain="kangourou")
    assert actions.recompile("small").changed_parts > 0
    db.session.commit()
    page = queries.lesson("small", "risk", "fr")
    assert page is not None
    assert page.lesson.notes_html == "<li>new</li>"
    assert unused_parts() == 0
    assert queries.search("kangourou", "fr").total == 3


@pytest.mark.parametrize(
    "change",
    [
        {"label": "Autre chose ?"},
        {"points": "2"},
        {"is_exact": True},
        {"options": ()},
        {"key": "other"},
        {"unit": "kg"},
    ],
)
def test_a_question_that_would_differ_keeps_the_course_as_it_is(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
) -> None:
    use_compiler(monkeypatch, lambda question: replace(question, **change))
    before = db.session.scalars(select(Part.digest).order_by(Part.digest)).all()
    db.session.rollback()
    outcome = actions.recompile("small")
    db.session.commit()
    assert outcome.releases == []
    assert [(one.slug, one.number) for one in outcome.refused] == [("small", 1), ("small", 2)]
    assert "who-first" in outcome.refused[0].keys
    assert db.session.scalars(select(Part.digest).order_by(Part.digest)).all() == before


def test_the_words_of_a_rubric_and_the_order_of_blanks_are_kept_too() -> None:
    page = queries.lesson("small", "risk", "fr")
    assert page is not None
    asked = next(one.question for one in page.lesson.segments if one.question)
    first, second = (CompiledBlank(name, ("a",), "a", ()) for name in ("who", "what"))
    assert evidence(replace(asked, blanks=(first, second))) != evidence(replace(asked, blanks=(second, first)))
    assert evidence(replace(asked, rubric=(("1", "A"),))) != evidence(replace(asked, rubric=(("1", "B"),)))


def test_another_kind_of_space_in_a_question_is_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    def spaced(question: CompiledQuestion) -> CompiledQuestion:
        return replace(question, label=question.label.replace("\u202f", " ").replace(" ", "\u00a0"))

    use_compiler(monkeypatch, spaced)
    outcome = actions.recompile("small")
    assert (outcome.refused, outcome.changed_parts > 0) == ([], True)


def test_one_course_that_would_differ_does_not_stop_another(monkeypatch: pytest.MonkeyPatch) -> None:
    release(files({"01-first/01-risk.fr.md": None, "01-first/01-risk.en.md": None, "media/a.svg": None}, "other"))
    use_compiler(monkeypatch, lambda question: replace(question, points="2"))
    outcome = actions.recompile("other")
    db.session.commit()
    outcome.add(actions.recompile("small"))
    assert outcome.releases == [("other", 1)]
    assert {one.slug for one in outcome.refused} == {"small"}


def test_an_unknown_course_is_refused() -> None:
    with pytest.raises(Refusal):
        actions.recompile("nothing")


def test_a_release_prepared_before_a_recompilation_is_stored_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = files({"02-then/01-steps.fr.md": "---\ntitle: Trois pas\n---\nTrois.\n"})
    prepared = actions.prepare_release(changed, DIRECTORY, "a folder", Report())
    assert any(part.content is None for part in prepared.parts)
    use_compiler(monkeypatch, notes_html="<li>new</li>")
    actions.recompile("small")
    db.session.commit()
    made = actions.release(prepared, now())
    db.session.commit()
    assert made is not None
    titles = {key: page.lesson.title for key in ("risk", "steps") if (page := queries.lesson("small", key, "fr"))}
    assert (made.number, titles) == (3, {"risk": "Le risque", "steps": "Trois pas"})
    assert unused_parts() == 0


def test_what_releases_share_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []

    def counted(course: Any, lesson: Any, language: str, *rest: Any) -> CompiledLesson:
        compiled.append(f"{lesson.key}.{language}")
        return compile_lesson(course, lesson, language, *rest)

    monkeypatch.setattr(compiler, "compile_lesson", counted)
    actions.recompile("small")
    untouched = [name for name in compiled if not name.startswith("steps")]
    assert sorted(untouched) == ["people.en", "people.fr", "risk.en", "risk.fr"]
