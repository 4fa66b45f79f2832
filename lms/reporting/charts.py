"""Bars of a chart 320 wide, where each stands and how long it is: drawn by templates, without script or style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 320
MOST_ROWS = 8
_LONGEST = 27  # letters of a label beside its value
_LABEL_ROOM = 270  # beyond which a value would not fit beside its bar
STEP, PAIR_STEP, LEGEND = 48, 52, 30


@dataclass(frozen=True, slots=True)
class Bar:
    """One value: `label` is cut where it would run into the figure; the table holds it whole."""

    label: str
    value: int
    y: int
    length: float
    percent: int | None = None  # of the first bar


@dataclass(frozen=True, slots=True)
class Pair:
    """Two values of one row, one bar under the other."""

    label: str
    y: int
    first: Bar
    second: Bar


def steps(values: Sequence[tuple[str, int]]) -> tuple[Bar, ...]:
    """One bar under the other; the first is as wide as the chart, and the others are shares of it."""
    whole = values[0][1] if values else 0
    return tuple(
        Bar(
            short(label),
            value,
            place * STEP,
            round(WIDTH * min(1.0, value / whole), 1) if whole else 0,
            (200 * value + whole) // (2 * whole) if whole and place else None,
        )
        for place, (label, value) in enumerate(values)
    )


def pairs(values: Sequence[tuple[str, int, int]]) -> tuple[Pair, ...]:
    """Two bars a row, below a legend; the longest of all leaves room for its figure."""
    longest = max((value for _label, *both in values for value in both), default=0)

    def bar(value: int, y: int) -> Bar:
        return Bar("", value, y, round(_LABEL_ROOM * value / longest, 1) if longest else 0)

    found = []
    for place, (label, first, second) in enumerate(values):
        y = LEGEND + place * PAIR_STEP
        found.append(Pair(short(label, WIDTH // 8), y, bar(first, y + 21), bar(second, y + 35)))
    return tuple(found)


def first_rows(values: Sequence[tuple[str, int, int]], others: str) -> list[tuple[str, int, int]]:
    """The rows of a chart: the greatest, in the order in which they came, and the sum of the others as the last."""
    if len(values) <= MOST_ROWS:
        return list(values)
    greatest = sorted(values, key=lambda value: -(value[1] + value[2]))[: MOST_ROWS - 1]
    kept = [value for value in values if value in greatest][: MOST_ROWS - 1]
    rest = [value for value in values if value not in kept]
    return [*kept, (others, sum(value[1] for value in rest), sum(value[2] for value in rest))]


def short(label: str, longest: int = _LONGEST) -> str:
    """A label that fits: cut after a whole word where there is one."""
    if len(label) <= longest:
        return label
    cut = label[:longest].rpartition(" ")[0] if " " in label[: longest + 1] else ""
    return (cut if len(cut) > longest // 2 else label[: longest - 1]).rstrip(" ,:\u202f\u00a0") + "…"
