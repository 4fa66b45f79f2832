"""What of an answer a learner typed in their own words, and what they chose among ids."""

from collections.abc import Iterable, Mapping, Sequence


def without_typed(fields: Iterable[Sequence[str]], orders: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """The fields of an answer with every text emptied; what was chosen stays, and that something was typed.

    `orders`: the ids that the question offered, as the attempt pinned them. Numbers count as typed.
    """
    offered = {one for ids in orders.values() for one in ids}
    return [[name, value if value in offered else ""] for name, value in fields]
