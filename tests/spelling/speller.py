"""Hunspell over words that stand somewhere, and the words that it need not know."""

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.browser import not_run

DICTIONARIES = {"fr": "fr", "en": "en_GB"}
# No word: what has a digit in it or a dot before it (1er, L225, .md).
WORD = re.compile(r"(?<![\w.@/])[^\W\d_](?:[\w’'-]*[^\W\d_])?(?![\w@/])")
ADDRESS = re.compile(r"\b(?:https?://|mailto:|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+\b|\b\w+@\w+")
ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=\w)", re.IGNORECASE)
POSSESSIVE = re.compile(r"'s?$")


def accepted(language: str) -> set[str]:
    """The words of words.txt, for both languages, and of this one's own list; # begins a comment."""
    names = ("words.txt", f"words.{language}.txt")
    lines = [line for name in names for line in (Path(__file__).parent / name).read_text("utf-8").splitlines()]
    return {word for line in lines if (word := line.partition("#")[0].strip())}


def stem(word: str, language: str) -> str:
    """A word without what French elides before it and English puts behind it."""
    word = word.replace("’", "'")
    return (ELIDED if language == "fr" else POSSESSIVE).sub("", word)


def unknown_words(texts: Iterable[tuple[str, str]], language: str) -> tuple[dict[str, list[str]], set[str]]:
    """Words that are neither in the dictionary nor accepted, with their places; and the accepted words in use."""
    found: dict[str, list[str]] = {}
    for place, text in texts:
        for word in WORD.findall(ADDRESS.sub(" ", text)):
            found.setdefault(stem(word, language), []).append(place)
    strange = _strange(found, language)
    parts = {word: re.split(r"-", word) for word in strange}
    strange_parts = _strange({part for some in parts.values() for part in some}, language)
    known = accepted(language)
    used = {one for word in strange for one in (word, *parts[word]) if one in known}
    unknown = {
        word: found[word]
        for word in strange
        if word not in known and any(part in strange_parts and part not in known for part in parts[word])
    }
    return unknown, used


def _strange(words: Iterable[str], language: str) -> set[str]:
    program = shutil.which("hunspell")
    if program is None or not Path(f"/usr/share/hunspell/{DICTIONARIES[language]}.dic").is_file():
        not_run(f"hunspell with its dictionary for {language}")
    command = [str(program), "-i", "utf-8", "-d", DICTIONARIES[language], "-l"]
    sent = "\n".join(sorted({word for word in words if len(word) > 1}))
    done = subprocess.run(command, input=sent, text=True, capture_output=True, check=True, timeout=60)
    told = set(done.stdout.split("\n"))
    # Hunspell cuts words at hyphens and apostrophes: what it tells may be a part.
    return {word for word in words if word in told or any(part in told for part in re.split(r"['-]", word) if part)}
