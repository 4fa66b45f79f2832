"""Fields of a form that answer a question, rightly or wrongly; what they are worth is for grading to say."""

from fractions import Fraction

from lms.courseware.compiled import CompiledBlank, CompiledQuestion
from lms.courseware.questions import Kind
from lms.demo.shares import Dice, one_of

Sent = list[list[str]]
_ELSE = {"fr": "je ne sais pas", "en": "I do not know"}


def fields(question: CompiledQuestion, language: str, dice: Dice, *, is_right: bool) -> Sent:
    """What a learner sends who knows, or does not; nothing where the question takes no answer."""
    match question.kind:
        case Kind.CHOICE | Kind.SURVEY:
            fitting = tuple(one.id for one in question.options if one.is_right == is_right)
            return [["answer", one_of(fitting or tuple(one.id for one in question.options), dice)]]
        case Kind.MULTIPLE:
            return _ticked(question, dice, is_right)
        case Kind.ORDERING:
            order = [item.id for item in question.items]
            return [["answer", one] for one in (order if is_right else [order[-1], *order[1:-1], order[0]])]
        case Kind.MATCHING:
            return _matched(question, dice, is_right)
        case Kind.NUMERIC:
            return [["answer", _number(question, language, is_right)]]
        case Kind.SHORT:
            return [["answer", question.shown if is_right else _ELSE[language]]]
        case Kind.BLANKS:
            # Who does not know all of them knows some.
            missed = one_of(question.blanks, dice).id
            return [
                [f"answer.{one.id}", _filled(one, language, dice, is_right or (one.id != missed and dice() < 0.4))]
                for one in question.blanks
            ]
    return []


def _ticked(question: CompiledQuestion, dice: Dice, is_right: bool) -> Sent:
    ticked = {one.id for one in question.options if one.is_right}
    if not is_right:
        ticked ^= {one_of(question.options, dice).id}
    return [["answer", one.id] for one in question.options if one.id in ticked]


def _matched(question: CompiledQuestion, dice: Dice, is_right: bool) -> Sent:
    wrong = question.lefts[int(dice() * len(question.lefts))].id
    sent = []
    for left in question.lefts:
        right = question.right_of[left.id]
        if not is_right and (left.id == wrong or dice() < 0.4):
            right = one_of(tuple(one.id for one in question.rights if one.id != right), dice)
        sent.append([f"answer.{left.id}", right])
    return sent


def _number(question: CompiledQuestion, language: str, is_right: bool) -> str:
    low, high = (Fraction(end) for end in question.intervals[0])
    middle = (low + high) / 2
    number = middle if is_right else max(Fraction(end) for _, end in question.intervals) * 2 + 1
    text = str(number) if number.denominator == 1 else f"{float(number):.6f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language == "fr" else text


def _filled(blank: CompiledBlank, language: str, dice: Dice, is_right: bool) -> str:
    if not blank.options:
        return blank.shown if is_right else _ELSE[language]
    return one_of(tuple(one.id for one in blank.options if one.is_right == is_right), dice)
