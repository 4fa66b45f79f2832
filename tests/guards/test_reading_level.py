"""The shipped lessons are read aloud easily: short sentences, plain words, in both languages.

The measures are Flesch's of 1948 (English) and Kandel and Moles' of 1958 (French): 60 and above is plain language,
read by who has left school at about fifteen. See lms/courseware/readability.py.
"""

from pathlib import Path

from lms.courseware.readability import Readability
from lms.publishing.measuring import Measured, measure_course

EASE = 60
WORDS_A_SENTENCE = 15
WORDS = (300, 1300)  # questions counted


def hard(measured: list[Measured]) -> list[str]:
    """Lessons that are harder to read, longer or shorter than they may be."""
    return [
        f"{one.key} ({one.language}): {one.words} words, {one.readability.words_a_sentence:.1f} a sentence, "
        f"ease {one.readability.ease:.0f}"
        for one in measured
        if one.readability.ease < EASE
        or one.readability.words_a_sentence > WORDS_A_SENTENCE
        or not WORDS[0] <= one.words <= WORDS[1]
    ]


def test_every_lesson_is_written_in_plain_language(root: Path) -> None:
    measured = [one for path in sorted(root.glob("courses/*/course.yml")) for one in measure_course(path.parent)]
    assert len(measured) >= 2 * 18
    assert hard(measured) == []


def test_a_hard_a_breathless_and_a_long_lesson_are_found() -> None:
    plain = Readability(words=400, sentences=40, syllables=600, ease=80)
    breathless = Readability(words=400, sentences=20, syllables=600, ease=70)
    learned = Readability(words=400, sentences=40, syllables=900, ease=40)
    assert hard([Measured("a", "fr", 500, 3, plain)]) == []
    for words, found in ((500, breathless), (500, learned), (1400, plain), (200, plain)):
        assert len(hard([Measured("a", "fr", words, 3, found)])) == 1
