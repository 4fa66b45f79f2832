"""A glossary file: a definition list in which each term carries its key."""

import re
from dataclasses import dataclass

from lms.courseware.fields import KEY
from lms.courseware.inline import Link, read_inline
from lms.courseware.model import TermText
from lms.courseware.problems import Place

_TERM = re.compile(r"(?P<name>[^\s:].*?)\s*(?:\{:?\s*#(?P<key>[^\s}]+)\s*\})?\s*$")


@dataclass(frozen=True, slots=True)
class Glossary:
    """The entries of one language, by key, and what their definitions link to."""

    path: str
    terms: dict[str, TermText]
    links: tuple[Link, ...]


def read_glossary(lines: tuple[str, ...], first_line: int, place: Place) -> Glossary:
    """Read the entries; a term without key or definition is reported."""
    terms: dict[str, TermText] = {}
    links: list[Link] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if not line.strip():
            index += 1
            continue
        number = first_line + index
        match = _TERM.match(line)
        if line.startswith(":") or line.startswith((" ", "\t")) or match is None:
            place.error(number, "glossary-line")
            index += 1
            continue
        index += 1
        start = index
        while index < len(lines) and (not lines[index].strip() or lines[index].startswith((":", "  ", "\t"))):
            index += 1
        definition = _definition(lines[start:index])
        key = match["key"] or ""
        place.name = f"term {key}" if key else ""
        if not key:
            place.error(number, "term-without-key", name=match["name"])
        elif not KEY.fullmatch(key):
            place.error(number, "bad-key", key=key)
        elif key in terms:
            place.error(number, "key-twice", key=key, other=place.path, line=terms[key].line)
        if not definition:
            place.error(number, "term-without-definition", name=match["name"])
        found = read_inline(lines[start:index], first_line + start)
        for where, tag in found.raw_html:
            place.error(where, "raw-html", tag=tag)
        links += found.links
        if key:
            terms.setdefault(key, TermText(match["name"], definition, number))
    place.name = ""
    return Glossary(place.path, terms, tuple(links))


def _definition(lines: tuple[str, ...]) -> str:
    """The Markdown behind the colon, its indentation taken away."""
    stripped = [re.sub(r"^(?::[ ]{0,3}|[ ]{1,4}|\t)", "", line) for line in lines]
    return "\n".join(stripped).strip()
