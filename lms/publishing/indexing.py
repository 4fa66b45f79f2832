"""The words of a text as the search compares them, the words of a question put to it, and excerpts.

Both databases are given the same words, already small, without accents, stemmed and in ASCII; so they find the same
lessons, and nothing that a reader types can be an operator of either. Accents go before stemming, because readers
leave them out: « securite » has to become what « sécurité » became.

Each word is indexed twice: as its stem, `s…`, which « entreprise » and « entreprises » share, and whole, `w…`, for
the beginning of a word that is still being typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

import snowballstemmer

ALGORITHMS = {"fr": "french", "en": "english"}
QUERY_CHARACTERS = 200
QUERY_WORDS = 10
WORD_CHARACTERS = 40
# PostgreSQL refuses a tsvector over 1 MB; a lesson has 1,500 words, this is room for fifteen times as many.
INDEXED_CHARACTERS = 300_000
EXCERPT_CHARACTERS = 220
_LEAD_CHARACTERS = 60  # of an excerpt, before its first match
_SEARCHED_CHARACTERS = 20_000  # of a text, for its excerpt: a lesson of ordinary length, and more

_WORD = re.compile(r"[^\W_]+")
_UNFINISHED = re.compile(r"([^\s.!?:;…»”])\s*\n\s*")  # a heading or a cell, which ends without a mark
_SPACES = re.compile(r"[ \t\r\n]+")  # no-break spaces stay what they are
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ı": "i"})
# Left out of questions, where the other words say what is sought. Elided articles are single letters, see `_words`.
_FREQUENT_WORDS = (
    "a au aux avec ce ces cet cette dans de des du elle elles en est et eux il ils je la le les leur leurs lui ma mais "
    "mes mon ne nos notre nous on ont ou par pas pour que quel quelle quelles quels qui quoi sa sans se ses son sont "
    "sur ta te tes ton tu un une vos votre vous y qu jusqu lorsqu puisqu quoiqu comment pourquoi "
    "an and are as at be been but by can do does for from had has have he her his how i if in into is it its me my no "
    "not of on or our she so such than that the their them then there these they this to was we were what when where "
    "which who why will with you your"
)
_FREQUENT = frozenset(_FREQUENT_WORDS.split())


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for: every one of `words` (as indexed), and for the last one typed its stem or its beginning."""

    words: tuple[str, ...]
    stem: str
    beginning: str


def indexed(text: str, language: str) -> str:
    """The words of a text for the index, separated by spaces."""
    words = []
    length = 0
    for word in _words(text):
        pair = f"s{_stem(word, language)} w{word}"
        length += len(pair) + 1
        if length > INDEXED_CHARACTERS:
            break
        words.append(pair)
    return " ".join(words)


def read_query(text: str, language: str) -> Query | None:
    """What a reader asks for; None if there is no word in it."""
    words = list(_words(text[:QUERY_CHARACTERS]))
    telling = [word for word in words if word not in _FREQUENT] or words
    if not telling:
        return None
    # The same word twice asks for nothing more; the last one keeps its place.
    *others, last = list(dict.fromkeys(reversed(telling[:QUERY_WORDS])))[::-1]
    stems = dict.fromkeys(f"s{_stem(word, language)}" for word in others)
    return Query(tuple(stems), f"s{_stem(last, language)}", f"w{last}")


def excerpt(plain: str, query: Query, language: str) -> tuple[tuple[str, bool], ...]:
    """A passage of the text around its first match, in pieces: (text, whether it is what was sought)."""
    lines = _UNFINISHED.sub(r"\1 · ", unicodedata.normalize("NFC", plain[:_SEARCHED_CHARACTERS]).strip())
    text = _SPACES.sub(" ", lines)
    # Folding and stemming are what costs: no word after the excerpt's end is looked at.
    words = _words_in_place(text)
    first = next((span for word, span in words if _is_sought(word, query, language)), None)
    start, end = _window(text, first[0] if first else 0)
    rest = takewhile(lambda found: found[1][0] < end, words)
    matches = [first, *(span for word, span in rest if _is_sought(word, query, language))] if first else []
    pieces: list[tuple[str, bool]] = []
    position = start
    for low, high in matches:
        pieces += [(text[position:low], False), (text[low:high], True)]
        position = high
    pieces.append((text[position:end], False))
    if start > 0:
        pieces.insert(0, ("… ", False))
    if end < len(text):
        pieces.append((" …", False))
    return _joined(pieces)


def _joined(pieces: list[tuple[str, bool]]) -> tuple[tuple[str, bool], ...]:
    """The pieces without empty ones, neighbours of one kind made one."""
    joined: list[tuple[str, bool]] = []
    for text, is_match in pieces:
        if joined and joined[-1][1] == is_match:
            joined[-1] = (joined[-1][0] + text, is_match)
        elif text:
            joined.append((text, is_match))
    return tuple(joined)


def _window(text: str, match: int) -> tuple[int, int]:
    """Where an excerpt begins and ends: at words, with a little before the match."""
    start = max(0, match - _LEAD_CHARACTERS)
    if start > 0:
        start = text.find(" ", start, match) + 1 or match
    end = min(len(text), start + EXCERPT_CHARACTERS)
    if end < len(text):
        end = max(text.rfind(" ", match + 1, end), match + WORD_CHARACTERS if " " not in text[match:end] else 0)
    return start, min(end, len(text))


def _is_sought(word: str, query: Query, language: str) -> bool:
    if f"w{word}".startswith(query.beginning):
        return True
    stem = f"s{_stem(word, language)}"
    return stem == query.stem or stem in query.words


def _words(text: str) -> Iterator[str]:
    return (word for word, _ in _words_in_place(unicodedata.normalize("NFC", text)))


def _words_in_place(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every word of a text, folded, and where it stands. A letter alone is an elided article or a plural's s."""
    for match in _WORD.finditer(text):
        word = _folded(match.group())
        if len(word) > 1 or word.isdigit():
            yield word, match.span()


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    """A word in small letters without accents, in ASCII: other alphabets as the numbers of their letters."""
    apart = unicodedata.normalize("NFKD", word.translate(_LIGATURES)).casefold()
    letters = "".join(c for c in apart if not unicodedata.combining(c))
    ascii_only = "".join(c if c.isascii() and c.isalnum() else f"u{ord(c):x}" for c in letters)
    return ascii_only[:WORD_CHARACTERS]


@lru_cache(maxsize=20_000)
def _stem(word: str, language: str) -> str:
    stem: str = _stemmer(language).stemWord(word)
    return stem


@lru_cache(maxsize=4)
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(ALGORITHMS[language])
