"""A quiz's settings: the defaults that depend on what it is, and what they may name."""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.courseware.model import QuizSettings
from lms.courseware.parsing.fields import nearest
from lms.courseware.parsing.heads import QuizHead
from lms.courseware.parsing.structure import EXAM
from lms.courseware.parsing.yamltext import Tree
from lms.courseware.problems import Place


def settings_of(head: QuizHead, key: str) -> QuizSettings:
    """The settings with their defaults filled in."""
    stated = head.model_fields_set
    pass_percent: int | None = 70 if key == EXAM else 60
    attempts = head.attempts
    pools, draw = head.pools, head.draw
    if head.measures:
        pass_percent = None
        attempts = attempts if "attempts" in stated else 1
    if head.pass_percent is not None and not head.measures:
        pass_percent = head.pass_percent
    return QuizSettings(
        pass_percent,
        attempts,
        head.per_hours,
        pools,
        draw,
        head.shuffle,
        head.feedback,
        head.page,
        head.measures.before if head.measures else None,
        head.time_limit_minutes,
    )


@dataclass(frozen=True, slots=True)
class _Checked:
    """The quiz being checked, with where its settings stand."""

    key: str
    head: QuizHead
    tree: Tree | None
    place: Place

    def line(self, name: str) -> int:
        return self.tree.line((name,)) if self.tree else 1

    def stated(self, name: str) -> object:
        """What the author wrote, well or not."""
        return self.tree.value.get(name) if self.tree and isinstance(self.tree.value, dict) else None


def check_quiz(
    key: str,
    head: QuizHead,
    tree: Tree | None,
    counts: Mapping[str, int],
    place: Place,
    partners: Mapping[str, QuizHead],
) -> None:
    """What a quiz draws from and compares with. `counts`: quiz key → number of its own questions."""
    quiz = _Checked(key, head, tree, place)
    is_unlimited = head.attempts is None and quiz.stated("attempts") in (None, "unlimited")  # a fault is told already
    if head.per_hours is not None and is_unlimited and not head.measures:
        place.error(quiz.line("per_hours"), "window-without-attempts")
    faults = place.report.count
    pools, draw = _check_partner(quiz, counts, partners)
    for pool in head.pools:
        if pool not in counts or pool == key:
            _unknown(pool, counts, quiz, "from")
    is_told = bool(quiz.stated("measures")) and head.measures is None
    if place.report.count > faults or is_told:
        return  # what there is to draw from is not known
    available = {pool: counts.get(pool, 0) for pool in dict.fromkeys((key, *pools))}
    if not sum(available.values()):
        place.error(1, "quiz-without-questions")
    elif isinstance(draw, int) and draw > sum(available.values()):
        place.error(quiz.line("draw"), "draw-too-many", draw=draw, count=sum(available.values()))
    elif isinstance(draw, Mapping):
        _check_draws(draw, available, quiz)


def _check_partner(
    quiz: _Checked, counts: Mapping[str, int], partners: Mapping[str, QuizHead]
) -> tuple[tuple[str, ...], int | Mapping[str, int] | None]:
    """The pools of a quiz, its partner's when it measures and states none, and the draw that it states itself."""
    head = quiz.head
    if head.measures is None:
        return head.pools, head.draw
    partner = head.measures.before
    if partner not in counts or partner == quiz.key:
        _unknown(partner, counts, quiz, "measures")
    if head.pass_percent is not None:
        quiz.place.error(quiz.line("pass_percent"), "measure-with-pass-mark")
    if partner not in partners:
        return head.pools, head.draw
    theirs = partners[partner]
    # What is taken over from the partner is checked there: its faults are not this quiz's.
    return head.pools or (partner, *theirs.pools), head.draw


def _check_draws(draws: Mapping[str, int], available: Mapping[str, int], quiz: _Checked) -> None:
    """So many from each named pool: the pool must be one of the quiz's, and hold as many."""
    line = quiz.line("draw")
    for pool, count in draws.items():
        if pool in available:
            if count > available[pool]:
                quiz.place.error(line, "draw-too-many", draw=count, count=available[pool])
        elif meant := nearest(pool, tuple(available)):
            quiz.place.error(line, "draw-unknown-pool-meant", pool=pool, meant=meant)
        else:
            quiz.place.error(line, "draw-unknown-pool", pool=pool)


def _unknown(wanted: str, counts: Mapping[str, int], quiz: _Checked, field: str) -> None:
    meant = nearest(wanted, tuple(key for key in counts if key != quiz.key))
    if meant:
        quiz.place.error(quiz.line(field), "unknown-quiz-meant", key=wanted, meant=meant)
    else:
        quiz.place.error(quiz.line(field), "unknown-quiz", key=wanted)
