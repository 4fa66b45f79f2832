"""How easy a text is to read, by the formulas of Flesch for English and of Kandel and Moles for French.

Both give about 100 to what is very easy and 0 to what is very hard, from two means: words a sentence and syllables a
word. Sources: R. Flesch, "A new readability yardstick", Journal of Applied Psychology 32, 1948; L. Kandel and A. Moles,
« Application de l’indice de Flesch à la langue française », Cahiers d’études de radio-télévision 19, 1958. Syllables
are counted as the letters show them, so that the result is a measure to compare texts by, never a mark.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lms.courseware.plaintext import Line

# What is heard as running text: tables are looked up, and notes, headings and questions are read one at a time.
_SPOKEN = frozenset({"prose", "item"})
_WORD = re.compile(r"[^\W\d_](?:[\w’'-]*\w)?")
# A mark that ends a sentence; an abbreviation (art. L. 145, No. 87) or a number after a point does not end one.
_END = re.compile(r"(?<!\b[A-Z])(?<!\bart)(?<!\bArt)(?<!\bNo)(?<!\bNos)[.!?…]+[»”)’\"\s\u202f\u00a0]*(?=\s+[^\s]|$)")
_FRENCH_MUTE = re.compile(r"(?<=[^aeouàâäèêëîïôöùûüœæ])(?:e|es)$|(?<=[^aeiouymàâäéèêëîïôöùûüœæ])ent$")
_FRENCH_VOWELS = re.compile(r"[éèêëï]|[aàâeiîoôuùûüyœæ]+")
# A last e is silent, but in -le behind a consonant, in -es behind a hiss and in -ed behind t or d.
_ENGLISH_MUTE = re.compile(r"(?:(?<=[^aeiouyl])|(?<=[aeiouy]l))(?:e|(?<![scgzxh])es|(?<![td])ed)$")
_ENGLISH_VOWELS = re.compile(r"[aeiouy]+")


@dataclass(frozen=True, slots=True)
class Readability:
    """The means of a text and what the formula of its language makes of them."""

    words: int
    sentences: int
    syllables: int
    ease: float

    @property
    def words_a_sentence(self) -> float:
        """Mean length of a sentence."""
        return self.words / self.sentences if self.sentences else 0.0


def readability(lines: Iterable[Line], language: str) -> Readability:
    """Measure the running text among these lines."""
    sentences = [sentence for line in lines if line.kind in _SPOKEN for sentence in _sentences(line.text)]
    counts = [[syllables(word, language) for word in _WORD.findall(sentence)] for sentence in sentences]
    words, total = sum(map(len, counts)), sum(map(sum, counts))
    if not words:
        return Readability(0, 0, 0, 100.0)
    length, syllables_a_word = words / len(counts), total / words
    if language == "fr":
        ease = 207 - 1.015 * length - 73.6 * syllables_a_word
    else:
        ease = 206.835 - 1.015 * length - 84.6 * syllables_a_word
    return Readability(words, len(counts), total, ease)


def syllables(word: str, language: str) -> int:
    """How many syllables the letters of a word show; at least one."""
    folded = unicodedata.normalize("NFC", word.casefold())
    parts = [part for part in re.split(r"[’'-]", folded) if part]
    count = _french if language == "fr" else _english
    return max(1, sum(map(count, parts)))


def _french(part: str) -> int:
    """An elided letter sounds with the word behind it; u is silent behind q, and between g and e or i."""
    part = re.sub(r"qu", "k", re.sub(r"gu(?=[eéèêiy])", "g", part))
    if len(part) <= 2 and not _FRENCH_VOWELS.search(part):
        return 0
    sounded = _FRENCH_MUTE.sub("", part)
    return max(1, len(_FRENCH_VOWELS.findall(sounded)))


def _english(part: str) -> int:
    if len(part) <= 2 and not _ENGLISH_VOWELS.search(part):
        return 0
    return max(1, len(_ENGLISH_VOWELS.findall(_ENGLISH_MUTE.sub("", part))))


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a line that hold a word."""
    start = 0
    for end in _END.finditer(text):
        if _WORD.search(text[start : end.end()]):
            yield text[start : end.end()]
            start = end.end()
    if _WORD.search(text[start:]):
        yield text[start:]
