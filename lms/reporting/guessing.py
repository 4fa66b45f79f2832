"""What somebody earns at a question who knows nothing and answers all of it by lot."""

from fractions import Fraction
from math import comb, factorial, prod

from lms.courseware.compiled import CompiledQuestion
from lms.courseware.questions import Kind


def guessed(question: CompiledQuestion) -> Fraction:
    """The mean share of the points that blind guessing earns, by the scoring of the course format.

    One option of k: 1/k. Several: each is ticked or left by the toss of a coin, and nothing ticked is no answer. Pairs
    and lists: each by itself. An order: each thing comes to its place once in as many tries as there are things. What
    is typed is never guessed.
    """
    match question.kind:
        case Kind.CHOICE:
            return Fraction(1, len(question.options)) if question.options else Fraction(0)
        case Kind.MULTIPLE:
            return _ticked(question)
        case Kind.MATCHING:
            each = [Fraction(1, len(question.rights))] * len(question.lefts)
        case Kind.ORDERING:
            count = len(question.items)
            return Fraction(1, factorial(count) if question.is_exact else max(1, count))
        case Kind.BLANKS:
            each = [_chosen(len(blank.options)) for blank in question.blanks]
        case _:
            return Fraction(0)
    if not each:
        return Fraction(0)
    return prod(each, start=Fraction(1)) if question.is_exact else sum(each, Fraction(0)) / len(each)


def _chosen(options: int) -> Fraction:
    return Fraction(1, options) if options else Fraction(0)


def _ticked(question: CompiledQuestion) -> Fraction:
    right = sum(option.is_right for option in question.options)
    wrong = len(question.options) - right
    ways = 2 ** len(question.options) - 1
    if not right or not ways:
        return Fraction(0)
    if question.is_exact:
        return Fraction(1, ways)
    earned = Fraction(0)  # over all ways to tick something
    for found in range(right + 1):
        for excess in range(wrong + 1):
            share = Fraction(found, right) - (Fraction(excess, wrong) if wrong else 0)
            earned += max(Fraction(0), share) * comb(right, found) * comb(wrong, excess)
    return Fraction(earned, ways)
