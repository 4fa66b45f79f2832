"""How far those enrolled in one course came: lesson by lesson, quiz by quiz, module by module."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Integer, String, case, cast, func, literal, null, select, true, union_all

from lms.assessment.models import Attempt
from lms.courseware.compiled import Outline
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.learning.models import LessonDone
from lms.reporting.filters import Filters
from lms.reporting.queries import conditions
from lms.reporting.queries.scope import Scope

LESSON, QUIZ, MODULE = "lesson", "quiz", "module"


@dataclass(frozen=True, slots=True)
class Step:
    """A lesson finished or a quiz passed, and by how many of those enrolled."""

    kind: str
    title: str
    number: int


@dataclass(frozen=True, slots=True)
class ModuleFigures:
    """A module: who finished one of its lessons, who all of them, who passed its quiz (None: it has none to pass)."""

    title: str
    began: int
    finished: int
    passed: int | None


@dataclass(frozen=True, slots=True)
class Funnel:
    """A course, step by step in its current order, and module by module."""

    steps: tuple[Step, ...]
    modules: tuple[ModuleFigures, ...]


def funnel(outline: Outline, filters: Filters, scope: Scope) -> Funnel:
    """Of the current release: what was finished under a key that it has no more is left out. 1 query."""
    where = conditions.of_enrolments(filters, scope)
    module_of = {
        item.key: str(module.number) for module in outline.modules for item in module.items if item.kind == LESSON
    }
    done = (
        select(
            literal(LESSON).label("kind"),
            LessonDone.lesson_key.label("key"),
            cast(null(), Integer).label("lessons"),
            func.count().label("number"),
        )
        .join(Enrolment, Enrolment.id == LessonDone.enrolment_id)
        .where(*where)
        .group_by(LessonDone.lesson_key)
    )
    passed = (
        select(literal(QUIZ), Attempt.quiz_key, cast(null(), Integer), func.count(Attempt.enrolment_id.distinct()))
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Attempt.has_passed == true(), *where)
        .group_by(Attempt.quiz_key)
    )
    parts = [done, passed]
    if module_of:
        name = case(module_of, value=LessonDone.lesson_key).label("module")
        each = (
            select(name, func.count().label("lessons"))
            .join(Enrolment, Enrolment.id == LessonDone.enrolment_id)
            .where(LessonDone.lesson_key.in_(module_of), *where)
            .group_by(LessonDone.enrolment_id, "module")
            .subquery()
        )
        parts.append(
            select(literal(MODULE), cast(each.c.module, String), each.c.lessons, func.count())
            .group_by(each.c.module, each.c.lessons)
        )  # fmt: skip
    rows = db.session.execute(union_all(*parts)).all()
    return _funnel(outline, {(row.kind, row.key, row.lessons): row.number for row in rows})


def _funnel(outline: Outline, counted: dict[tuple[str, str, int | None], int]) -> Funnel:
    steps = tuple(
        Step(item.kind, item.title, counted.get((LESSON if item.kind == LESSON else QUIZ, item.key, None), 0))
        for item in outline.items
        if item.kind == LESSON or item.is_scored
    )
    modules = []
    for module in outline.modules:
        lessons = [item for item in module.items if item.kind == LESSON]
        if not lessons:
            continue
        name = str(module.number)
        by_lessons = {key[2]: number for key, number in counted.items() if key[:2] == (MODULE, name)}
        quizzes = [item for item in module.items if item.is_scored]
        modules.append(
            ModuleFigures(
                title=module.title,
                began=sum(by_lessons.values()),
                finished=by_lessons.get(len(lessons), 0),
                passed=counted.get((QUIZ, quizzes[-1].key, None), 0) if quizzes else None,
            )
        )
    return Funnel(steps, tuple(modules))
