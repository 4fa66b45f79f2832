"""A certificate's pages as data, for the drawing in sheet/sheet.typ."""

import unicodedata
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from lms.certification import number as numbers
from lms.certification import wording
from lms.certification.certificate import Facts
from lms.certification.glyphs import breakable, drawable, is_right_to_left
from lms.certification.wording import Words
from lms.errors import N_

# Millimetres and lines: what is tried in turn for a name of up to so many characters. See look.md.
_NAME_SIZES = (
    (28, ((14, 1), (11, 1), (11, 2), (9, 2), (7, 3), (5.5, 4))),
    (40, ((11, 1), (9.5, 1), (11, 2), (9, 2), (7, 3), (5.5, 4))),
    (None, ((11, 2), (9, 2), (7, 3), (5.5, 4))),
)
DISCLAIMER = N_(
    "Independent training, not endorsed by the ILO, the OECD or the European Union. It is not legal advice."
)


def sheet(facts: Facts, number: str, words: Mapping[str, Words], *, is_plain: bool = False) -> dict[str, Any]:
    """Everything the sheet says, its pages in their order; `words` by language. For `is_plain`, see `drawable`."""
    draw = partial(drawable, is_plain=is_plain)
    title = words[facts.pages[0]].gettext(N_("Certificate of completion of %(name)s")) % {"name": draw(facts.name)}
    return {
        "title": title,
        "author": draw(facts.institution[facts.pages[0]]),
        "date": {"year": facts.issued_on.year, "month": facts.issued_on.month, "day": facts.issued_on.day},
        "pages": [
            _page(facts, number, language, words[language], draw) | {"number_of_page": place}
            for place, language in enumerate(facts.pages, 1)
        ],
    }


def _page(facts: Facts, number: str, language: str, words: Words, draw: Callable[[str], str]) -> dict[str, Any]:
    _ = words.gettext
    name = draw(facts.name)
    title, title_language = facts.title(language)
    signatory = facts.signatory and {
        "name": draw(facts.signatory.name),
        "title": draw(facts.signatory.title.get(language, "")),
    }
    return {
        "language": language,
        "heading": _(N_("Certificate of completion")),
        "name": breakable(name),
        "name_from_right": is_right_to_left(name),
        "name_sizes": _name_sizes(name),
        "statement": wording.statement(facts, words),
        "course": breakable(draw(title)),
        "course_language": title_language,
        "institution": draw(facts.institution.get(language, facts.institution[facts.pages[0]])),
        "place": draw(facts.place.get(language, "")),
        "cells": [list(cell) for cell in cells(facts, words)],
        "signatory": signatory,
        "small_print": f"{release(facts, words)} {_(DISCLAIMER)}",
        "check": _(N_("Check this certificate")),
        "check_address": f"{facts.public_url.partition('://')[2]}/c",
        "number": numbers.shown(number),
        "brand": "Palabre",
        "seal": _(N_("Seal: an assembly seated in circles, seen from above")),
        "code": _(N_("QR code: the address where this certificate is checked")),
    }


def cells(facts: Facts, words: Words) -> list[tuple[str, str]]:
    """What it states beside name and course, each with its label."""
    _ = words.gettext
    reached = wording.result(facts, words)
    stated = [
        (_(N_("Completed on")), words.day(facts.completed_on)),
        (_(N_("Duration")), wording.duration(facts, words)),
        (_(N_("Rule of that day")), wording.requirements(facts, words)),
        (_(N_("Issued on")), words.day(facts.issued_on)),
        (_(N_("Validity")), wording.validity(facts, words)),
    ]
    return [*stated, (_(N_("Result")), reached)] if reached else stated


def release(facts: Facts, words: Words) -> str:
    """Which state of the course it was."""
    return words.gettext(N_("Release %(number)s of the course.")) % {"number": facts.release}


def _name_sizes(name: str) -> tuple[tuple[float, int], ...]:
    length = sum(1 for mark in name if not unicodedata.combining(mark))
    return next(sizes for longest, sizes in _NAME_SIZES if longest is None or length <= longest)
