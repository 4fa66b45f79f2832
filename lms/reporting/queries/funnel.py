"""How far those enrolled came in a course: lesson by lesson, quiz by quiz, module by module."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    cast,
    column,
    func,
    literal,
    null,
    select,
    true,
    union_all,
    values,
)  # fmt: skip

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
    """Enrolments that began a module, finished all its lessons, passed its quiz. None: it has no lesson, no quiz."""

    key: str
    title: str
    began: int
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
        "", "", sum(one.began for one in every), sum(one.finished or 0 for one in every),
        sum(one.passed or 0 for one in every),
    )  # fmt: skip


def funnels(filters: Filters, scope: Scope) -> tuple[Funnel, ...]:
    """Of the course that was chosen, else of each in which somebody is enrolled, the most taken first. 1 query.

    Of current releases: what was finished under a key that a course has no more is left out.
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
    for row in db.session.execute(_statement(outlines, conditions.of_enrolments(filters, scope))):
        if row.course_id in outlines:
            of_course = counted.setdefault(row.course_id, Counter())
            of_course[row.kind, row.key, row.lessons, row.passed] = row.number
    found = [_funnel(outlines[number], of_course) for number, of_course in counted.items()]
    return tuple(sorted(found, key=lambda one: (-one.enrolled, one.title.casefold(), one.slug)))


# By kind, key, and of modules how many lessons were finished and whether the quiz was passed.
_Counted = Counter[tuple[str, str | None, int | None, int | None]]


def _statement(outlines: Mapping[int, Outline], where: list[ColumnElement[bool]]) -> Any:
    """Enrolments by course; those who finished each lesson, and passed each quiz; and what was done of each module."""
    none = cast(null(), Integer)
    enrolled = (
        select(
            Enrolment.course_id, literal(ENROLLED).label("kind"), cast(null(), String).label("key"),
            none.label("lessons"), none.label("passed"), func.count().label("number"),
        )
        .where(*where)
        .group_by(Enrolment.course_id)
    )  # fmt: skip
    done = (
        select(Enrolment.course_id, literal(LESSON), LessonDone.lesson_key, none, none, func.count())
        .join(Enrolment, Enrolment.id == LessonDone.enrolment_id)
        .where(*where)
        .group_by(Enrolment.course_id, LessonDone.lesson_key)
    )
    passed = (
        select(
            Enrolment.course_id, literal(QUIZ), Attempt.quiz_key, none, none,
            func.count(Attempt.enrolment_id.distinct()),
        )
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Attempt.has_passed == true(), *where)
        .group_by(Enrolment.course_id, Attempt.quiz_key)
    )  # fmt: skip
    items = _items(outlines)
    modules = () if items is None else (_modules(items, where),)
    return union_all(enrolled, done, passed, *modules)


def _items(outlines: Mapping[int, Outline]) -> CTE | None:
    """What modules hold, as a table beside those of the database; None where no course has a module."""
    rows = [
        (number, item.key, module.key, item.key == _quiz(module))
        for number, outline in outlines.items()
        for module in outline.modules
        for item in module.items
    ]
    if not rows:
        return None
    named = values(
        column("course_id", Integer), column("key", String), column("module", String), column("is_quiz", Integer),
        name="item",
    )  # fmt: skip
    return named.data([(*row[:3], int(row[3])) for row in rows]).cte("item")


def _modules(items: CTE, where: list[ColumnElement[bool]]) -> Select[Any]:
    """How many did just so much of a module: each table is walked through once, past what attempts hold."""

    def of(table: Any, key: Any, lessons: int, passed: int) -> Select[Any]:
        return (
            select(
                table.enrolment_id, items.c.course_id, items.c.module, literal(lessons, Integer).label("lessons"),
                literal(passed, Integer).label("passed"),
            )
            .join(Enrolment, Enrolment.id == table.enrolment_id)
            .join(items, and_(items.c.course_id == Enrolment.course_id, items.c.key == key))
            .where(*where)
        )  # fmt: skip

    touched = union_all(
        of(LessonDone, LessonDone.lesson_key, 1, 0),
        of(Attempt, Attempt.quiz_key, 0, 0),
        of(Attempt, Attempt.quiz_key, 0, 1).where(Attempt.has_passed == true(), items.c.is_quiz == 1),
    ).subquery()
    each = (
        select(
            touched.c.course_id, touched.c.module, func.sum(touched.c.lessons).label("lessons"),
            func.max(touched.c.passed).label("passed"),
        )
        .group_by(touched.c.enrolment_id, touched.c.course_id, touched.c.module)
        .subquery()
    )  # fmt: skip
    return select(
        each.c.course_id, literal(MODULE), each.c.module, each.c.lessons, each.c.passed, func.count()
    ).group_by(each.c.course_id, each.c.module, each.c.lessons, each.c.passed)


def _quiz(module: OutlineModule) -> str | None:
    """The quiz that a module is passed by: the last one that can be passed."""
    return next((item.key for item in reversed(module.items) if item.is_scored), None)


def _funnel(outline: Outline, counted: _Counted) -> Funnel:
    return Funnel(
        outline.slug,
        outline.title,
        counted[ENROLLED, None, None, None],
        tuple(
            Step(item.kind, item.key, item.title, counted[_kind(item.kind), item.key, None, None])
            for item in outline.items
            if item.kind == LESSON or item.is_scored
        ),
        tuple(_module(module, counted) for module in outline.modules if module.items),
    )


def _kind(kind: str) -> str:
    return LESSON if kind == LESSON else QUIZ


def _module(module: OutlineModule, counted: _Counted) -> ModuleFigures:
    size = sum(item.kind == LESSON for item in module.items)
    done = {key[2:]: number for key, number in counted.items() if key[:2] == (MODULE, module.key)}
    return ModuleFigures(
        module.key,
        module.title,
        began=sum(done.values()),
        finished=sum(number for (lessons, _passed), number in done.items() if lessons == size) if size else None,
        passed=sum(number for (_lessons, passed), number in done.items() if passed) if _quiz(module) else None,
    )
