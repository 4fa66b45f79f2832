"""What a corrected question does to the result of an attempt: never below a pass that was granted."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Result:
    """What an attempt is worth. `has_passed`: None where there is no pass mark."""

    points: Fraction
    share: Fraction
    has_passed: bool | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result after a regrade."""

    result: Result
    is_pass_kept: bool  # it would have been below the pass mark that it had reached, so it stays what it was


def regraded(before: Result, out_of: Fraction, points: Fraction, pass_percent: int | None) -> Outcome:
    """The result when all the answers are worth so many points now. `out_of`: what the whole attempt may be worth.

    Their sum, and not the result before with a difference: where a pass was kept, the result is more than the answers.
    """
    share = points / out_of if out_of else before.share
    has_passed = None if pass_percent is None else share * 100 >= pass_percent
    if before.has_passed and not has_passed:
        return Outcome(before, is_pass_kept=True)
    return Outcome(Result(points, share, has_passed), is_pass_kept=False)
