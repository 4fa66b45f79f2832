"""A glossary file: a definition list in which each term carries its key."""

import re
from dataclasses import dataclass

from lms.courseware.model import TermText
from lms.courseware.parsing.fields import KEY
from lms.courseware.parsing.inline import Link, read_inline
from lms.courseware.problems import Place

_KEY = re.compile(r"\{:?\s*+#([^\s}]++)\s*+\}")


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
        if line.startswith((":", " ", "\t")):
            place.error(first_line + index, "glossary-line")
            index += 1
            continue
        start = index + 1
        index = start
        while index < len(lines) and (not lines[index].strip() or lines[index].startswith((":", "  ", "\t"))):
            index += 1
        name, key = _name_and_key(line)
        place.name = f"term {key}" if key else ""
        term = TermText(name, _definition(lines[start:index]), first_line + start - 1)
        _check(key, term, terms, place)
        links += _links(lines[start:index], first_line + start, place)
        if key:
            terms.setdefault(key, term)
    place.name = ""
    return Glossary(place.path, terms, tuple(links))


def _name_and_key(line: str) -> tuple[str, str]:
    """A term and its key, "" when it has none."""
    line = line.rstrip()
    match = _KEY.fullmatch(line, max(line.rfind("{"), 0))
    return (line[: match.start()].rstrip(), match.group(1)) if match else (line, "")


def _check(key: str, term: TermText, terms: dict[str, TermText], place: Place) -> None:
    """An entry's key and definition."""
    if not key:
        place.error(term.line, "term-without-key", name=term.name)
    elif not KEY.fullmatch(key):
        place.error(term.line, "bad-key", key=key)
    elif key in terms:
        place.error(term.line, "key-twice", key=key, other=place.path, line=terms[key].line)
    if key and not term.definition:
        place.error(term.line, "term-without-definition", name=term.name)


def _links(lines: tuple[str, ...], first_line: int, place: Place) -> list[Link]:
    """What a definition links to."""
    found = read_inline(lines, first_line)
    for where, tag in found.raw_html:
        place.error(where, "raw-html", tag=tag)
    for where, mark in found.attributes:
        place.error(where, "unknown-attribute", mark=mark)
    for where, mark in found.idle_attributes:
        place.warn(where, "idle-attribute", mark=mark)
    return found.links


def _definition(lines: tuple[str, ...]) -> str:
    """The Markdown behind the colon, its indentation taken away."""
    stripped = [re.sub(r"^(?::[ ]{0,3}|[ ]{1,4}|\t)", "", line) for line in lines]
    return "\n".join(stripped).strip()
