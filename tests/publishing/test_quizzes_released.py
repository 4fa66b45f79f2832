"""Quizzes are released with their course, read by release, recompiled, and shown by an installation of yesterday."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, update

from lms.app import create_app
from lms.courseware import compiler
from lms.courseware.compiled import COMPILER_VERSION, CompiledQuestion, CompiledQuiz
from lms.db import db
from lms.publishing import actions, queries
from lms.publishing.cli.preview import create_preview
from lms.publishing.models import PartKind, ReleasePart
from lms.publishing.queries import quizzes, releases
from lms.serving import prepare
from tests.publishing.made import QUESTION_EN, QUESTION_FR, TEXTS, files, release
from tests.queries import Statements

QUIZ_FR = QUESTION_FR.replace("who-first", "asked")
QUIZ_EN = QUESTION_EN.replace("who-first", "asked")
QUIZZES = {
    "01-first/quiz.fr.md": f"---\ntitle: Un test\n---\n{QUIZ_FR}",
    "01-first/quiz.en.md": f"---\ntitle: A quiz\n---\n{QUIZ_EN}",
    "exam.fr.md": "---\ntitle: Examen\nfrom: [first-quiz]\n---\n",
    "exam.en.md": "---\ntitle: Exam\n---\n",
}


@pytest.fixture
def context(fresh_app: Flask) -> Iterator[Flask]:
    with fresh_app.app_context():
        release(files(QUIZZES))
        yield fresh_app


def current_id() -> int:
    made = releases.current("small")
    assert made is not None
    return made.id


def test_a_quiz_of_a_release_is_read_by_its_key_in_either_language(context: Flask) -> None:
    for language, title in (("fr", "Un test"), ("en", "A quiz")):
        found = quizzes.quiz(current_id(), "first-quiz", language)
        assert found is not None
        assert (found.title, [question.key for question in found.questions]) == (title, ["asked"])
    assert quizzes.quiz(current_id(), "risk", "fr") is None


def test_all_pools_come_in_one_query(context: Flask, queries: Callable[..., Any]) -> None:
    number = current_id()
    quizzes.quizzes(number)
    with queries(context) as statements:
        found = quizzes.quizzes(number)
    assert len(statements) == 1
    assert set(found.in_language("fr")) == {"first-quiz", "exam"}
    with queries(context) as statements:
        page = quizzes.quiz_page("small", "en", number)
    assert isinstance(statements, Statements) and len(statements) == 1
    assert page is not None and page.quiz("exam") is not None and page.pinned.release_id == number


def test_a_former_release_keeps_its_quiz(context: Flask) -> None:
    former = current_id()
    made = release(
        files({**QUIZZES, "01-first/quiz.fr.md": QUIZZES["01-first/quiz.fr.md"].replace("Un test", "Autre")})
    )
    assert made is not None and ("first-quiz", ("fr",)) in made.changes.changed
    page = quizzes.quiz_page("small", "fr", former)
    assert page is not None
    assert page.quiz("first-quiz").title == "Autre"  # type: ignore[union-attr]
    assert page.pinned.in_language("fr")["first-quiz"].title == "Un test"


def test_a_right_answer_of_a_quiz_that_changed_is_told(context: Flask) -> None:
    turned = {
        path: text.replace("- [x]", "- [?]").replace("- [ ]", "- [x]").replace("- [?]", "- [ ]")
        for path, text in QUIZZES.items()
    }
    made = release(files(turned))
    assert made is not None and made.changes.answers == ("asked",)


def test_a_question_that_goes_from_a_lesson_to_a_quiz_has_moved(context: Flask) -> None:
    moved = {
        "01-first/01-risk.fr.md": TEXTS["01-first/01-risk.fr.md"].replace(QUESTION_FR, ""),
        "01-first/01-risk.en.md": TEXTS["01-first/01-risk.en.md"].replace(QUESTION_EN, ""),
        "01-first/quiz.fr.md": QUIZZES["01-first/quiz.fr.md"] + "\n" + QUESTION_FR,
        "01-first/quiz.en.md": QUIZZES["01-first/quiz.en.md"] + "\n" + QUESTION_EN,
    }
    made = release(files({**QUIZZES, **moved}))
    assert made is not None
    assert (made.changes.moved, made.changes.added, made.changes.removed) == (("who-first",), (), ())


def test_recompiling_refuses_a_quiz_whose_question_would_differ(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_quiz = compiler.compile_quiz

    def other(*arguments: Any) -> CompiledQuiz:
        def worth_two(question: CompiledQuestion | None) -> CompiledQuestion | None:
            return replace(question, points="2") if question else None

        quiz = compile_quiz(*arguments)
        return replace(quiz, segments=tuple(replace(one, question=worth_two(one.question)) for one in quiz.segments))

    monkeypatch.setattr(compiler, "compile_quiz", other)
    outcome = actions.recompile("small")
    assert outcome.releases == []
    assert [kept.keys for kept in outcome.refused] == [("asked",)]


def test_an_installation_of_yesterday_shows_its_quizzes_after_a_start(
    fresh_app: Flask, tmp_path: Path, configure: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = fresh_app
    with app.app_context():
        release(files(QUIZZES))
        # What an earlier version released: no quiz among its parts.
        db.session.execute(delete(ReleasePart).where(ReleasePart.kind == PartKind.QUIZ))
        db.session.execute(update(ReleasePart).values(compiler_version=COMPILER_VERSION - 1))
        db.session.commit()
        assert quizzes.quizzes(current_id()).texts == {}
        assert releases.outdated() == ["small"]
    (tmp_path / "none").mkdir()
    prepare(app, replace(app.config["LMS"], courses_dir=tmp_path / "none"))
    with app.app_context():
        found = quizzes.quiz(current_id(), "first-quiz", "fr")
        assert found is not None and found.title == "Un test"
        assert releases.outdated() == []
        outline = queries.outline("small", "fr")
        assert outline is not None and outline.item("first-quiz").questions == 1  # type: ignore[union-attr]


def test_what_an_earlier_version_compiled_can_still_be_read(context: Flask) -> None:
    """A release is compared with the one before, whichever compiler made it."""
    from lms.courseware.compiled import Outline, dump, load

    outline = queries.outline("small", "fr")
    assert outline is not None
    yesterday = re.sub(r',"questions":[0-9]+', "", dump(outline))
    assert load(Outline, yesterday).item("first-quiz") is not None


def test_an_author_sees_a_quiz_with_its_right_answers_and_cannot_take_it(tmp_path: Path) -> None:
    for path, text in {**TEXTS, **QUIZZES}.items():
        (tmp_path / "small" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "small" / path).write_text(text, encoding="utf-8")
    app = create_preview(tmp_path / "small", create_app, tmp_path / "instance")
    author = app.test_client()
    page = author.get("/fr/courses/small/quizzes/first-quiz").text
    assert "Bonne réponse" in page and "Non." in page and "Les personnes d’abord." in page
    assert 'method="post"' not in page
    assert author.get("/fr/courses/small/quizzes/exam").status_code == 200
    with app.app_context():
        db.engine.dispose()
