"""A typed number, read as the page's language writes numbers; what could mean two numbers is not read.

Both languages take spaces of any width between groups of three. A point and a comma in one number, or one mark
twice, explain themselves: the last of two different marks is the decimal one. A single mark is the decimal one
too, in either language (phones often offer only one of them), unless three digits follow it and one to three
stand before, the first not 0. Then `1,000` is a thousand in English and one in French; `1.000` is one in
English, and in French, where some write a thousand that way, it is not read.
"""

import re
import unicodedata
from fractions import Fraction

LONGEST = 60
MOST_DIGITS = 15  # more are a slip of the thumb, and more than can be shown back exactly

_DECIMAL_MARKS = {"fr": ",", "en": "."}
_THOUSANDS_MARKS = {"fr": "", "en": ","}
_NUMBER = re.compile(r"(?P<sign>[-+\u2212\u2013]?) ?[$€£]? ?(?P<body>[.,]?[0-9](?:[0-9., ]*[0-9])?)(?P<rest>.*)")
_UNIT = re.compile(r" ?[^\W_][^_,;:!?]*| ?[%‰°$€£][^_,;:!?]*")
# Digits that belong to a unit: m², m3, CO2.
_DIGIT_IN_UNIT = re.compile(r"m[23²³]\b|co[2₂]", re.IGNORECASE)
# What stands for a hundredth: "50 %" is not 50 jobs, unless the question itself asks for a percentage.
_SHARE = re.compile(r"[%‰]|\b(?:pour|per)[- ]?(?:cents?|mille?)\b", re.IGNORECASE)
# A word that multiplies: "5 thousand" is not 5, unless the question itself counts in thousands.
_MULTIPLIERS = frozenset({
    "k", "m", "mn", "bn", "hundred", "thousand", "million", "billion", "trillion", "dozen",
    "cent", "mil", "mille", "millier", "milliard", "dizaine", "centaine", "douzaine",
})  # fmt: skip


def read_number(text: str, language: str, unit: str = "") -> Fraction | None:
    """The exact number typed, or None. A unit after it is put up with; `unit` is the question's own.

    A percentage is put up with only where `unit` is one.
    """
    if len(text) > LONGEST:
        return None
    match = _NUMBER.fullmatch(" ".join(text.split()))
    if match is None or not _is_unit(match["rest"].removesuffix("."), unit):
        return None
    read = _read_digits(match["body"], language)
    if read is None:
        return None
    return -read if match["sign"] in ("-", "\u2212", "\u2013") else read


def _read_digits(body: str, language: str) -> Fraction | None:
    marks = [letter for letter in body if letter in ".,"]
    if not marks:
        return _exact(body, " ", "")
    last = marks[-1]
    before, _, after = body.rpartition(last)
    if len(set(marks)) == 2:
        return _exact(before, marks[0], after) if marks.count(last) == 1 else None
    if len(marks) > 1:
        return _exact(body, last, "")
    if last != _DECIMAL_MARKS[language] and len(after) == 3:
        if re.fullmatch(r"[1-9][0-9]{0,2}", before):
            return _exact(body, last, "") if last == _THOUSANDS_MARKS[language] else None
        if " " in before:
            return None
    return _exact(before, " ", after) if after else None


def _exact(whole: str, separator: str, decimals: str) -> Fraction | None:
    groups = whole.split(separator)
    if len(groups) > 1 and not (
        re.fullmatch(r"[1-9][0-9]{0,2}", groups[0]) and all(re.fullmatch(r"[0-9]{3}", g) for g in groups[1:])
    ):
        return None
    digits = "".join(groups)
    if not re.fullmatch(rf"[0-9]{{1,{MOST_DIGITS}}}", digits + decimals):
        return None
    return Fraction(int(digits + decimals), 10 ** len(decimals))


def _is_unit(rest: str, unit: str) -> bool:
    """Whether what follows the number can be left out without changing it."""
    if not rest.strip():
        return True
    if _SHARE.search(rest):
        if not _SHARE.search(unit):
            return False
        rest = _SHARE.sub("%", rest)
    rest = _DIGIT_IN_UNIT.sub("unit", rest)
    if any(letter.isnumeric() for letter in rest) or not _UNIT.fullmatch(rest):
        return False
    return not (_words(rest) & _MULTIPLIERS) - _words(unit)


def _words(text: str) -> frozenset[str]:
    """The words of a unit, small, unaccented and singular."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = re.findall(r"[a-z]+", plain)
    return frozenset(word.removesuffix("s") if len(word) > 2 else word for word in words)
