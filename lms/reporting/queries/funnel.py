"""How far those enrolled came in a course: lesson by lesson, quiz by quiz, module by module."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, case, cast, func, literal, null, select, true, union_all

from lms.assessment.models import Attempt
from lms.courseware.compiled import Outline, OutlineModule
from lms.db import db
from lms.enrolment.models import Enrolment
from lms.learning.models import LessonDone
from lms.reporting.dimensions import Dimension
from lms.reporting.filters import Filters
from lms.reporting.queries import conditions
from lms.reporting.queries.scope import Scope

LESSON, QUIZ, MODULE, ENROLLED = "lesson", "quiz", "module", "enrolled"


@dataclass(frozen=True, slots=True)
class Step:
    """A lesson finished or a quiz passed, and by how many of those enrolled."""

    kind: str
    key: str
    title: str
    number: int


@dataclass(frozen=True, slots=True)
class ModuleFigures:
    """Enrolments that finished a lesson of a module, all of them, passed its quiz. None: it has no lesson, no quiz."""

    key: str
    title: str
    began: int | None
    finished: int | None
    passed: int | None


@dataclass(frozen=True, slots=True)
class Funnel:
    """A course, step by step in its current order, and module by module."""

    slug: str
    title: str
    enrolled: int
    steps: tuple[Step, ...]
    modules: tuple[ModuleFigures, ...]


def total(funnels: Iterable[Funnel]) -> ModuleFigures:
    """The modules of these courses, added up: who began two of them counts twice."""
    every = [module for one in funnels for module in one.modules]
    return ModuleFigures(
        "", "", sum(one.began or 0 for one in every), sum(one.finished or 0 for one in every),
        sum(one.passed or 0 for one in every),
    )  # fmt: skip


def funnels(filters: Filters, scope: Scope, *, has_steps: bool = True) -> tuple[Funnel, ...]:
    """Of the course that was chosen, else of each in which somebody is enrolled, the most taken first. 1 query.

    Of current releases: what was finished under a key that a course has no more is left out. Without steps, it is
    counted in two thirds of the time.
    """
    chosen = filters.chosen.get(Dimension.COURSE)
    outlines = {
        number: outline
        for number, outline in scope.outlines.items()
        if chosen is None or number == scope.course_ids.get(chosen)
    }
    if not outlines:
        return ()
    counted: dict[int, _Counted] = {}
    for row in db.session.execute(_statement(outlines, conditions.of_enrolments(filters, scope), has_steps)):
        if row.course_id in outlines:
            of_course = counted.setdefault(row.course_id, Counter())
            of_course[row.kind, row.key, row.lessons] = row.number
    found = [_funnel(outlines[number], of_course, has_steps) for number, of_course in counted.items()]
    return tuple(sorted(found, key=lambda one: (-one.enrolled, one.title.casefold(), one.slug)))


# By kind, key, and of modules how many of their lessons were finished.
_Counted = Counter[tuple[str, str | None, int | None]]


def _statement(outlines: Mapping[int, Outline], where: list[ColumnElement[bool]], has_steps: bool) -> Any:
    """Enrolments by course; those who finished each lesson, passed each quiz, finished so much of each module."""
    none = cast(null(), Integer)
    enrolled = (
        select(
            Enrolment.course_id, literal(ENROLLED).label("kind"), cast(null(), String).label("key"),
            none.label("lessons"), func.count().label("number"),
        )
        .where(*where)
        .group_by(Enrolment.course_id)
    )  # fmt: skip
    done = (
        select(Enrolment.course_id, literal(LESSON), LessonDone.lesson_key, none, func.count())
        .join(Enrolment, Enrolment.id == LessonDone.enrolment_id)
        .where(*where)
        .group_by(Enrolment.course_id, LessonDone.lesson_key)
    )
    passed = (
        select(Enrolment.course_id, literal(QUIZ), Attempt.quiz_key, none, func.count(Attempt.enrolment_id.distinct()))
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Attempt.has_passed == true(), *where)
        .group_by(Enrolment.course_id, Attempt.quiz_key)
    )
    parts = [enrolled, passed, *([done] if has_steps else [])]
    module = _module_of(outlines)
    if module is None:
        return union_all(*parts)
    each = (
        select(Enrolment.course_id, module.label("module"), func.count().label("lessons"))
        .select_from(LessonDone)
        .join(Enrolment, Enrolment.id == LessonDone.enrolment_id)
        .where(*where)
        .group_by(LessonDone.enrolment_id, Enrolment.course_id, "module")
        .subquery()
    )
    modules = select(
        each.c.course_id, literal(MODULE), cast(each.c.module, String), each.c.lessons, func.count()
    ).group_by(each.c.course_id, each.c.module, each.c.lessons)  # fmt: skip
    return union_all(*parts, modules)


def _module_of(outlines: Mapping[int, Outline]) -> ColumnElement[Any] | None:
    """The module of a lesson that was finished, by its key in its course; NULL for one that left the course."""
    of_course: dict[int, ColumnElement[Any]] = {}
    for number, outline in outlines.items():
        modules = {item.key: module.key for module in outline.modules for item in module.items if item.kind == LESSON}
        if modules:
            of_course[number] = case(modules, value=LessonDone.lesson_key)
    if len(of_course) <= 1:
        return next(iter(of_course.values()), None)
    return case(*((Enrolment.course_id == number, module) for number, module in of_course.items()))


def _quiz(module: OutlineModule) -> str | None:
    """The quiz that a module is passed by: the last one that can be passed."""
    return next((item.key for item in reversed(module.items) if item.is_scored), None)


def _funnel(outline: Outline, counted: _Counted, has_steps: bool) -> Funnel:
    return Funnel(
        outline.slug,
        outline.title,
        counted[ENROLLED, None, None],
        tuple(
            Step(item.kind, item.key, item.title, counted[LESSON if item.kind == LESSON else QUIZ, item.key, None])
            for item in (outline.items if has_steps else ())
            if item.kind == LESSON or item.is_scored
        ),
        tuple(_module(module, counted) for module in outline.modules if module.items),
    )


def _module(module: OutlineModule, counted: _Counted) -> ModuleFigures:
    size = sum(item.kind == LESSON for item in module.items)
    done = {lessons: number for (kind, key, lessons), number in counted.items() if (kind, key) == (MODULE, module.key)}
    quiz = _quiz(module)
    return ModuleFigures(
        module.key,
        module.title,
        began=sum(done.values()) if size else None,
        finished=done.get(size, 0) if size else None,
        passed=counted[QUIZ, quiz, None] if quiz else None,
    )
