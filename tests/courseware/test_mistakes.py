"""Each mistake an author can make is found once, at its line, with its code, and nothing else is reported."""

import pytest

from lms.courseware.codes import CODES
from lms.courseware.problems import Severity
from tests.courseware.mistakes_in_files import IN_FILES, Contents
from tests.courseware.mistakes_in_lines import FIRST, FIRST_EN, IN_A_LINE, SECOND, SECOND_EN
from tests.courseware.sample import GOOD, found, read, spoilt

# What a mistake brings with it elsewhere, where that is true in itself.
FOLLOWS = {
    "heading-empty": [(FIRST_EN, 1, "anchor-missing")],
    "bad-anchor": [(FIRST_EN, 1, "anchor-missing")],
    "recording-type": [("media/lesson.opus", 1, "media-unused")],
    "measure-with-pass-mark": [("course.yml", 9, "completion-without-file")],
}

ASSIGNMENT = """
/// question | task
    points: 3
    type: assignment
    assessed_by: self
    rubric:
      - {points: 1, text: A}
      - {points: 2, text: B}

Faites-le.
///
"""
ASSIGNMENT_EN = "\n/// question | task\n    rubric: [A, B]\n\nDo it.\n///\n"


def test_a_good_course_has_no_problem() -> None:
    assert found(dict(GOOD)) == []
    assert found(dict(GOOD), is_release=True) == []


@pytest.mark.parametrize(("path", "old", "new", "line", "code"), IN_A_LINE, ids=[row[4] for row in IN_A_LINE])
def test_a_mistake_in_a_line_is_found_there_and_nowhere_else(
    path: str, old: str, new: str, line: int, code: str
) -> None:
    assert found(spoilt(path, old, new)) == sorted([(path, line, code), *FOLLOWS.get(code, [])])


@pytest.mark.parametrize(("contents", "problems"), IN_FILES, ids=[row[1][0][2] for row in IN_FILES])
def test_a_mistake_over_several_files_is_told_where_it_is(
    contents: Contents, problems: list[tuple[str, int, str]]
) -> None:
    assert found(contents) == problems


def test_a_recording_that_is_no_recording_is_told_as_one() -> None:
    problems = found(spoilt(FIRST, "/// audio | media/said.opus", "/// audio | media/line.png"))
    assert [code for path, _, code in problems if path == FIRST] == ["recording-type"]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (FIRST, "## Deux", "##\u00a0Deux"),
        (FIRST, "- Les personnes", "-\u202fLes personnes"),
        (SECOND, "- ( ) Oui", "-\u00a0( ) Oui"),
        (SECOND, "1. Regarder", "1.\u2007Regarder"),
        (FIRST, "/// note", "///\u00a0note"),
    ],
)
def test_a_no_break_space_counts_as_a_space_in_a_marker(path: str, old: str, new: str) -> None:
    course, report = read(spoilt(path, old, new))
    expected, _ = read(dict(GOOD))
    assert not list(report) and course is not None and expected is not None
    assert course.modules == expected.modules


def test_an_assignment_is_read_and_checked_but_not_released_before_there_are_trainers() -> None:
    contents = {**GOOD, SECOND: str(GOOD[SECOND]) + ASSIGNMENT, SECOND_EN: str(GOOD[SECOND_EN]) + ASSIGNMENT_EN}
    assert found(contents) == []
    assert [code for _, _, code in found(contents, is_release=True)] == ["assignment-before-trainers"]


def test_an_assignment_without_its_type_is_told_once() -> None:
    for line in ("    type: assignment\n", "    type: assignement\n"):
        text = str(GOOD[SECOND]) + ASSIGNMENT.replace("    type: assignment\n", "" if "ment\n" in line else line)
        contents = {**GOOD, SECOND: text, SECOND_EN: str(GOOD[SECOND_EN]) + ASSIGNMENT_EN}
        assert len([path for path, _, _ in found(contents) if path == SECOND]) == 1


@pytest.mark.parametrize("partner", ["{before: exma}", "{befor: exam}", "{before: before-quiz}"])
def test_a_partner_that_is_not_there_is_told_once(partner: str) -> None:
    contents = {
        **GOOD,
        "01-why/00-before-quiz.fr.md": f"---\ntitle: Avant\nmeasures: {partner}\n---\n",
        "01-why/00-before-quiz.en.md": "---\ntitle: Before\n---\n",
    }
    assert len(found(contents)) == 1


@pytest.mark.parametrize(
    "address", ["https://a.org", "mailto:awa@a.org?cc=y@a.org", "tel:+221-33-800", "tel:17", "https://é.org/a?b#c"]
)
def test_an_address_outside_is_let_through(address: str) -> None:
    assert found(spoilt(FIRST, "https://www.oecd.org/", address)) == []


@pytest.mark.parametrize("mistake", ["## A <b>b</b> {#a}", "## [A](lesson:nowhere) {#a}"])
def test_the_same_mistake_in_a_heading_of_both_languages_is_told_once(mistake: str) -> None:
    contents = {**GOOD, SECOND: f"{GOOD[SECOND]!s}\n{mistake}\n", SECOND_EN: f"{GOOD[SECOND_EN]!s}\n{mistake}\n"}
    assert [path for path, _, _ in found(contents)] == [SECOND]


@pytest.mark.parametrize(("old", "new"), [("title: {}", "title: 4"), ("title: {}", "titel: {}"), ("title: {}\n", "")])
def test_the_same_mistake_in_the_heads_of_both_languages_is_told_once(old: str, new: str) -> None:
    contents = dict(GOOD)
    for path, title in ((FIRST, "Donner"), (FIRST_EN, "Giving")):
        contents[path] = str(GOOD[path]).replace(old.format(title), new.format(title))
    assert [path for path, _, _ in found(contents)] == [FIRST]


def test_other_mistakes_in_the_heads_of_both_languages_are_told_at_both() -> None:
    contents = spoilt(FIRST, "summary: Une première leçon", "summary: 4")
    contents[FIRST_EN] = str(GOOD[FIRST_EN]).replace("title: Giving", "title: 4")
    assert [(path, code) for path, _, code in found(contents)] == [(FIRST_EN, "expects-text"), (FIRST, "expects-text")]


@pytest.mark.parametrize("fence", ["```", "  ~~~ text", "- ```"])
def test_a_block_that_code_keeps_open_is_told_with_the_line_of_the_code(fence: str) -> None:
    _, report = read(spoilt(FIRST, "Une note.", f"Une note.\n\n{fence}\nRien"))
    told = next(problem for problem in report if problem.code == "block-not-closed-fence")
    assert (told.path, told.line, dict(told.values)) == (FIRST, 28, {"name": "note", "line": "31"})


def test_code_that_ends_above_a_block_does_not_keep_it_open() -> None:
    text = str(GOOD[FIRST]).replace(
        "[^1]: Une source, 2018.", "```\na\n```\n\n/// note\nRien.\n\n[^1]: Une source, 2018."
    )
    assert [code for _, _, code in found({**GOOD, FIRST: text}) if code.startswith("block")] == ["block-not-closed"]


def test_sorting_is_a_matching() -> None:
    _, report = read(spoilt(SECOND, "Rangez.", "    type: sorting\n\nRangez."))
    (told,) = report
    assert (told.line, told.code, dict(told.values)["meant"]) == (8, "unknown-value-meant", "matching")


def test_a_picture_by_reference_is_a_picture() -> None:
    by_name = spoilt(
        FIRST, '![Un fil](media/thread.svg "Le fil")', '![Un fil][fil]\n\n[fil]: media/thread.svg "Le fil"'
    )
    assert found(by_name) == []


def test_an_assignment_needs_a_rubric_whose_points_add_up() -> None:
    def codes(old: str, new: str, points: int = 3) -> list[str]:
        assert old in ASSIGNMENT
        text = str(GOOD[SECOND]) + ASSIGNMENT.replace(old, new).replace("points: 3", f"points: {points}")
        return [code for _, _, code in found({**GOOD, SECOND: text, SECOND_EN: str(GOOD[SECOND_EN]) + ASSIGNMENT_EN})]

    assert "rubric-sum" in codes("points: 2, text", "points: 1, text")
    assert "assignment-needs" in codes("    assessed_by: self\n", "")
    other_points = ASSIGNMENT_EN.replace("[A, B]", "[{points: 2, text: A}, {points: 1, text: B}]")
    contents = {**GOOD, SECOND: str(GOOD[SECOND]) + ASSIGNMENT, SECOND_EN: str(GOOD[SECOND_EN]) + other_points}
    assert {code for _, _, code in found(contents)} == {"repeated-differs"}
    assert "rubrics-differ" in codes("      - {points: 2, text: B}\n", "", 1)


def test_the_registers_that_a_laptop_lacks_are_an_error_in_a_release_only() -> None:
    contents = spoilt("course.yml", "institution: palabre", "institution: nowhere")
    _, checked = read(contents)
    _, released = read(contents, is_release=True)
    assert [problem.severity for problem in checked] == [Severity.WARNING]
    assert [problem.severity for problem in released] == [Severity.ERROR]


def test_every_code_of_the_format_is_produced_by_some_mistake() -> None:
    elsewhere = {
        # test_source.py, test_yamltext.py, test_staleness.py, test_hostile.py, test_measures.py and
        # this file's own tests
        "symbolic-link",
        "file-name",
        "file-too-large",
        "file-unreadable",
        "course-too-large",
        "text-too-long",
        "course-too-costly",
        "too-many-problems",
        "yaml-too-long",
        "expects-country",
        "stale-since",
        "assignment-before-trainers",
        "rubric-sum",
        "assignment-needs",
        "rubrics-differ",
        "measure-taken-once",
        "block-not-closed-fence",
    }
    rows = {row[4] for row in IN_A_LINE} | {problem[2] for _, problems in IN_FILES for problem in problems}
    assert {code for code in CODES if not code.startswith(("zip-", "svg-"))} - rows - elsewhere == set()


def test_every_problem_carries_the_values_that_its_sentence_needs() -> None:
    courses = [spoilt(*row[:3]) for row in IN_A_LINE] + [contents for contents, _ in IN_FILES]
    for contents in courses:
        for problem in read(contents)[1]:
            assert set(CODES[problem.code]) <= {name for name, _ in problem.values}, problem
