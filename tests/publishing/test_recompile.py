"""Recompiling brings markup up to date and refuses to touch what learners were asked."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.courseware.compiled import CompiledLesson
from lms.db import db
from lms.errors import Refusal
from lms.publishing import actions, parts, queries
from lms.publishing.models import Part, ReleasePart
from tests.publishing.made import files, release

compile_lesson = parts.compile_lesson


@pytest.fixture(autouse=True)
def context(fresh_app: Flask) -> Iterator[None]:
    with fresh_app.app_context():
        release(files())
        release(files({"02-then/01-steps.fr.md": "---\ntitle: Deux pas\n---\nDeux.\n"}))
        yield


def use_compiler(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    """Have lessons compiled with fields of their questions, or their own, changed."""

    def other(*arguments: Any) -> CompiledLesson:
        lesson = compile_lesson(*arguments)
        segments = tuple(
            replace(segment, question=replace(segment.question, **changes["question"])) if segment.question else segment
            for segment in lesson.segments
        )
        if "question" in changes:
            return replace(lesson, segments=segments)
        return replace(lesson, **changes)

    monkeypatch.setattr(parts, "compile_lesson", other)


def unused_parts() -> int:
    used = select(ReleasePart.part_digest)
    return db.session.scalar(select(func.count()).select_from(Part).where(Part.digest.not_in(used))) or 0


def test_the_same_compiler_changes_nothing() -> None:
    outcome = actions.recompile()
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
    use_compiler(monkeypatch, question=change)
    before = db.session.scalars(select(Part.digest).order_by(Part.digest)).all()
    db.session.rollback()
    outcome = actions.recompile()
    db.session.commit()
    assert outcome.releases == []
    assert [(one.slug, one.number) for one in outcome.refused] == [("small", 1), ("small", 2)]
    assert "who-first" in outcome.refused[0].keys
    assert db.session.scalars(select(Part.digest).order_by(Part.digest)).all() == before


def test_another_kind_of_space_in_a_question_is_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    page = queries.lesson("small", "risk", "fr")
    assert page is not None
    label = next(segment.question.label for segment in page.lesson.segments if segment.question)
    db.session.rollback()
    use_compiler(monkeypatch, question={"label": label.replace("\u202f", " ").replace(" ", "\u00a0")})
    assert actions.recompile().refused == []


def test_one_course_that_would_differ_does_not_stop_another(monkeypatch: pytest.MonkeyPatch) -> None:
    release(files({"01-first/01-risk.fr.md": None, "01-first/01-risk.en.md": None, "media/a.svg": None}, "other"))
    use_compiler(monkeypatch, question={"points": "2"})
    outcome = actions.recompile()
    assert outcome.releases == [("other", 1)]
    assert {one.slug for one in outcome.refused} == {"small"}


def test_an_unknown_course_is_refused() -> None:
    with pytest.raises(Refusal):
        actions.recompile("nothing")
