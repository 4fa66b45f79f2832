"""Answering questions in a real browser as somebody who knows, by their kind."""

from __future__ import annotations

from fractions import Fraction

from playwright.sync_api import Locator, Page

from lms.courseware.compiled import CompiledQuestion


def answer_rightly(around: Page | Locator, question: CompiledQuestion, decimal_mark: str, prefix: str = "") -> None:
    """Fill in the right answer among what is `around`; the button that sends it is left to the caller.

    `prefix` begins the names of the fields where a page holds several questions.
    """
    field = around.locator(f'input[name="{prefix}answer"]')
    match question.kind:
        case "survey":
            field.first.check()
        case "ordering":
            _put_in_order(around, [item.id for item in question.items], prefix)
        case "numeric":
            field.fill(_as_typed(Fraction(question.intervals[0][0]), decimal_mark))
        case "short":
            field.fill(question.shown)
        case _:
            _choose(around, question, prefix)


def _choose(around: Page | Locator, question: CompiledQuestion, prefix: str) -> None:
    for option in question.options:
        if option.is_right:
            around.locator(f'input[name="{prefix}answer"][value="{option.id}"]').check()
    for left in question.lefts:
        around.locator(f'select[name="{prefix}answer.{left.id}"]').select_option(question.right_of[left.id])
    for blank in question.blanks:
        field = around.locator(f'[name="{prefix}answer.{blank.id}"]')
        if blank.options:
            field.select_option(next(option.id for option in blank.options if option.is_right))
        else:
            field.fill(blank.shown)


def _put_in_order(around: Page | Locator, wanted: list[str], prefix: str) -> None:
    """Move each line up to its place, one step at a time: a page each without script, none with it."""
    page = around if isinstance(around, Page) else around.page
    for place, item in enumerate(wanted):
        while _order(around, prefix).index(item) > place:
            around.locator(f'button[name="{prefix}up"][value="{item}"]').click()
            page.wait_for_load_state()


def _order(around: Page | Locator, prefix: str) -> list[str]:
    found = around.locator(f'.order input[name="{prefix}answer"]').all()
    return [field.get_attribute("value") or "" for field in found]


def _as_typed(number: Fraction, decimal_mark: str) -> str:
    return str(number) if number.denominator == 1 else f"{float(number)}".replace(".", decimal_mark)
