"""Texts made to be slow or to break out cost bounded work and are only text."""

import time

import pytest

from lms.courseware.problems import MAX_PROBLEMS
from tests.courseware.mistakes_in_lines import FIRST
from tests.courseware.sample import GOOD, read

SIZE = 300_000
LINE = 19_000
HEAD = "---\ntitle: x\n---\n"
QUESTION = "/// question | a\nq\n\n"

BODIES = {
    "brackets": "[" * SIZE,
    "links that do not end": "[a](" * (SIZE // 4),
    "closings": "](" * (SIZE // 2),
    "backticks": "`" * SIZE,
    "backticks of many lengths": " ".join("`" * length for length in range(1, 1300)),
    "stars": "*" * SIZE,
    "quotes": "> " * (SIZE // 2),
    "tags": "<a" * (SIZE // 2),
    "autolinks": "<http:" * (SIZE // 6),
    "braces": "{a " * (SIZE // 3),
    "headings": "## a\n" * (SIZE // 5),
    "closers": "///\n" * (SIZE // 4),
    "blocks": "/// note\na\n///\n" * (SIZE // 15),
    "questions": "/// question | a\nx\n\n- [x] a\n- [ ] b\n///\n" * (SIZE // 45),
    "notes": "[^1]" * (SIZE // 4),
    "note definitions": "[^1]: a\n" * (SIZE // 8),
    "lines": "\n" * SIZE,
    "fences": "```\n" * (SIZE // 4),
    "rows": QUESTION + "| a | b |\n" * (SIZE // 10) + "///\n",
    "options": QUESTION + "".join(f"- [ ] a{number}\n" for number in range(SIZE // 14)) + "///\n",
    "feedback": QUESTION + "- [x] a\n" + "  > b\n" * (SIZE // 6) + "///\n",
    "blanks": "/// question | a\n" + "[[a|b]]" * (SIZE // 7) + "\n///\n",
    "open blanks": "/// question | a\n" + "[[" * (SIZE // 2) + "\n///\n",
    "backticks in a row": QUESTION + "| " + "`a" * (SIZE // 2) + " | b |\n|---|---|\n| a | b |\n///\n",
    "list prefixes": "".join("-  " * count + "x\n" for count in range(12, 60)),
    "quote and list prefixes": "> - 1. * " * (LINE // 9) + "```",
    "a heading of spaces": "## a" + " " * LINE + "b",
    "a link of spaces": "[a](" + " " * LINE + "b",
    "a heading of brackets": "## " + "[" * LINE,
    "a block title of spaces": "/// case | a" + " " * LINE + "b\n\n///\n",
    "a delimiter of spaces": QUESTION + "| a |\n|-" + " " * LINE + "x\n///\n",
    "braces of spaces": ("{" + " " * 900) * (SIZE // 901),
    "pictures": "![a](media/x.svg)" * (SIZE // 17),
}
GLOSSARIES = {"spaces": "a" + " " * LINE + "b", "keys": "a {#" * (LINE // 4)}
DRAWINGS = {
    "words in a style": "<style>" + "a" * 49_000 + "</style>",
    "an address of spaces": "<style>url(" + " " * 48_000 + "</style>",
    "words in an attribute": f'<path fill="{"a" * 49_000}(" d="M0 0"/>',
}
YAML = {
    "depth": "title: " + "[" * 90_000,
    "dashes": "- " * 45_000,
    "aliases": "a: &a [x]\n" + "".join(f"b{number}: [*a, *a]\n" for number in range(3000)),
    "length": "title: |\n" + ("  " + "x" * 998 + "\n") * 150,
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_made_to_be_slow_is_read_in_bounded_time(name: str) -> None:
    _, report = read({**GOOD, FIRST: HEAD + BODIES[name]})
    # A course that takes more processor time than a check may is refused by the reader itself.
    assert "course-too-costly" not in {problem.code for problem in report}
    assert report.count <= 2 * MAX_PROBLEMS + 50


@pytest.mark.parametrize("name", GLOSSARIES)
def test_a_glossary_made_to_be_slow_is_read_in_bounded_time(name: str) -> None:
    _, report = read({**GOOD, "glossary.fr.md": GLOSSARIES[name] + "\n: b\n"})
    assert "course-too-costly" not in {problem.code for problem in report}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_made_to_be_slow_is_read_in_bounded_time(name: str) -> None:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">{DRAWINGS[name]}</svg>'
    _, report = read({**GOOD, "media/thread.fr.svg": drawing})
    assert "course-too-costly" not in {problem.code for problem in report}


def test_what_a_problem_quotes_can_be_sent_to_a_terminal() -> None:
    _, report = read({**GOOD, FIRST: '---\ntitle: x\n"\\e]0;owned\\a": y\n---\n'})
    assert all(value.isprintable() for problem in report for name, value in problem.values if name != "difference")


@pytest.mark.parametrize("name", YAML)
def test_a_head_made_to_be_slow_is_refused(name: str) -> None:
    _, report = read({**GOOD, FIRST: f"---\n{YAML[name]}\n---\n"})
    assert any(problem.code in ("yaml-too-deep", "yaml-alias", "yaml-too-long") for problem in report)


def test_a_file_full_of_mistakes_is_reported_up_to_a_bound() -> None:
    _, report = read({**GOOD, FIRST: HEAD + "<b>\n\n" * 5000})
    own = [problem for problem in report if problem.path == FIRST]
    assert len(own) == MAX_PROBLEMS
    assert [problem.code for problem in own].count("too-many-problems") == 1


def test_a_text_that_no_phone_could_take_is_refused() -> None:
    _, report = read({**GOOD, FIRST: HEAD + "mot mot mot mot\n" * 15_000})
    assert [problem.code for problem in report if problem.path == FIRST and problem.line == 4] == [
        "text-too-long",
        "lesson-long",
    ]


def test_a_course_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter(range(0, 10_000, 3))
    monkeypatch.setattr(time, "process_time", lambda: next(ticks))
    course, report = read(dict(GOOD))
    assert course is None
    assert [problem.code for problem in report] == ["course-too-costly"]
