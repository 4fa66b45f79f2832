"""Tables in which nobody can be found: counts rounded to five, under ten hidden, and with each hidden one a second.

What a table shows of a quarter is stored and shown for ever as it is: there is nothing to compare it with. Totals are
rounded by themselves, so that they are not the sum of what stands above them. Rows of fewer than ten are one row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

STEP, LEAST = 5, 10
OTHERS = "others"
Count = int | None  # None: hidden


def rounded(count: int) -> int:
    """The nearest multiple of five."""
    return (count + STEP // 2) // STEP * STEP


@dataclass(frozen=True, slots=True)
class Line:
    """Counts by one dimension, and of all together."""

    keys: tuple[str, ...]
    counts: tuple[Count, ...]
    total: Count

    def of(self, key: str) -> Count:
        """The count of a key."""
        return self.counts[self.keys.index(key)]


def merged(counts: Mapping[str, int]) -> dict[str, str]:
    """Which row each key stands in: its own, or that of the others where it is too small to stand alone."""
    small = {key for key, count in counts.items() if count < LEAST}
    large = sorted((key for key in counts if key not in small), key=lambda key: (counts[key], key))
    while small and sum(counts[key] for key in small) < LEAST and large:
        small.add(large.pop(0))
    return {key: OTHERS if key in small else key for key in counts}


def line(counts: Mapping[str, int]) -> Line:
    """Counts as they may be published. Where just one would be hidden, the smallest of the others is hidden too."""
    hidden = {key for key, count in counts.items() if count < LEAST}
    if len(hidden) == 1:
        hidden |= set(sorted(counts.keys() - hidden, key=lambda key: (counts[key], key))[:1])
    shown = tuple(None if key in hidden else rounded(count) for key, count in counts.items())
    total = sum(counts.values())
    return Line(tuple(counts), shown, None if total < LEAST else rounded(total))


def grid(counts: Mapping[tuple[str, str], int], rows: Line, columns: Line) -> tuple[tuple[Count, ...], ...]:
    """Counts by two dimensions, whose totals are published as `rows` and `columns` and as nothing else.

    Where a total is hidden, all it is the sum of is hidden; no row and no column hides just one.
    """

    def count(row: str, column: str) -> int:
        return counts.get((row, column), 0)

    hidden = {
        (row, column)
        for row in rows.keys
        for column in columns.keys
        if count(row, column) < LEAST or rows.of(row) is None or columns.of(column) is None
    }
    lines: list[list[tuple[str, str]]] = [[(row, column) for column in columns.keys] for row in rows.keys]
    lines += [[(row, column) for row in rows.keys] for column in columns.keys]
    is_settled = False
    while not is_settled:
        is_settled = True
        for cells in lines:
            shown = [cell for cell in cells if cell not in hidden]
            if shown and len(cells) - len(shown) == 1:
                hidden.add(min(shown, key=lambda cell: (count(*cell), cell)))
                is_settled = False
    return tuple(
        tuple(None if (row, column) in hidden else rounded(count(row, column)) for column in columns.keys)
        for row in rows.keys
    )


def summed(
    counts: Mapping[tuple[str, str], int], row_of: Mapping[str, str], column_of: Mapping[str, str]
) -> dict[tuple[str, str], int]:
    """Counts of two dimensions after the small rows and columns were put together."""
    found: dict[tuple[str, str], int] = {}
    for (row, column), count in counts.items():
        place = (row_of[row], column_of[column])
        found[place] = found.get(place, 0) + count
    return found


def in_order(row_of: Mapping[str, str], order: Sequence[str]) -> list[str]:
    """The rows that there are, in an order, the others last."""
    rows = [key for key in order if row_of.get(key) == key]
    rows += sorted({row for row in row_of.values() if row not in rows and row != OTHERS})
    return [*rows, OTHERS] if OTHERS in row_of.values() else rows
