"""Rows, written as fast as each database takes them: many to a statement in SQLite, by COPY in PostgreSQL."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Integer, cast, func, insert, select
from sqlalchemy.dialects.postgresql import REGCLASS

from lms.db import Model, db

_DAY = 24 * 60 * 60
_IDS_AT_ONCE = 500


def ids(model: type[Model]) -> Iterator[int]:
    """Numbers for new rows of a table, without end, for use within one transaction; nobody else gets the same."""
    table = model.__table__
    if db.engine.dialect.name == "sqlite":
        # Whoever writes is alone in the database until the end of the transaction.
        yield from count((db.session.scalar(select(func.max(table.c.id))) or 0) + 1)
        return
    sequence = cast(func.pg_get_serial_sequence(model.__tablename__, "id"), REGCLASS)
    some = select(func.nextval(sequence, type_=Integer)).select_from(func.generate_series(1, _IDS_AT_ONCE))
    while True:
        yield from sorted(db.session.scalars(some).all())


class Moments:
    """Moments as the driver stores them, from seconds before or after one that is known.

    Millions are needed: days and times of day are put together from texts that were made once.
    """

    def __init__(self, zero: datetime) -> None:
        zone = "" if db.engine.dialect.name == "sqlite" else "+00"
        self._first = zero.date()
        self._second = (zero.hour * 60 + zero.minute) * 60 + zero.second
        self._days: dict[int, str] = {}
        self._times = [
            f" {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.{zero.microsecond:06}{zone}"
            for second in range(_DAY)
        ]

    def text(self, seconds: int | None) -> str | None:
        """Nothing stays nothing."""
        if seconds is None:
            return None
        day, second = divmod(self._second + seconds, _DAY)
        if day not in self._days:
            self._days[day] = (self._first + timedelta(days=day)).isoformat()
        return self._days[day] + self._times[second]


def write(model: type[Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows whose values are as the driver takes them: moments and JSON as text, closed sets as their values."""
    if not rows:
        return
    connection = db.session.connection()
    if db.engine.dialect.name == "sqlite":
        statement = insert(model).compile(dialect=db.engine.dialect, column_keys=list(columns))
        assert statement.positiontup is not None  # type: ignore[attr-defined, unused-ignore]
        places = [columns.index(name) for name in statement.positiontup]  # type: ignore[attr-defined, unused-ignore]
        connection.exec_driver_sql(str(statement), [tuple(row[place] for place in places) for row in rows])
        return
    from psycopg import sql  # loaded with its driver, by those who use it

    copying = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model.__tablename__), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(copying) as copy:
        for row in rows:
            copy.write_row(row)
