"""What an attempt is worth: exact fractions are added and compared; a percentage is shown rounded down."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from lms.assessment.grading import Verdict


@dataclass(frozen=True, slots=True)
class Score:
    """The result of an attempt; `has_passed` is None where there is no pass mark."""

    points: Fraction
    out_of: Fraction
    has_passed: bool | None

    @property
    def share(self) -> Fraction:
        """From 0 to 1. Where nothing is scored, a survey say, having sent it is all there is to do."""
        return self.points / self.out_of if self.out_of else Fraction(1)


def score(verdicts: Iterable[Verdict], pass_percent: int | None) -> Score:
    """The sum of the verdicts on every question asked, the unanswered ones too."""
    points, out_of = Fraction(0), Fraction(0)
    for verdict in verdicts:
        points += verdict.points
        out_of += verdict.out_of
    made = Score(points, out_of, None)
    return made if pass_percent is None else Score(points, out_of, made.share * 100 >= pass_percent)


def percent_down(share: Fraction) -> int:
    """A share as a whole percentage, rounded down: what is shown as the pass mark has passed."""
    return int(share * 100)
