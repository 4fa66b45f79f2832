"""An answer of any kind stands in the form of its page as it was given: sent again untouched, it is the same answer, in
either language, alone on its page or among others, however what it offers is laid out.
"""

from html.parser import HTMLParser

import pytest
from flask import Flask, render_template_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from lms.assessment.answers import Answer, read_answer
from lms.assessment.drawing import as_asked, draw
from lms.assessment.grading import grade
from lms.assessment.paper import PrefixedFields
from lms.courseware.compiled import CompiledQuestion
from tests.assessment.made import ONE_OF_EACH, survey
from tests.assessment.test_answers import answers
from tests.assessment.test_drawing import quiz

PAGE = """{% from "components/question.html" import question_fields %}<form>
{{ question_fields(question, "", answer, 2, "", none, prefix) }}</form>"""


class Fields(HTMLParser):
    """What a browser would send of a page, untouched."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._list = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "input" and (said.get("type") not in ("radio", "checkbox") or "checked" in said):
            self.found.append((said["name"], said.get("value", "")))
        elif tag == "select":
            self._list = said["name"]
        elif tag == "option" and "selected" in said:
            self.found.append((self._list, said["value"]))


def laid_out(asked: CompiledQuestion, seed: str) -> CompiledQuestion:
    """The question as an attempt with this seed asks it."""
    return as_asked(asked, draw(quiz("q", asked), {}, seed)[0].orders)


@pytest.mark.parametrize("asked", [*ONE_OF_EACH, survey("one", "two", "three")], ids=lambda asked: asked.kind)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.data(),
    language=st.sampled_from(["fr", "en"]),
    prefix=st.sampled_from(["", "the-key:"]),
    seed=st.text("0123456789abcdef", min_size=4, max_size=4),
)
def test_what_stands_in_the_form_is_what_was_given(
    app: Flask, asked: CompiledQuestion, data: st.DataObject, language: str, prefix: str, seed: str
) -> None:
    answer = data.draw(answers(asked).filter(lambda one: not one.is_empty))
    question = laid_out(asked, seed)
    with app.test_request_context(f"/{language}/"):
        app.preprocess_request()
        page = render_template_string(PAGE, question=question, answer=answer, prefix=prefix)
    sent = MultiDict(Fields(page).found)
    read = read_answer(question, PrefixedFields(sent, prefix), "en")
    # Options ticked are kept in the order of the page, which counts for nothing.
    assert (frozenset(read.chosen) if asked.options else read.chosen) == (
        frozenset(answer.chosen) if asked.options else answer.chosen
    )
    assert (read.placed, read.text, read.number) == (answer.placed, answer.text, answer.number)
    assert grade(question, read).points == grade(asked, answer).points


def test_nothing_given_stands_in_no_form(app: Flask) -> None:
    for asked in (*ONE_OF_EACH, survey("one", "two")):
        with app.test_request_context("/fr/"):
            app.preprocess_request()
            page = render_template_string(PAGE, question=asked, answer=Answer(), prefix="")
        sent = Fields(page).found
        read = read_answer(asked, MultiDict(sent), "fr")
        assert read.is_empty or asked.kind == "ordering"
