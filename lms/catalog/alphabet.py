"""The order of words in a dictionary of either language."""

import unicodedata
from collections.abc import Iterable

from lms.courseware.compiled import OutlineTerm


def in_order(terms: Iterable[OutlineTerm]) -> list[OutlineTerm]:
    """Terms by their names; accents and capitals decide nothing until all else is equal."""
    return sorted(terms, key=lambda term: (_plain(term.name), term.name))


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "oe"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
