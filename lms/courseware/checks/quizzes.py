"""A quiz's settings: the defaults that depend on what it is, and what they may name."""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.courseware.model import QuizSettings
from lms.courseware.parsing.fields import nearest
from lms.courseware.parsing.heads import QuizHead
from lms.courseware.parsing.structure import EXAM
from lms.courseware.parsing.yamltext import Tree
from lms.courseware.problems import Place


def settings_of(key: str, heads: Mapping[str, QuizHead]) -> QuizSettings:
    """A quiz's settings with their defaults filled in. `heads`: of all quizzes, for what a partner lends."""
    head = heads[key]
    pools, draw = _drawn(key, heads)
    pass_percent, attempts, per_hours = head.pass_percent, head.attempts, head.per_hours
    if head.measures:
        pass_percent, attempts, per_hours = None, 1, None
    elif pass_percent is None:
        pass_percent = 70 if key == EXAM else 60
    return QuizSettings(
        pass_percent,
        attempts,
        per_hours,
        pools,
        draw,
        head.shuffle,
        head.feedback,
        head.page,
        head.measures.before if head.measures else None,
        head.time_limit_minutes,
    )


def _drawn(key: str, heads: Mapping[str, QuizHead]) -> tuple[tuple[str, ...], int | Mapping[str, int] | None]:
    """A quiz's pools and draw; one that measures takes what it does not state from its partner."""
    head = heads[key]
    pools, draw = head.pools, head.draw
    partner = heads.get(head.measures.before) if head.measures else None
    if head.measures and partner and partner is not head:
        if "pools" not in head.model_fields_set:
            lent = dict.fromkeys((head.measures.before, *partner.pools))
            pools = tuple(pool for pool in lent if pool != key)
        if "draw" not in head.model_fields_set:
            draw = partner.draw
    return pools, draw


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
    heads: Mapping[str, QuizHead],
) -> None:
    """What a quiz draws from and compares with. `counts`: quiz key → number of its own questions."""
    quiz = _Checked(key, head, tree, place)
    is_unlimited = head.attempts is None and quiz.stated("attempts") in (None, "unlimited")  # a fault is told already
    if head.per_hours is not None and is_unlimited and not head.measures:
        place.error(quiz.line("per_hours"), "window-without-attempts")
    faults = place.report.count
    if head.measures:
        _check_measure(quiz, head.measures.before, counts)
    for pool in head.pools:
        if pool not in counts or pool == key:
            _unknown(pool, counts, quiz, "from")
    is_told = bool(quiz.stated("measures")) and head.measures is None
    if place.report.count > faults or is_told:
        return  # what there is to draw from is not known
    pools, draw = _drawn(key, heads)
    available = {pool: counts.get(pool, 0) for pool in dict.fromkeys((key, *pools))}
    own = [name for name in ("draw", "from") if quiz.stated(name) is not None]
    if not sum(available.values()):
        place.error(1, "quiz-without-questions")
    elif not own:
        return  # what is taken over from the partner is checked there: its faults are not this quiz's
    elif isinstance(draw, int) and draw > sum(available.values()):
        place.error(quiz.line(own[0]), "draw-too-many", draw=draw, count=sum(available.values()))
    elif isinstance(draw, Mapping):
        _check_draws(draw, available, quiz, quiz.line(own[0]))


def _check_measure(quiz: _Checked, partner: str, counts: Mapping[str, int]) -> None:
    """A quiz that is compared with its partner: that there is one, and what has no meaning then."""
    head = quiz.head
    if partner not in counts or partner == quiz.key:
        _unknown(partner, counts, quiz, "measures")
    if head.pass_percent is not None:
        quiz.place.error(quiz.line("pass_percent"), "measure-with-pass-mark")
    if "attempts" in head.model_fields_set and head.attempts != 1:
        quiz.place.error(quiz.line("attempts"), "measure-taken-once", field="attempts")
    if head.per_hours is not None:
        quiz.place.error(quiz.line("per_hours"), "measure-taken-once", field="per_hours")


def _check_draws(draws: Mapping[str, int], available: Mapping[str, int], quiz: _Checked, line: int) -> None:
    """So many from each named pool: the pool must be one of the quiz's, and hold as many."""
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


def check_repeated(key: str, own: QuizHead, tree: Tree | None, heads: Mapping[str, QuizHead], place: Place) -> None:
    """What a translation repeats is what the original states, or what holds there without being stated."""
    first, settings = heads[key], settings_of(key, heads)
    for name in sorted(own.model_fields_set - {"title", "translates"}):
        value = getattr(own, name)
        is_stated = name in first.model_fields_set and value == getattr(first, name)
        in_force = first.measures if name == "measures" else getattr(settings, name)
        if not is_stated and value != in_force:
            shown = "from" if name == "pools" else name
            place.error(tree.line((shown,)) if tree else 1, "repeated-differs", field=shown)
