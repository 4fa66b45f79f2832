"""YAML means what it looks like, knows its lines, and is refused where it would surprise."""

from decimal import Decimal
from typing import Any

import pytest

from lms.courseware.parsing.yamltext import read_yaml
from lms.courseware.problems import Place, Report


def value_of(text: str) -> Any:
    report = Report()
    tree = read_yaml(text, 1, Place("a.yml", report))
    assert not list(report), list(report)
    assert tree is not None
    return tree.value


def codes(text: str) -> list[tuple[int, str]]:
    report = Report()
    read_yaml(text, 1, Place("a.yml", report))
    return [(problem.line, problem.code) for problem in report]


def test_plain_scalars_mean_what_they_look_like() -> None:
    text = "a: null\nb: true\nc: 12\nd: 2.5\ne: 2026-01-05\nf: «x»\ng: -3\nh: ~\ni:\n"
    assert value_of(text) == {
        "a": None,
        "b": True,
        "c": 12,
        "d": Decimal("2.5"),
        "e": "2026-01-05",
        "f": "«x»",
        "g": -3,
        "h": None,
        "i": None,
    }


def test_quoted_scalars_are_text() -> None:
    assert value_of("a: \"12\"\nb: 'no'\nc: |\n  two\n  lines\n") == {"a": "12", "b": "no", "c": "two\nlines\n"}


@pytest.mark.parametrize(
    "text", ["no", "Yes", "ON", "y", "12:30", "83e12345", "012", "0x1F", "1_000", ".inf", "+5", "1.", ".5", "=", "True"]
)
def test_what_yaml_would_turn_into_something_else_is_refused(text: str) -> None:
    assert codes(f"a: {text}\n") == [(1, "yaml-ambiguous")]
    assert value_of(f'a: "{text}"\n') == {"a": text}


def test_a_problem_gives_the_quoted_form() -> None:
    report = Report()
    read_yaml("a: no\n", 1, Place("a.yml", report))
    assert dict(next(iter(report)).values) == {"text": "no", "quoted": '"no"'}


def test_every_part_knows_its_line() -> None:
    tree = read_yaml("a:\n  - x\n  - b: 1\nc: 2\n", 5, Place("a.yml", Report()))
    assert tree is not None
    assert [tree.line(path) for path in [("a",), ("a", 0), ("a", 1, "b"), ("c",), ("a", 1, "nowhere")]] == [
        5,
        6,
        7,
        8,
        7,
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\na: 2\n", (2, "yaml-duplicate-key")),
        ("a: [1\nb: 2\n", (2, "yaml-syntax")),
        ("a: &x 1\nb: *x\n", (1, "yaml-alias")),
        ("a: !!python/object:os.system x\n", (1, "yaml-tag")),
        ("? [a]\n: 1\n", (1, "yaml-key")),
        ("- - - - - - - - - x\n", (1, "yaml-too-deep")),
        ("a: 1\n---\nb: 2\n", (2, "yaml-two-documents")),
        ("title\u00a0: x\n", (1, "no-break-space-in-yaml")),
        ("a:\n\u202f b: x\n", (2, "no-break-space-in-yaml")),
        ("a: " + "x" * 100_001, (1, "yaml-too-long")),
    ],
)
def test_what_is_refused_is_told_at_its_line(text: str, problem: tuple[int, str]) -> None:
    assert codes(text) == [problem]


def test_a_no_break_space_inside_a_value_is_text() -> None:
    assert value_of("title: Le risque, pour qui\u202f?\n") == {"title": "Le risque, pour qui\u202f?"}


def test_the_column_of_a_no_break_space_is_given() -> None:
    report = Report()
    read_yaml("title:\u00a0x\n", 1, Place("a.yml", report))
    assert dict(next(iter(report)).values) == {"column": "7"}
