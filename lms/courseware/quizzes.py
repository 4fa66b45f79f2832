"""A quiz's settings: the defaults that depend on what it is, and what they may name."""

from collections.abc import Mapping

from lms.courseware.fields import nearest
from lms.courseware.heads import QuizHead
from lms.courseware.model import QuizSettings
from lms.courseware.problems import Place
from lms.courseware.structure import EXAM
from lms.courseware.yamltext import Tree


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


def check_quiz(
    key: str,
    head: QuizHead,
    tree: Tree | None,
    counts: Mapping[str, int],
    place: Place,
    partners: Mapping[str, QuizHead],
) -> None:
    """What a quiz draws from and compares with. `counts`: quiz key → number of its own questions."""

    def line(name: str) -> int:
        return tree.line((name,)) if tree else 1

    if head.per_hours is not None and head.attempts is None and not head.measures:
        place.error(line("per_hours"), "window-without-attempts")
    if head.measures:
        partner = head.measures.before
        if partner not in counts or partner == key:
            _unknown(partner, counts, key, line("measures"), place)
        if head.pass_percent is not None:
            place.error(line("pass_percent"), "measure-with-pass-mark")
    for pool in head.pools:
        if pool not in counts or pool == key:
            _unknown(pool, counts, key, line("from"), place)
    pools, draw = head.pools, head.draw
    if head.measures and head.measures.before in partners:
        partner_head = partners[head.measures.before]
        pools = pools or (head.measures.before, *partner_head.pools)
        draw = draw if draw is not None else partner_head.draw
    available = {pool: counts.get(pool, 0) for pool in dict.fromkeys((key, *pools))}
    if not sum(available.values()):
        place.error(1, "quiz-without-questions")
    if isinstance(draw, int) and draw > sum(available.values()):
        place.error(line("draw"), "draw-too-many", draw=draw, count=sum(available.values()))
    elif isinstance(draw, Mapping):
        for pool, count in draw.items():
            own = key if pool == key else pool
            if own not in available:
                meant = nearest(pool, tuple(available))
                if meant:
                    place.error(line("draw"), "draw-unknown-pool-meant", pool=pool, meant=meant)
                else:
                    place.error(line("draw"), "draw-unknown-pool", pool=pool)
            elif count > available[own]:
                place.error(line("draw"), "draw-too-many", draw=count, count=available[own])


def _unknown(wanted: str, counts: Mapping[str, int], own: str, line: int, place: Place) -> None:
    meant = nearest(wanted, tuple(key for key in counts if key != own))
    if meant:
        place.error(line, "unknown-quiz-meant", key=wanted, meant=meant)
    else:
        place.error(line, "unknown-quiz", key=wanted)
