"""Rows of what was counted, as files hold them: figures, modules, steps. Codes for machines, words for people."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from flask_babel import gettext

from lms.errors import N_
from lms.reporting.columns import AGGREGATES, CONTENTS, FIGURES, MODULES, OF_MODULES, OF_STEPS, STEPS, Column
from lms.reporting.dimensions import TITLES
from lms.reporting.figures import Figures, share
from lms.reporting.queries.funnel import Funnel, total
from lms.reporting.queries.rows import Rows
from lms.reporting.queries.tables import Statistics
from lms.web.cells import Value

TOTAL = "total"
KINDS = {"lesson": N_("Lesson"), "quiz": N_("Quiz"), "exam": N_("Exam")}
Content = tuple[str, tuple[Column, ...], Iterable[Rows]]  # title, columns, pages


def figures(found: Statistics, is_code: bool) -> Content:
    """One row for each value of what they are broken down by, and their total."""
    columns = FIGURES if found.has_registered else FIGURES[1:]

    def values(one: Figures) -> tuple[Value, ...]:
        return tuple(getattr(one, column.key) for column in columns)

    by = found.filters.grouping
    rows: Rows = [(row.key if is_code else row.label, *values(row.figures)) for row in found.table.rows]
    rows.append((_total(is_code), *values(found.table.total)))
    return gettext(CONTENTS[AGGREGATES]), (Column(by.value, TITLES[by]), *columns), [rows]


def modules(found: tuple[Funnel, ...], is_code: bool) -> Content:
    """One row for each module of each course, and their total."""
    rows: Rows = [
        (one.slug, module.key if is_code else module.title, module.began, module.finished, module.passed)
        for one in found
        for module in one.modules
    ]
    every = total(found)
    rows.append((_total(is_code), None, every.began, every.finished, every.passed))
    return gettext(CONTENTS[MODULES]), OF_MODULES, [rows]


def steps(found: tuple[Funnel, ...], is_code: bool) -> Content:
    """Each course from enrolling to its last step: no total, for one step holds those of the next."""
    rows: Rows = []
    for one in found:
        enrolled = "enrolled" if is_code else gettext("Enrolments")
        rows.append((one.slug, enrolled, None, one.enrolled, Fraction(1)))
        rows += [
            (
                one.slug,
                step.kind if is_code else gettext(KINDS[step.kind]),
                step.key if is_code else step.title,
                step.number,
                share(step.number, one.enrolled),
            )
            for step in one.steps
        ]
    return gettext(CONTENTS[STEPS]), OF_STEPS, [rows]


def _total(is_code: bool) -> str:
    return TOTAL if is_code else gettext("Total")
