"""What the courses cite exists: entries of the fact base, and Conventions by their number and year."""

import re
from pathlib import Path

ENTRY = re.compile(r"^### ([A-Z]+(?:-[A-Z]+)?-\d+)$", re.M)
CITED = re.compile(r"^ {4}facts: \[([^\]]*)\]", re.M)
# « convention (n° 155) sur …, 1981 » in the base; « n° 155 (1981) » and “No. 155 (1981)” in lessons.
IN_THE_BASE = re.compile(r"(?:Convention|convention)[^.;/]*?\(n° (\d+)\)[^;/.]*?, (19\d\d|20\d\d)")
IN_A_LESSON = re.compile(r"(?:[Cc]onvention )?(?:n°|N°|No\.)\s(\d{2,3}) \((\d{4})\)")


def texts(root: Path) -> dict[str, str]:
    return {str(path.relative_to(root)): path.read_text("utf-8") for path in (root / "courses").glob("*/**/*.md")}


def unknown_facts(text: str, known: set[str]) -> list[str]:
    """Entries cited by the questions of a text that the fact base has not."""
    return [fact.strip() for found in CITED.findall(text) for fact in found.split(",") if fact.strip() not in known]


def wrong_years(text: str, years: dict[str, str]) -> list[str]:
    """Conventions cited with a year that is not theirs, or that the base does not know."""
    return [f"No. {number} ({year})" for number, year in IN_A_LESSON.findall(text) if years.get(number) != year]


def conventions(root: Path) -> dict[str, str]:
    return dict(IN_THE_BASE.findall((root / "docs" / "content" / "facts.md").read_text("utf-8")))


def test_every_fact_that_a_question_cites_exists(root: Path) -> None:
    known = set(ENTRY.findall((root / "docs" / "content" / "facts.md").read_text("utf-8")))
    assert len(known) > 150
    assert {path: wrong for path, text in texts(root).items() if (wrong := unknown_facts(text, known))} == {}


def test_every_convention_is_cited_with_its_year(root: Path) -> None:
    years = conventions(root)
    assert years.items() >= {"29": "1930", "87": "1948", "138": "1973", "155": "1981", "190": "2019"}.items()
    cited = texts(root)
    assert sum(len(IN_A_LESSON.findall(text)) for text in cited.values()) > 20
    assert {path: wrong for path, text in cited.items() if (wrong := wrong_years(text, years))} == {}


def test_planted_mistakes_are_found() -> None:
    assert unknown_facts("/// question | x\n    facts: [INT-01, INT-99]\n", {"INT-01"}) == ["INT-99"]
    assert wrong_years("la convention n° 87 (1949), and No. 98 (1949)", {"87": "1948", "98": "1949"}) == [
        "No. 87 (1949)"
    ]
