"""A question as it was asked, with the right answers of a later release: what a regrade grades by, and shows.

The words that the learner read stay; what is right and why comes from the correction. Options, cells and things to
order are found again by their ids; where they were reworded, and so have other ids, somebody said which is which.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from lms.assessment.answers import Answer
from lms.assessment.grading import Outcome, grade
from lms.courseware.compiled import CompiledBlank, CompiledCell, CompiledOption, CompiledQuestion
from lms.courseware.questions import SCORED, Kind

Offered = TypeVar("Offered", CompiledCell, CompiledOption)


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """A question with corrected right answers; what the correction does not hold is `unknown`, by id."""

    question: CompiledQuestion
    unknown: frozenset[str] = frozenset()

    def points(self, answer: Answer) -> Fraction | None:
        """What an answer is worth now; None where nobody can tell: none was given, or it names what is unknown."""
        if not self.unknown.isdisjoint((*answer.chosen, *answer.placed.keys(), *answer.placed.values())):
            return None
        verdict = grade(self.question, answer)
        return None if verdict.outcome is Outcome.UNANSWERED else verdict.points


def offered_ids(question: CompiledQuestion) -> dict[str, str]:
    """The ids of all that a question offers to choose, pair or order, with their words."""
    cells = {one.id: one.text for one in (*question.lefts, *question.rights, *question.items)}
    options = {one.id: one.text for one in question.options}
    return cells | options | {one.id: one.text for blank in question.blanks for one in blank.options}


def right_words(question: CompiledQuestion) -> tuple[str, ...]:
    """What is right, in words: an option, a pair, a place, a number or a text each."""
    match question.kind:
        case Kind.MATCHING:
            words = {right.id: right.text for right in question.rights}
            return tuple(f"{left.text} → {words[question.right_of[left.id]]}" for left in question.lefts)
        case Kind.ORDERING:
            return tuple(f"{place}. {item.text}" for place, item in enumerate(question.items, start=1))
        case Kind.NUMERIC:
            return tuple(low if low == high else f"{low} … {high}" for low, high in question.intervals)
        case Kind.SHORT:
            return question.accepted
        case Kind.BLANKS:
            return tuple(
                next((option.text for option in blank.options if option.is_right), " / ".join(blank.accepted))
                for blank in question.blanks
            )
    return tuple(option.text for option in question.options if option.is_right)


def differs(asked: CompiledQuestion, corrected: CompiledQuestion) -> bool:
    """Whether an answer to the question as asked may be worth something else by the correction."""
    if asked.kind != corrected.kind or asked.kind not in SCORED:
        return False
    now = rekeyed(asked, corrected, {})
    return now is None or bool(now.unknown) or _key(now.question) != _key(asked)


def _key(question: CompiledQuestion) -> object:
    """All that decides what an answer earns of the points, with the ids as they were asked."""
    return (
        question.is_exact,
        frozenset(option.id for option in question.options if option.is_right),
        tuple(sorted(question.right_of.items())),
        tuple(item.id for item in question.items),
        frozenset(question.intervals),
        frozenset(question.accepted),
        tuple(
            (blank.id, frozenset(blank.accepted), frozenset(option.id for option in blank.options if option.is_right))
            for blank in question.blanks
        ),
    )


def rekeyed(asked: CompiledQuestion, corrected: CompiledQuestion, mapping: Mapping[str, str]) -> Rekeyed | None:
    """The question as asked, graded and explained as `corrected` says; it keeps its own points.

    `mapping`: former id → id, for what was reworded. None where the one cannot be graded as the other: another kind,
    a thing to pair or order without its counterpart, a choice whose right option was never offered.
    """
    if asked.kind != corrected.kind or asked.kind not in SCORED:
        return None
    ids = offered_ids(corrected)
    same = {one: mapping.get(one, one) for one in offered_ids(asked) if mapping.get(one, one) in ids}
    if len(set(same.values())) < len(same):  # two of the former would be one
        return None
    base = replace(
        asked,
        is_exact=corrected.is_exact,
        explanation_html=corrected.explanation_html,
        lesson=corrected.lesson,
    )
    match asked.kind:
        case Kind.CHOICE | Kind.MULTIPLE:
            return _with_options(base, corrected, same)
        case Kind.MATCHING:
            return _with_pairs(base, corrected, same)
        case Kind.ORDERING:
            return _with_order(base, corrected, same)
        case Kind.NUMERIC:
            return Rekeyed(replace(base, intervals=corrected.intervals))
        case Kind.SHORT:
            return Rekeyed(replace(base, accepted=corrected.accepted, shown=corrected.shown))
        case _:
            return _with_blanks(base, corrected, same)


def _options(
    asked: tuple[CompiledOption, ...], corrected: tuple[CompiledOption, ...], same: Mapping[str, str]
) -> tuple[tuple[CompiledOption, ...], frozenset[str]]:
    """Options with what is right and why, and the ids of those that the correction does not hold."""
    by_id = {option.id: option for option in corrected}
    found = {option.id: by_id.get(same.get(option.id, "")) for option in asked}
    options = tuple(
        replace(option, is_right=now.is_right, feedback_html=now.feedback_html)
        if (now := found[option.id])
        else replace(option, is_right=False, feedback_html="")
        for option in asked
    )
    return options, frozenset(one for one, now in found.items() if now is None)


def _with_options(base: CompiledQuestion, corrected: CompiledQuestion, same: Mapping[str, str]) -> Rekeyed | None:
    options, unknown = _options(base.options, corrected.options, same)
    if not any(option.is_right for option in options):
        return None
    return Rekeyed(replace(base, options=options), unknown)


def _with_pairs(base: CompiledQuestion, corrected: CompiledQuestion, same: Mapping[str, str]) -> Rekeyed | None:
    former = {now: one for one, now in same.items()}
    right_of = {}
    for left in base.lefts:
        right = former.get(corrected.right_of.get(same.get(left.id, ""), ""))
        if right is None:
            return None
        right_of[left.id] = right
    return Rekeyed(replace(base, right_of=right_of))


def _with_order(base: CompiledQuestion, corrected: CompiledQuestion, same: Mapping[str, str]) -> Rekeyed | None:
    places = {item.id: place for place, item in enumerate(corrected.items)}
    if len(base.items) != len(corrected.items) or any(item.id not in same for item in base.items):
        return None
    return Rekeyed(replace(base, items=tuple(sorted(base.items, key=lambda item: places[same[item.id]]))))


def _with_blanks(base: CompiledQuestion, corrected: CompiledQuestion, same: Mapping[str, str]) -> Rekeyed | None:
    by_id = {blank.id: blank for blank in corrected.blanks}
    blanks: list[CompiledBlank] = []
    unknown: frozenset[str] = frozenset()
    for blank in base.blanks:
        now = by_id.get(blank.id)
        if now is None or bool(now.options) != bool(blank.options) or len(base.blanks) != len(by_id):
            return None
        options, gone = _options(blank.options, now.options, same)
        if options and not any(option.is_right for option in options):
            return None
        blanks.append(replace(blank, accepted=now.accepted, shown=now.shown, options=options))
        unknown |= gone
    return Rekeyed(replace(base, blanks=tuple(blanks)), unknown)
