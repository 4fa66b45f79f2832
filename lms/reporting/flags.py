"""Questions that are worth a look, each with the reason in a sentence: nothing here changes a mark.

A flag says what the figures say, not that somebody erred: the author decides. Below thirty takers nothing is flagged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from lms.courseware.compiled import CompiledOption, CompiledQuestion
from lms.courseware.questions import Kind
from lms.errors import N_
from lms.reporting.discrimination import FEWEST_TAKERS, highest
from lms.reporting.guessing import guessed
from lms.reporting.items import Analysis, Item, Mark

# Of the best third, so many before what they choose is believed: a third of the fewest takers.
FEWEST_BEST = FEWEST_TAKERS // 3
# P. Kline (1986), A handbook of test construction, Methuen: items that fewer than 20 % answer rightly are given up.
HARD = Fraction(1, 5)
# From here on an item is “extremely easy”: Moodle, Quiz statistics report, table of the facility index.
EASY = Fraction(19, 20)
# A distractor that fewer than 5 % choose does not work: T. M. Haladyna & S. M. Downing (1993), How many options is
# enough for a multiple-choice test item?, Educational and Psychological Measurement 53(4), 999–1010. Theirs are 5 % of
# all who take a test of middling difficulty; after a lesson most answer rightly, so here they are of those who do not.
DEAD = Fraction(1, 20)


class Look(StrEnum):
    """Why a question is worth a look, the gravest first."""

    MISKEYED = "miskeyed"
    LANGUAGES = "languages"
    HARD = "hard"
    EASY = "easy"
    DEAD = "dead"


TITLES = {
    Look.MISKEYED: N_("Looks miskeyed"),
    Look.LANGUAGES: N_("Differs between languages"),
    Look.HARD: N_("Too hard"),
    Look.EASY: N_("Too easy"),
    Look.DEAD: N_("An option hardly anybody chooses"),
}
# What may be a fault, not only a weakness.
GRAVE = frozenset({Look.MISKEYED, Look.LANGUAGES})
Value = int | str | float | Fraction  # a count, words of the course, a correlation, a share


@dataclass(frozen=True, slots=True)
class Flag:
    """A reason: a sentence with gaps, and the values for them."""

    look: Look
    reason: str
    values: Mapping[str, Value] = field(default_factory=dict)


def flags(question: CompiledQuestion, analysis: Analysis, *, is_before: bool = False) -> tuple[Flag, ...]:
    """The flags of a question. `is_before`: asked before the lessons, where it is hard for everybody, and may be."""
    if not question.is_scored or analysis.whole.takers < FEWEST_TAKERS:
        return ()
    return (
        *_negative(analysis.whole),
        *_chosen_by_the_best(question, analysis.best),
        *_languages(analysis),
        *(() if is_before else _hard(question, analysis.whole)),
        *_easy(analysis.whole),
        *_dead(question, analysis.whole),
    )


def _negative(whole: Item) -> Iterator[Flag]:
    """Negative discrimination, beyond what chance makes of a question that does not discriminate at all."""
    if whole.discrimination is not None and highest(whole.discrimination, whole.takers) < 0:
        yield Flag(
            Look.MISKEYED,
            N_(
                "Who does well at the other questions does badly at this one: the correlation is %(value)s, and it is "
                "below zero even if chance is allowed for. Is the answer marked right the right one?"
            ),
            {"value": whole.discrimination},
        )


def _chosen_by_the_best(question: CompiledQuestion, best: Item | None) -> Iterator[Flag]:
    """What the best third prefers to the key."""
    if best is None or best.takers < FEWEST_BEST:
        return
    if question.kind == Kind.CHOICE:
        yield from _preferred("", question.options, best.marks)
    elif question.kind == Kind.BLANKS:
        for blank in question.blanks:
            yield from _preferred(blank.id, blank.options, best.marks)
    elif question.kind == Kind.MULTIPLE:
        for option in question.options:
            ticked = best.marks["", option.id]
            answered = best.takers - best.unanswered
            if option.is_right and 2 * ticked < answered:
                reason = N_("Only %(count)s of the %(takers)s best takers tick “%(option)s”, which is marked right.")
            elif not option.is_right and 2 * ticked > answered:
                reason = N_("%(count)s of the %(takers)s best takers tick “%(option)s”, which is marked wrong.")
            else:
                continue
            yield Flag(Look.MISKEYED, reason, {"count": ticked, "takers": best.takers, "option": option.text})


def _preferred(part: str, options: tuple[CompiledOption, ...], marks: Counter[Mark]) -> Iterator[Flag]:
    """The wrong option that is chosen most, where it is chosen more often than the right ones."""
    right = sum(marks[part, option.id] for option in options if option.is_right)
    wrong = [option for option in options if not option.is_right]
    most = max(wrong, key=lambda option: marks[part, option.id], default=None)
    if most is not None and marks[part, most.id] > right:
        yield Flag(
            Look.MISKEYED,
            N_(
                "Those who do best at the other questions choose “%(option)s” (%(count)s) more often than the answer "
                "that is marked right (%(right)s)."
            ),
            {"option": most.text, "count": marks[part, most.id], "right": right},
        )


def _languages(analysis: Analysis) -> Iterator[Flag]:
    found = analysis.difference
    if found is not None and found.is_telling:
        french, english = (analysis.by_language[language].facility or Fraction(0) for language in ("fr", "en"))
        yield Flag(
            Look.LANGUAGES,
            N_(
                "In French %(french)s of the points are earned, in English %(english)s. Among takers who do equally "
                "well at the other questions the gap is %(gap)s points, more than chance explains. Do both texts ask "
                "the same?"
            ),
            {"french": french, "english": english, "gap": round(abs(found.difference) * 100)},
        )


def _hard(question: CompiledQuestion, whole: Item) -> Iterator[Flag]:
    if whole.facility is None:
        return
    by_lot = guessed(question)
    if whole.facility <= by_lot:
        yield Flag(
            Look.HARD,
            N_("%(facility)s of the points are earned: no more than by guessing, which gives %(guessed)s."),
            {"facility": whole.facility, "guessed": by_lot},
        )
    elif whole.facility < HARD:
        yield Flag(
            Look.HARD,
            N_("Only %(facility)s of the points are earned. Is it asked clearly, and does a lesson say it?"),
            {"facility": whole.facility},
        )


def _easy(whole: Item) -> Iterator[Flag]:
    if whole.facility is not None and whole.facility >= EASY:
        yield Flag(
            Look.EASY,
            N_("%(facility)s of the points are earned: it tells nothing of who knows more. That may be wanted."),
            {"facility": whole.facility},
        )


def _dead(question: CompiledQuestion, whole: Item) -> Iterator[Flag]:
    """Options that even those hardly choose who do not find the right answer."""
    if question.kind == Kind.CHOICE:
        yield from _unchosen("", question.options, whole.marks)
    elif question.kind == Kind.BLANKS:
        for blank in question.blanks:
            yield from _unchosen(blank.id, blank.options, whole.marks)


def _unchosen(part: str, options: tuple[CompiledOption, ...], marks: Counter[Mark]) -> Iterator[Flag]:
    wrong = [option for option in options if not option.is_right]
    total = sum(marks[part, option.id] for option in wrong)
    if total < FEWEST_TAKERS:
        return
    for option in wrong:
        chosen = marks[part, option.id]
        if chosen < DEAD * total:
            reason = (
                N_("Of the %(total)s takers who chose a wrong answer, %(count)s chose “%(option)s”.")
                if chosen
                else N_("Of the %(total)s takers who chose a wrong answer, nobody chose “%(option)s”.")
            )
            yield Flag(Look.DEAD, reason, {"total": total, "count": chosen, "option": option.text})
