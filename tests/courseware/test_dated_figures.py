"""A figure that has a source says which year it describes."""

import pytest

from lms.courseware.checks.figures import check_figures
from lms.courseware.problems import Place, Report


def told(text: str) -> list[tuple[int, str]]:
    """Lines with an undated figure, and the figure."""
    report = Report()
    check_figures(text.split("\n"), 1, Place("a.fr.md", report))
    assert all(problem.code == "figure-without-year" for problem in report)
    return [(problem.line, dict(problem.values)["figure"]) for problem in report]


@pytest.mark.parametrize(
    "figure", ["85,8 %", "85.8%", "138 millions", "138 million", "1,5\u00a0milliard", "12 pour cent", "12 per cent"]
)
def test_a_share_or_millions_from_an_undated_source_are_told(figure: str) -> None:
    assert told(f"Une phrase.\n\nElle\ntouche {figure} des gens[^1].\n\n[^1]: Un rapport.") == [(4, figure)]


@pytest.mark.parametrize(
    "text",
    [
        "En 2018, 85,8 % de l’emploi est informel[^1].\n\n[^1]: Un rapport.",
        "Il est de 85,8 %[^1].\n\n[^1]: Un rapport,\n    paru en 2018.",
        "Il est de 85,8 %[^1].\n\n[^2]: Autre.\n[^1]: Un rapport, 2018.\n",
        "Il faut 70 % pour réussir.",
        "Elle a 12 ans, et 300 journaliers attendent[^1].\n\n[^1]: Un rapport.",
        "On compte `12 %`[^1].\n\n[^1]: Un rapport.",
    ],
)
def test_a_dated_figure_and_one_without_a_source_are_left_alone(text: str) -> None:
    assert told(text) == []


def test_one_paragraph_is_told_once_and_the_year_of_another_does_not_count() -> None:
    text = "En 2018, rien.\n\n12 % ici[^1], 13 % là[^1].\n\nEt 14 %[^1].\n\n[^1]: Un rapport, sans date."
    assert told(text) == [(3, "12 %"), (5, "14 %")]


def test_a_block_is_a_paragraph_of_its_own() -> None:
    assert told("En 2018.\n/// note\n12 %[^1]\n///\nEn 2019.\n\n[^1]: Sans date.") == [(3, "12 %")]
