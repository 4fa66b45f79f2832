"""Rows as text: PostgreSQL's COPY format (its manual, COPY, "Text Format"), written and read without PostgreSQL.

One row a line, fields apart by tabs, `\\N` for nothing, a backslash before what would be taken for one of those. Values
look as PostgreSQL shows them (t and f, \\x… for bytes, moments in UTC with +00), whichever database they come from.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a column holds, in words that both databases share."""

    TEXT = "text"
    JSON = "json"  # its text, as it was written
    INTEGER = "integer"
    REAL = "real"
    BOOLEAN = "boolean"
    MOMENT = "moment"
    DATE = "date"
    BYTES = "bytes"


NOTHING = "\\N"
_ESCAPED = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f", "\v": "\\v"})
_MEANT = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v"}


def _text(value: Any) -> str:
    return str(value).translate(_ESCAPED)


def _moment(value: Any) -> str:
    return f"{value}+00"


# How SQLite keeps a value → how it is written.
_WRITTEN: dict[Kind, Callable[[Any], str]] = {
    Kind.TEXT: _text,
    Kind.JSON: _text,
    Kind.INTEGER: str,
    Kind.REAL: repr,
    Kind.BOOLEAN: lambda value: "t" if value else "f",
    Kind.MOMENT: _moment,
    Kind.DATE: _text,
    Kind.BYTES: lambda value: "\\\\x" + bytes(value).hex(),
}


def _moment_in_sqlite(text: str) -> str:
    return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


# How it is written, unescaped → how SQLite keeps it.
_READ: dict[Kind, Callable[[str], Any]] = {
    Kind.TEXT: str,
    Kind.JSON: str,
    Kind.INTEGER: int,
    Kind.REAL: float,
    Kind.BOOLEAN: lambda text: {"t": 1, "f": 0}[text],
    Kind.MOMENT: _moment_in_sqlite,
    Kind.DATE: str,
    Kind.BYTES: lambda text: bytes.fromhex(text.removeprefix("\\x")),
}


def lines(rows: Iterable[Sequence[Any]], kinds: Sequence[Kind]) -> Iterator[bytes]:
    """Rows as SQLite keeps them, a line each."""
    writers = [_WRITTEN[kind] for kind in kinds]
    for row in rows:
        fields = [NOTHING if value is None else write(value) for write, value in zip(writers, row, strict=True)]
        yield ("\t".join(fields) + "\n").encode()


def rows(lines: Iterable[bytes], kinds: Sequence[Kind]) -> Iterator[list[Any]]:
    """Lines as rows that SQLite keeps; raise ValueError or KeyError for a line that is none."""
    readers = [_READ[kind] for kind in kinds]
    for line in lines:
        fields = line.decode().removesuffix("\n").split("\t")
        yield [
            None if field == NOTHING else read(_unescaped(field)) for read, field in zip(readers, fields, strict=True)
        ]


def _unescaped(field: str) -> str:
    if "\\" not in field:
        return field
    first, *others = field.split("\\")
    pieces = [first]
    is_escaped = False  # by a backslash that stood right before another one
    for piece in others:
        if is_escaped:
            pieces.append(piece)
            is_escaped = False
        elif piece == "":
            pieces.append("\\")
            is_escaped = True
        else:
            pieces.append(_MEANT.get(piece[0], piece[0]) + piece[1:])
    return "".join(pieces)
