"""When two short answers are the same words, whatever the keyboard and the habits of who typed them."""

import unicodedata
from functools import lru_cache

ARTICLES = frozenset({"le", "la", "les", "un", "une", "du", "des", "the", "a", "an"})

# What people type for an apostrophe and Unicode does not count as punctuation.
_APOSTROPHES = str.maketrans({"\u00b4": "'", "`": "'", "\u02bc": "'", "\u2019": "'", "\u2018": "'"})
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae"})
_MINUS = "\u2212"


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text reduced to what counts in a short answer; equal results mean the same answer.

    Dropped: case, accents, spaces, punctuation, apostrophes, and the articles of French and English (le, la,
    l', les, un, une, du, des, an opening "de la" or "de l'"; the, a, an) where a word follows them, so that
    "vitamin A" keeps its A. œ is oe and æ is ae. A sign before a number and marks between two digits stay
    ("-5", "1,5", "2024/25"), a comma there being a point. What would leave nothing ("%", "the") is kept.
    """
    plain = _unaccented(text)
    words = _words(plain)
    kept = [word for place, (word, _) in enumerate(words) if not _is_article(words, place)]
    return "".join(kept) or "".join(plain.split())


def _unaccented(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold().translate(_LETTERS)
    # Twice: small letters may decompose where their capitals did not.
    letters = unicodedata.normalize("NFKD", folded)
    return "".join(letter for letter in letters if unicodedata.category(letter) != "Mn").replace(_MINUS, "-")


def _words(text: str) -> list[tuple[str, bool]]:
    """The words, each with whether an apostrophe follows it."""
    words: list[tuple[str, bool]] = []
    word = ""
    for place, letter in enumerate(text):
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        if letter.isspace() or unicodedata.category(letter).startswith("P"):
            mark = _mark_in_number(letter, before, after)
            if mark:
                word += mark
            elif word:
                words.append((word, letter == "'"))
                word = ""
        else:
            word += letter
    return [*words, (word, False)] if word else words


def _mark_in_number(letter: str, before: str, after: str) -> str:
    """What a mark stands for if it belongs to a number, else nothing."""
    if letter.isspace() or not after.isdigit():
        return ""
    is_dash = unicodedata.category(letter) == "Pd"
    if before.isdigit():
        return "-" if is_dash else "." if letter == "," else letter
    return "-" if is_dash and (not before or before.isspace()) else ""


def _is_article(words: list[tuple[str, bool]], place: int) -> bool:
    word, is_elided = words[place]
    if place == len(words) - 1:
        return False
    if word == "l":
        return is_elided
    if word == "de" and place == 0 and len(words) > 2:
        return words[1] in (("la", False), ("l", True))
    return word in ARTICLES
