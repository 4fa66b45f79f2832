"""Files are decoded whatever wrote them, and their code is told from their prose."""

from lms.courseware.parsing.text import decode, fenced, masked, split_head
from lms.courseware.problems import Place, Report


def place() -> Place:
    return Place("a.md", Report())


def test_bom_and_carriage_returns_are_dropped() -> None:
    assert decode("\ufeffun\r\ndeux\rtrois".encode(), place()) == "un\ndeux\ntrois"


def test_what_is_not_utf8_is_told_at_its_line() -> None:
    here = place()
    decode(b"un\ncaf\xe9\n", here)
    assert [(problem.line, problem.code) for problem in here.report] == [(2, "not-utf8")]


def test_control_and_private_characters_are_refused_and_replaced() -> None:
    here = place()
    assert decode("a\x07b\ue000c\u202ed".encode(), here) == "a\ufffdb\ufffdc\ufffdd"
    assert [problem.code for problem in here.report] == ["forbidden-character"]


def test_a_head_stands_between_two_lines_of_dashes() -> None:
    source = split_head("---\ntitle: x\n---\nBody.\n", place())
    assert (source.head, source.head_line, source.body, source.body_line) == ("title: x", 2, ("Body.", ""), 4)


def test_a_text_without_a_head_is_all_body() -> None:
    source = split_head("Body.\n---\n", place())
    assert not source.has_head
    assert source.body == ("Body.", "---", "")


def test_a_head_that_is_not_closed_is_told() -> None:
    here = place()
    assert not split_head("---\ntitle: x\nBody.\n", here).is_closed
    assert [problem.code for problem in here.report] == ["head-not-closed"]


def test_fences_are_opaque_wherever_they_stand() -> None:
    lines = ["a", "```", "/// note", "```", "- x", "  ~~~ py", "  <b>", "  ~~~", "b", "````", "```", "````", "c"]
    assert [line for line, opaque in zip(lines, fenced(lines), strict=True) if not opaque] == ["a", "- x", "b", "c"]


def test_a_fence_that_is_not_closed_runs_to_the_end() -> None:
    assert fenced(["```", "a", "b"]) == [True, True, True]


def test_backticks_in_one_line_are_no_fence() -> None:
    assert fenced(["``` a ``` b", "c"]) == [False, False]


def test_code_spans_and_escapes_are_blanked_in_place() -> None:
    lines = ["a `<b>` c", "``x ` y`` <i>", "\\<b> d"]
    assert masked(lines) == ["a       c", "          <i>", "  b> d"]


def test_a_code_span_may_run_over_lines_but_not_over_paragraphs() -> None:
    assert masked(["a `b", "c` d"]) == ["a   ", "   d"]
    assert masked(["a `b", "", "c` d"]) == ["a `b", "", "c` d"]


def test_indented_code_is_blanked_but_not_what_a_list_indents() -> None:
    assert masked(["a", "", "    <b>", "", "- x", "", "    <i>"]) == ["a", "", "       ", "", "- x", "", "    <i>"]
