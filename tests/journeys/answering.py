"""Answering a question of an attempt in a real browser as somebody who knows, by its kind."""

from __future__ import annotations

from fractions import Fraction

from playwright.sync_api import Page

from lms.courseware.compiled import CompiledQuestion


def answer_rightly(page: Page, question: CompiledQuestion, decimal_mark: str) -> None:
    """Fill in the right answer; the button that sends it is left to the caller."""
    match question.kind:
        case "choice" | "multiple":
            for option in question.options:
                if option.is_right:
                    page.check(f'input[name="answer"][value="{option.id}"]')
        case "survey":
            page.check('input[name="answer"] >> nth=0')
        case "matching":
            for left in question.lefts:
                page.select_option(f'select[name="answer.{left.id}"]', question.right_of[left.id])
        case "ordering":
            _put_in_order(page, [item.id for item in question.items])
        case "numeric":
            page.fill('input[name="answer"]', _as_typed(Fraction(question.intervals[0][0]), decimal_mark))
        case "short":
            page.fill('input[name="answer"]', question.shown)
        case "blanks":
            for blank in question.blanks:
                name = f'[name="answer.{blank.id}"]'
                if blank.options:
                    page.select_option(name, next(option.id for option in blank.options if option.is_right))
                else:
                    page.fill(name, blank.shown)
        case other:
            raise AssertionError(f"no way to answer {other}")


def _put_in_order(page: Page, wanted: list[str]) -> None:
    """Move each line up to its place, one step at a time: a page each without script, none with it."""
    for place, item in enumerate(wanted):
        while (now := _order(page)).index(item) > place:
            page.click(f'button[name="up"][value="{item}"]')
        assert now


def _order(page: Page) -> list[str]:
    return [field.get_attribute("value") or "" for field in page.query_selector_all('.order input[name="answer"]')]


def _as_typed(number: Fraction, decimal_mark: str) -> str:
    whole, rest = divmod(number, 1)
    return str(whole) if not rest else f"{float(number)}".replace(".", decimal_mark)
