"""The questions of a quiz as a file for spreadsheets: what its page shows, and the reasons in full."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from fractions import Fraction

from flask_babel import gettext

from lms.reporting.definitions import OF_QUESTIONS
from lms.reporting.items import Item
from lms.reporting.queries.questions import QuestionLook, QuizLook
from lms.web.cells import Value, as_text, harmless

LANGUAGE_HEADINGS = {"fr": "Français", "en": "English"}


def file_of(look: QuizLook, delimiter: str, told: Callable[[QuestionLook], str]) -> bytes:
    """One row for each question, then what the figures mean; `told` words why a question is worth a look."""
    out = io.StringIO()
    rows = csv.writer(out, delimiter=delimiter)
    rows.writerow([harmless(text) for text in _headings(look)])
    for one in look.questions:
        rows.writerow([as_text(value) for value in (*_row(look, one), told(one))])
    rows.writerow([])
    rows.writerow([harmless(gettext("First attempts looked at")), as_text(look.attempts)])
    rows.writerow([])
    for definition in OF_QUESTIONS:
        rows.writerow([harmless(gettext(definition.term)), harmless(gettext(definition.text))])
    return out.getvalue().encode("utf-8-sig")


def _headings(look: QuizLook) -> Iterator[str]:
    yield from (gettext("Number"), gettext("Key"), gettext("Question"), gettext("Takers"), gettext("No answer"))
    yield from (gettext("Late"), gettext("Facility"), gettext("Discrimination"), gettext("Median time (seconds)"))
    for language in look.languages:
        for name in (
            gettext("Takers"),
            gettext("Facility"),
            gettext("Discrimination"),
            gettext("Median time (seconds)"),
        ):
            yield f"{name} ({LANGUAGE_HEADINGS[language]})"
    yield gettext("Not counted")
    yield gettext("Worth a look")


def _row(look: QuizLook, one: QuestionLook) -> Iterator[Value]:
    whole = one.analysis.whole
    yield from (one.number, one.question.key, one.question.label, whole.takers, whole.unanswered, whole.late)
    yield from _figures(whole)
    for language in look.languages:
        spoken = one.analysis.by_language.get(language)
        yield spoken.takers if spoken else 0
        yield from _figures(spoken) if spoken else (None, None, None)
    yield one.left_out


def _figures(item: Item) -> Iterator[Value]:
    yield item.facility
    yield None if item.discrimination is None else Fraction(round(item.discrimination * 10_000), 10_000)
    yield None if item.median_seconds is None else round(item.median_seconds)
