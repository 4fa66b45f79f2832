"""A lesson's question answered on the spot: a page that says what the answer is worth, and stores nothing.

Answering is a GET for everyone: the answer stands in the address, the same address gives the same page.
"""

from dataclasses import dataclass, replace
from decimal import Context, Decimal
from fractions import Fraction
from urllib.parse import urlencode

import babel.numbers
from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from jinja2 import pass_context
from jinja2.runtime import Context as TemplateContext

from lms.assessment.queries import (
    Answer,
    Outcome,
    Verdict,
    form_fields,
    grade,
    move,
    prompt_pieces,
    read_answer,
    shown_entries,
    shown_items,
    shown_lefts,
    shown_options,
    shown_rights,
    split_prompt,
    words_asked,
)
from lms.courseware.compiled import CompiledLesson, CompiledQuestion
from lms.courseware.questions import Kind
from lms.learning.access import instead_of_lesson, is_open
from lms.learning.views import lessons  # noqa: F401 - gives the blueprint its view
from lms.learning.views.blueprint import bp
from lms.publishing import queries as publishing
from lms.web.access import ANYONE, access
from lms.web.locale import current_language

# What has nothing to send has no page of its own.
_WITHOUT_ANSWER = frozenset({Kind.REFLECTION, Kind.ASSIGNMENT})


@dataclass(frozen=True, slots=True)
class Moved:
    """The thing that a button just moved, for the page to say where it is and to keep the button in hand."""

    id: str
    text: str
    place: int  # from 1
    is_up: bool
    order: tuple[str, ...]


@bp.get("/courses/<slug>/lessons/<key>/questions/<question>")
@access(ANYONE)
def question(slug: str, key: str, question: str) -> ResponseReturnValue:
    """A question of a lesson by itself: to be answered, or answered, graded and explained."""
    page = publishing.lesson(slug, key, current_language())
    if page is None or not is_open(page.outline):
        return instead_of_lesson(slug, page)
    asked = _find(page.lesson, question)
    answer = read_answer(asked, request.args, current_language())
    moved = _moved(asked, answer)
    if moved:
        answer = replace(answer, chosen=moved.order)
    verdict = grade(asked, answer) if "check" in request.args else None
    problem = _problem(answer, verdict)
    return render_template(
        "learning/question.html",
        outline=page.outline,
        lesson=page.lesson,
        question=asked,
        answer=answer,
        verdict=None if problem else verdict,
        problem=problem,
        moved=moved,
        again=_address(slug, key, asked, answer),
    )


def _find(lesson: CompiledLesson, key: str) -> CompiledQuestion:
    """The lesson's question of that key, if it has one that can be answered."""
    for segment in lesson.segments:
        if segment.question and segment.question.key == key and segment.question.kind not in _WITHOUT_ANSWER:
            return segment.question
    return abort(404)


def _moved(question: CompiledQuestion, answer: Answer) -> Moved | None:
    """What a button of an ordering question moved, and the order it makes."""
    way = "up" if "up" in request.args else "down"
    items = {item.id: item for item in question.items}
    item = items.get(request.args.get(way, ""))
    if item is None:
        return None
    shown = tuple(one.id for one in shown_items(question, answer))
    order = move(shown, item.id, -1 if way == "up" else 1)
    return Moved(item.id, item.text, order.index(item.id) + 1, way == "up", order)


def _problem(answer: Answer, verdict: Verdict | None) -> str:
    """Why there is nothing to grade in what was sent, if there is not: "empty" or "unreadable"."""
    if verdict is None:
        return ""
    if answer.is_empty:
        return "empty"
    return "unreadable" if verdict.outcome is Outcome.UNANSWERED else ""


def _address(slug: str, key: str, question: CompiledQuestion, answer: Answer) -> str:
    """Where the question can be answered again, with what was answered still in place."""
    address = url_for("learning.question", slug=slug, key=key, question=question.key)
    fields = form_fields(answer)
    return f"{address}?{urlencode(fields)}" if fields else address


@bp.app_template_filter()
@pass_context  # without it Jinja writes "12.5"|exact once and for all, in the language that asked first
def exact(_context: TemplateContext, number: Fraction | str) -> str:
    """A number as the language writes it, with every decimal that its author or its reader gave it."""
    value = Fraction(number)
    # What people type ends after some decimals, so this division is exact.
    decimal = Context(prec=100).divide(Decimal(value.numerator), Decimal(value.denominator))
    return babel.numbers.format_decimal(decimal, locale=get_locale(), decimal_quantization=False)


@bp.app_template_filter()
@pass_context
def shown_points(_context: TemplateContext, number: Fraction) -> str:
    """Points as the language writes them, with at most two decimals, rounded down."""
    hundredths = Decimal(int(number * 100)) / 100
    return babel.numbers.format_decimal(hundredths, format="#,##0.##", locale=get_locale())


for _layout in (
    prompt_pieces, shown_entries, shown_items, shown_lefts, shown_options, shown_rights, split_prompt,
    words_asked,
):  # fmt: skip
    bp.add_app_template_global(_layout)
