"""Every word of the courses and of the interface is in the dictionary of its language, or in a list of ours."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lms.messages import extract, read, text_of
from tests.guards.readings import of, shipped
from tests.spelling.speller import accepted, unknown_words

pytestmark = pytest.mark.slow
# What the interface fills in, shows as code or passes to a shell is no word.
NO_WORD = re.compile(
    r"python3 -m lms(?: [a-z][\w-]*){1,2}|lms courses [a-z]+"
    r"|%\(\w+\)[-#0-9.]*[a-z]|</?[a-z][^>]*>|`[^`]*`|\{[^{}]*\}|\[\[[^\]]*\]\]|(?<!\w)-{1,2}[a-z][\w-]*|\w+:(?:key|clé)\b"
)


def lessons(root: Path, language: str) -> Iterator[tuple[str, str]]:
    """The lines of the courses with their places."""
    for path, own, lines in shipped(root):
        if own == language:
            yield from ((f"{path}:{line.number}", line.text) for line in lines)


def interface(language: str) -> Iterator[tuple[str, str]]:
    """The texts of the interface, each named by its English."""
    for message in read() if language == "fr" else extract():
        forms = message.string if language == "fr" else message.id
        for form in [forms] if isinstance(forms, str) else forms:
            if message.id:
                yield f"messages.po: {text_of(message)}", NO_WORD.sub(" ", form)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_word_is_spelled_as_a_dictionary_has_it(root: Path, language: str) -> None:
    unknown, _ = unknown_words([*lessons(root, language), *interface(language)], language)
    assert {word: places[:3] for word, places in unknown.items()} == {}


def test_no_accepted_word_is_left_from_earlier(root: Path) -> None:
    used = {
        language: unknown_words([*lessons(root, language), *interface(language)], language)[1]
        for language in ("fr", "en")
    }
    in_both = accepted("fr") & accepted("en")
    assert in_both - used["fr"] - used["en"] == set()
    for language in ("fr", "en"):
        assert accepted(language) - in_both - used[language] == set()


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fr", "Une entreprse paie l’OIT.", ["entreprse"]),
        ("fr", "Lalaina, la trieuse d’Awa, voit l’UEMOA et le code du travial.", ["travial"]),
        ("fr", "Deux fileteuses au 1er rang, sur https://www.exmple.org/", []),
        ("en", "The compagny’s due dilligence, in Awa’s words.", ["compagny", "dilligence"]),
        ("en", "Bobo-Dioulasso, the well-known town", []),
    ],
)
def test_planted_mistakes_are_found(language: str, text: str, found: list[str]) -> None:
    lines = [(f"a.{language}.md:{line.number}", line.text) for line in of(text, language)]
    unknown, _ = unknown_words(lines, language)
    assert sorted(unknown) == found
    assert all(places == [f"a.{language}.md:1"] for places in unknown.values())
