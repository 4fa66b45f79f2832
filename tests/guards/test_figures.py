"""Figures in the courses: each comes from the fact base and stands by its year, or is said to be invented."""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from lms.courseware.plaintext import Line
from tests.guards.readings import of, shipped

FIGURE = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[ \u00a0\u202f]\d{3})*(?:[.,]\d+)?)[ \u00a0\u202f]?"
    r"(%|pour cent|per cent|percent|millions?\b|milliards?\b|billions?\b)"
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# An example says that it is one, or shows its sum.
INVENTED = re.compile(r"inventée?s?\b|invented|imagin", re.IGNORECASE)
COMPUTED = re.compile(r"divisé par|divided by|×|\d (?:enfants |children )?(?:sur|out of) \d")
UNITS = {"pour cent": "%", "per cent": "%", "percent": "%", "milliard": "billion"}
# What the platform itself tells: pass marks and results.
OURS = re.compile(r"réussir|to pass|\btest\b|\bquiz\b", re.IGNORECASE)
BESIDE = re.compile("|".join(f"(?:{one.pattern})" for one in (YEAR, INVENTED, COMPUTED, OURS)), re.IGNORECASE)


def figures(text: str) -> Iterator[str]:
    """Shares and millions in a text, the same in both languages."""
    for number, unit in FIGURE.findall(text):
        unit = unit.removesuffix("s") if unit[0] in "mb" else unit
        plain = re.sub("[ \u00a0\u202f]", "", number).replace(",", ".")
        yield f"{plain} {UNITS.get(unit, unit)}"


def screens(path: str, lines: list[Line]) -> Iterator[tuple[bool, list[Line]]]:
    """What is seen together: a whole lesson; in a quiz, where one question comes alone (True), each question."""
    if "quiz" not in path and "exam" not in path:
        yield False, lines
        return
    keyed, screen, previous = [], 0, 0
    for line in lines:
        screen += line.number > previous + 2
        keyed.append((screen, line))
        previous = line.number
    for _, group in groupby(keyed, lambda pair: pair[0]):
        yield True, [line for _, line in group]


def faults(path: str, lines: list[Line], known: set[str]) -> list[str]:
    """Figures of the base that stand nowhere on their screen with a year; others that nothing says to be invented."""
    found = []
    is_invented = any(INVENTED.search(line.text) for line in lines)
    for is_question, screen in screens(path, lines):
        has_year = is_question and any(YEAR.search(line.text) for line in screen)
        told = {figure for line in screen if BESIDE.search(line.text) for figure in figures(line.text)}
        for line in screen:
            for figure in figures(line.text):
                is_known = figure in known
                if figure not in told and not (has_year if is_known else is_invented):
                    fault = "without its year" if is_known else "neither in the base nor invented"
                    found.append(f"{path}:{line.number}: {figure} {fault}")
    return found


def known_figures(root: Path) -> set[str]:
    return set(figures((root / "docs" / "content" / "facts.md").read_text("utf-8")))


def test_every_figure_is_known_and_has_its_year_or_is_invented(root: Path) -> None:
    known = known_figures(root)
    assert known >= {"85.8 %", "90 %", "138 million", "2.4 million", "1.5 billion"}
    texts = list(shipped(root))
    assert sum(len(list(figures(line.text))) for _, _, lines in texts for line in lines) > 80
    assert [fault for path, _, lines in texts for fault in faults(path, lines, known)] == []


def test_planted_mistakes_are_found() -> None:
    known = {"85.8 %", "138 million"}

    def told(text: str, path: str = "lesson.fr.md", language: str = "fr") -> list[str]:
        return faults(path, of(text, language), known)

    assert told("Selon l’OIT, 85,8 % de l’emploi est informel.") == ["lesson.fr.md:1: 85.8 % without its year"]
    assert told("Selon l’OIT (2018), 85,8 % de l’emploi est informel.\n\nCes 85,8 % comptent.") == []
    assert told("Près de 138\u00a0millions d’enfants.") == ["lesson.fr.md:1: 138 million without its year"]
    assert told("About 138 million children, in 2024.", language="en") == []
    assert told("Au village, 12 % des gens.") == ["lesson.fr.md:1: 12 % neither in the base nor invented"]
    assert told("Village inventé : 12 % des gens.") == []
    questions = (
        "/// question | a\n\nEn 2024, 138 millions ?\n\n- [x] Oui\n- [ ] Non\n///\n\n\n"
        "/// question | b\n\nEt ces 138 millions ?\n\n- [x] Oui\n- [ ] Non\n///\n"
    )
    assert told(questions, "quiz.fr.md") == ["quiz.fr.md:12: 138 million without its year"]
