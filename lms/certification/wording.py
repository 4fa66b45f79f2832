"""What a certificate states, in words of one language."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from lms.certification.certificate import Facts
from lms.certification.number import LENGTH, Reading, Slip
from lms.errors import N_


@dataclass(frozen=True, slots=True)
class Words:
    """How one language says things: the calls of its catalogue, and its ways with dates and figures."""

    gettext: Callable[..., str]
    ngettext: Callable[..., str]  # puts the number in
    day: Callable[[date], str]
    percent: Callable[[int], str]
    duration: Callable[[int], str]  # of minutes


_AND = N_("%(first)s and %(last)s")
# What somebody did, after their name and "a" in French: each is followed or preceded by others.
_DONE = {
    ("lessons", "all"): N_("followed all the lessons"),
    ("quizzes", "pass"): N_("passed all the quizzes"),
    ("exam", "pass"): N_("passed the exam"),
    ("project", "pass"): N_("carried the project through"),
}
_WHOLE = N_("followed the whole course")
_SENTENCE = N_("has %(done)s.")


def statement(facts: Facts, words: Words) -> str:
    """What the holder did, to be read after their name: "has followed all the lessons and passed the exam"."""
    done = [words.gettext(text) for (part, value), text in _DONE.items() if facts.rule.get(part) == value]
    return words.gettext(_SENTENCE) % {"done": enumeration(done or [words.gettext(_WHOLE)], words)}


def duration(facts: Facts, words: Words) -> str:
    """How much learning it stands for: "2 h 30, 18 lessons"."""
    hours = words.duration(facts.duration_minutes)
    if not facts.lessons:
        return hours
    return f"{hours}, " + words.ngettext("%(num)s lesson", "%(num)s lessons", facts.lessons)


def requirements(facts: Facts, words: Words) -> str:
    """The rule of the day on which it was met: "Every lesson and 70% or more in the exam"."""
    asked = []
    if facts.rule.get("lessons") == "all":
        asked.append(words.gettext(N_("every lesson")))
    if facts.rule.get("quizzes") == "pass":
        asked.append(words.gettext(N_("every quiz passed")))
    if facts.rule.get("exam") == "pass" and facts.exam_pass_percent is not None:
        asked.append(
            words.gettext(N_("%(share)s or more in the exam")) % {"share": words.percent(facts.exam_pass_percent)}
        )
    elif facts.rule.get("exam") == "pass":
        asked.append(words.gettext(N_("the exam passed")))
    if facts.rule.get("project") == "pass":
        asked.append(words.gettext(N_("the project accepted")))
    text = enumeration(asked, words) if asked else words.gettext(N_("the whole course"))
    return text[0].upper() + text[1:]


def result(facts: Facts, words: Words) -> str | None:
    """What the holder reached in the exam; None where it was not scored."""
    if facts.score_percent is None:
        return None
    return words.gettext(N_("%(share)s in the exam")) % {"share": words.percent(facts.score_percent)}


def validity(facts: Facts, words: Words) -> str:
    """Until when it holds."""
    if facts.valid_until is None:
        return words.gettext(N_("Without limit of time"))
    return words.gettext(N_("Until %(day)s")) % {"day": words.day(facts.valid_until)}


def enumeration(texts: Sequence[str], words: Words) -> str:
    """Texts as a list in a sentence: "a, b and c"."""
    if len(texts) < 2:
        return "".join(texts)
    return words.gettext(_AND) % {"first": ", ".join(texts[:-1]), "last": texts[-1]}


_SLIPS = {
    Slip.EMPTY: N_("Type the number of the certificate."),
    Slip.FOREIGN: N_("“%(character)s” is never part of a number: look again at that place."),
    Slip.SHORT: N_("A number has %(length)s letters and digits, and this one has %(count)s: some are missing."),
    Slip.LONG: N_("A number has %(length)s letters and digits, and this one has %(count)s: some are too many."),
    Slip.ALIKE: N_("One symbol is not the right one: in the group %(group)s, the %(character)s may be a %(meant)s."),
    Slip.WRONG: N_("One symbol is not the right one, or two neighbours have changed places."),
}


def slip(reading: Reading, words: Words) -> str | None:
    """What probably went wrong where a text cannot be a number; None where it can."""
    if reading.slip is None:
        return None
    if reading.character == "U":
        return words.gettext(N_("No number has a U: it may be a V."))
    values = {
        "character": reading.character, "meant": reading.meant, "group": reading.group, "count": reading.count,
        "length": LENGTH,
    }  # fmt: skip
    return words.gettext(_SLIPS[reading.slip]) % values
