"""Which questions an attempt asks, in which order, and how each is laid out: by lot, from a seed that is given in.

The same seed draws the same. What is drawn is pinned in the attempt by ids: it stays whatever authors change later.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, TypeVar

from lms.courseware.compiled import CompiledCell, CompiledOption, CompiledQuestion, CompiledQuiz
from lms.courseware.questions import Kind

Offered = TypeVar("Offered", CompiledCell, CompiledOption)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question that an attempt asks. `orders`: the ids of what it offers, as shown, under the names below."""

    key: str
    quiz: str  # the key of the quiz that it stands in
    orders: Mapping[str, tuple[str, ...]]  # options, lefts, rights, items; entries.ID: the list of a blank

    def as_json(self) -> dict[str, Any]:
        """As an attempt keeps it."""
        return {"key": self.key, "quiz": self.quiz, "orders": {name: list(ids) for name, ids in self.orders.items()}}


def draw(
    quiz: CompiledQuiz,
    pools: Mapping[str, CompiledQuiz],
    seed: str,
    avoided: Collection[str] = (),
    seen: Collection[str] = (),
) -> tuple[Drawn, ...]:
    """The questions of a new attempt. `pools`: the quizzes it may draw from, by key; a missing one has no questions.

    `avoided`: keys of questions that are asked only when no others remain; `seen`: of those asked in the last attempt,
    which come again before these and after all others.
    """
    chosen = set(_chosen(quiz, pools, seed, frozenset(avoided), frozenset(seen)))
    asked = [found for found in _candidates(quiz, pools) if found[1].key in chosen]
    if quiz.settings.shuffle == "all":
        asked.sort(key=lambda found: _lot(seed, "place", found[1].key))
    return tuple(
        Drawn(question.key, pool, _orders(question, seed, is_shuffled=quiz.settings.shuffle != "none"))
        for pool, question in asked
    )


def as_asked(question: CompiledQuestion, orders: Mapping[str, Iterable[str]]) -> CompiledQuestion:
    """The question with everything it offers in its pinned order; things to order keep the right one."""
    return replace(
        question,
        is_shuffled=False,  # the order is what it is
        options=_in_order(question.options, orders.get("options", ())),
        lefts=_in_order(question.lefts, orders.get("lefts", ())),
        rights=_in_order(question.rights, orders.get("rights", ())),
        blanks=tuple(
            replace(blank, options=_in_order(blank.options, orders.get(f"entries.{blank.id}", ())))
            for blank in question.blanks
        ),
    )


def _candidates(quiz: CompiledQuiz, pools: Mapping[str, CompiledQuiz]) -> list[tuple[str, CompiledQuestion]]:
    """Every question that may be asked, once, with the key of its pool: its own first, then as `from` names them."""
    found: dict[str, tuple[str, CompiledQuestion]] = {}
    for pool in (quiz, *(pools[key] for key in quiz.settings.pools if key in pools)):
        for question in pool.questions:
            found.setdefault(question.key, (pool.key, question))
    return list(found.values())


def _chosen(
    quiz: CompiledQuiz, pools: Mapping[str, CompiledQuiz], seed: str, avoided: frozenset[str], seen: frozenset[str]
) -> Iterable[str]:
    candidates = _candidates(quiz, pools)
    count = quiz.settings.draw

    def first(keys: Iterable[str], wanted: int) -> list[str]:
        return sorted(keys, key=lambda key: (key in avoided, key in seen, _lot(seed, "draw", key)))[:wanted]

    if count is None:
        return [question.key for _, question in candidates]
    if isinstance(count, int):
        return first((question.key for _, question in candidates), count)
    chosen: list[str] = []
    for pool in dict.fromkeys(pool for pool, _ in candidates):
        keys = [question.key for place, question in candidates if place == pool]
        chosen += first(keys, count.get(pool, len(keys)))
    return chosen


def _orders(question: CompiledQuestion, seed: str, is_shuffled: bool) -> dict[str, tuple[str, ...]]:
    """How a question is laid out. What would tell the answer by its order is drawn by lot even where nothing is."""

    def drawn(name: str, offered: Iterable[CompiledCell | CompiledOption], is_drawn: bool) -> tuple[str, ...]:
        ids = tuple(one.id for one in offered)
        return tuple(sorted(ids, key=lambda one: _lot(seed, f"{question.key}/{name}", one))) if is_drawn else ids

    mixes = is_shuffled if question.is_shuffled is None else question.is_shuffled
    orders: dict[str, tuple[str, ...]] = {}
    if question.options:
        is_scale = question.kind == Kind.SURVEY or len(question.options) == 2
        orders["options"] = drawn("options", question.options, mixes and not is_scale)
    if question.lefts:
        # Things to sort are written group by group; places to sort into may be a scale.
        orders["lefts"] = drawn("lefts", question.lefts, mixes and question.is_sorting)
        orders["rights"] = drawn(
            "rights", question.rights, question.is_shuffled is not False and not question.is_sorting
        )
    if question.items:
        right = tuple(item.id for item in question.items)
        order = drawn("items", question.items, True)
        orders["items"] = order[1:] + order[:1] if order == right else order
    for blank in question.blanks:
        if blank.options:
            orders[f"entries.{blank.id}"] = drawn(blank.id, blank.options, mixes and len(blank.options) > 2)
    return orders


def _in_order(offered: tuple[Offered, ...], order: Iterable[str]) -> tuple[Offered, ...]:
    places = {one: place for place, one in enumerate(order)}
    return tuple(sorted(offered, key=lambda one: places.get(one.id, len(places))))


def _lot(seed: str, *about: str) -> str:
    return sha256("\0".join((seed, *about)).encode()).hexdigest()
