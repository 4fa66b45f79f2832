"""The shipped lessons are read aloud easily: short sentences, plain words, in both languages.

The measures are Flesch's of 1948 (English) and Kandel and Moles' of 1958 (French): 60 and above is plain language,
read by who has left school at about fifteen. See lms/courseware/readability.py.
"""

from dataclasses import replace
from pathlib import Path

from lms.courseware.readability import Readability
from lms.publishing.measuring import Measured, measure_course

EASE = 60
WORDS_A_SENTENCE = 15
WORDS = (250, 900)  # of running text: tables, questions and notes come on top


def hard(measured: list[Measured]) -> list[str]:
    """Lessons that are harder to read, longer or shorter than they may be."""
    return [
        f"{one.key} ({one.language}): {one.readability.words} words, "
        f"{one.readability.words_a_sentence:.1f} a sentence, ease {one.readability.ease:.0f}"
        for one in measured
        if one.readability.ease < EASE
        or one.readability.words_a_sentence > WORDS_A_SENTENCE
        or not WORDS[0] <= one.readability.words <= WORDS[1]
    ]


def test_every_lesson_is_written_in_plain_language(root: Path) -> None:
    measured = [one for path in sorted(root.glob("courses/*/course.yml")) for one in measure_course(path.parent)]
    assert len(measured) >= 2 * 18
    assert hard(measured) == []


def test_a_hard_a_breathless_and_a_long_lesson_are_found() -> None:
    plain = Readability(words=500, sentences=50, syllables=750, ease=80)
    assert hard([Measured("a", "fr", 800, 4, plain)]) == []
    for change in ({"sentences": 25}, {"ease": 40.0}, {"words": 950, "sentences": 95}, {"words": 200, "sentences": 20}):
        assert len(hard([Measured("a", "fr", 800, 4, replace(plain, **change))])) == 1, change
