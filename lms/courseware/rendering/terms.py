"""The glossary inside lessons: the first use of each term becomes a link; and abbreviations, at every use."""

import itertools
import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from lms.courseware.model import Term

MAX_ABBREVIATIONS = 100
_MAX_WORDS = 12
_WORD = re.compile(r"\w+")
_BETWEEN = re.compile(r"[\s\u00a0\u202f]+")
_FORMS = re.compile(r"\s+/\s+")
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")


class Glossary:
    """The terms of a course in one language, by the words they are made of."""

    def __init__(self, terms: tuple[Term, ...], language: str) -> None:
        self._keys: dict[str, str] = {}  # folded form → key
        self._longest: dict[str, int] = {}  # folded first word → how many words the longest form has
        for term in terms:
            if language in term.texts:
                for form in _forms_of(term.texts[language].name):
                    self._add(form, term.key)

    def _add(self, form: str, key: str) -> None:
        words = _WORD.findall(form)
        if not words or len(words) > _MAX_WORDS:
            return
        for variant in _plurals(_fold(form)):
            self._keys.setdefault(variant, key)
            first = _WORD.findall(variant)[0]
            self._longest[first] = max(self._longest.get(first, 0), len(words))

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """The terms in `text`, the longest where several begin: start, end, key."""
        if not self._keys:
            return
        spans = [match.span() for match in _WORD.finditer(text)]
        index = 0
        while index < len(spans):
            start = spans[index][0]
            longest = self._longest.get(text[start : spans[index][1]].casefold(), 0)
            for length in range(min(longest, len(spans) - index), 0, -1):
                end = spans[index + length - 1][1]
                key = self._keys.get(_fold(text[start:end])) if end - start <= 300 else None
                if key:
                    yield start, end, key
                    index += length - 1
                    break
            index += 1


def _forms_of(name: str) -> list[str]:
    """A term's ways of being written: `A / B` and `A (explained)` may stand as A."""
    return [form for part in (name, *_FORMS.split(name)) for form in (part, _IN_BRACKETS.sub("", part))]


def _fold(text: str) -> str:
    return _BETWEEN.sub(" ", text.casefold().replace("'", "’"))


def _plurals(form: str) -> set[str]:
    """The form itself, and with the s of a plural on its first, its last, or all of its longer words."""
    words = list(_WORD.finditer(form))

    def with_s(chosen: list[re.Match[str]]) -> str:
        result = form
        for word in reversed(chosen):
            if len(word.group()) > 2 and word.group()[-1] not in "sxz":
                result = result[: word.end()] + "s" + result[word.end() :]
        return result

    return {form, with_s(words[:1]), with_s(words[-1:]), with_s(words)}


def abbreviation_pattern(abbreviations: Mapping[str, str]) -> re.Pattern[str] | None:
    """What finds the abbreviations as whole words, the longest first."""
    names = sorted(list(abbreviations)[:MAX_ABBREVIATIONS], key=lambda name: (-len(name), name))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)") if names else None


def explain(text: str, pattern: re.Pattern[str], titles: Mapping[str, str], limit: int) -> list[str | Element]:
    """`text` with each abbreviation, up to `limit` of them, an `abbr` that says what it stands for."""
    pieces: list[str | Element] = []
    done = 0
    for match in itertools.islice(pattern.finditer(text), max(0, limit)):
        element = Element("abbr", title=titles[match.group()])
        element.text = match.group()
        pieces += [text[done : match.start()], element]
        done = match.end()
    return [*pieces, text[done:]]
