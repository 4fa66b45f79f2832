"""Answering a question of an attempt in a real browser as somebody who knows, by its kind."""

from __future__ import annotations

from fractions import Fraction

from playwright.sync_api import Page

from lms.courseware.compiled import CompiledQuestion


def answer_rightly(page: Page, question: CompiledQuestion, decimal_mark: str) -> None:
    """Fill in the right answer; the button that sends it is left to the caller."""
    match question.kind:
        case "survey":
            page.check('input[name="answer"] >> nth=0')
        case "ordering":
            _put_in_order(page, [item.id for item in question.items])
        case "numeric":
            page.fill('input[name="answer"]', _as_typed(Fraction(question.intervals[0][0]), decimal_mark))
        case "short":
            page.fill('input[name="answer"]', question.shown)
        case _:
            _choose(page, question)


def _choose(page: Page, question: CompiledQuestion) -> None:
    for option in question.options:
        if option.is_right:
            page.check(f'input[name="answer"][value="{option.id}"]')
    for left in question.lefts:
        page.select_option(f'select[name="answer.{left.id}"]', question.right_of[left.id])
    for blank in question.blanks:
        field = f'[name="answer.{blank.id}"]'
        if blank.options:
            page.select_option(field, next(option.id for option in blank.options if option.is_right))
        else:
            page.fill(field, blank.shown)


def _put_in_order(page: Page, wanted: list[str]) -> None:
    """Move each line up to its place, one step at a time: a page each without script, none with it."""
    for place, item in enumerate(wanted):
        while _order(page).index(item) > place:
            page.click(f'button[name="up"][value="{item}"]')
            page.wait_for_load_state()


def _order(page: Page) -> list[str]:
    return [field.get_attribute("value") or "" for field in page.query_selector_all('.order input[name="answer"]')]


def _as_typed(number: Fraction, decimal_mark: str) -> str:
    return str(number) if number.denominator == 1 else f"{float(number)}".replace(".", decimal_mark)
