"""Counting the statements that a page costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from lms.db import db, read_only
from lms.settings import queries as settings

BOOKKEEPING = ("BEGIN", "PRAGMA", "COMMIT", "ROLLBACK", "SET TRANSACTION")


def look_at_settings_now() -> None:
    """Have the process's copy of the settings fresh: one page in some seconds looks after it, whichever comes first."""
    token = read_only.set(True)
    try:
        settings.forget()
        settings.values()
        db.session.rollback()
    finally:
        read_only.reset(token)


class Statements(list[str]):
    """The SQL statements that were sent, in order; its text lists them for a failing test's message."""

    def __str__(self) -> str:
        return "\n".join(f"{number}. {' '.join(text.split())}" for number, text in enumerate(self, 1))


@contextmanager
def count_queries(app: Flask) -> Iterator[Statements]:
    """Collect every statement an application sends meanwhile, except those that only open and close transactions."""
    statements = Statements()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(BOOKKEEPING):
            statements.append(statement)

    with app.app_context():
        engine = db.engine
        look_at_settings_now()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
