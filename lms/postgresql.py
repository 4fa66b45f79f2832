"""PostgreSQL that may stop answering: who waits for it is told so, instead of waiting for ever.

A server that is stopped or cut off says nothing, and TCP's own patience is a quarter of an hour. So the waiting ends on
our side. It ends on the server's too, where the statement goes on otherwise although nobody waits for its result.
What remains: the first packets of a new connection have two seconds, which is the driver's least.
"""

from collections.abc import Callable, Generator
from time import monotonic
from typing import Any, TypeVar

import psycopg
from psycopg import errors
from sqlalchemy import Dialect, Engine, ExceptionContext, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.exc import TimeoutError as PoolTimeout

SILENCE_S = 1.0  # of a server that is asked nothing but whether it is there
NOT_AGAIN_S = 1.0  # after a silence; who asks twice for one page would wait twice, and so would everybody behind them
LONGEST_READ_S = 5.0  # for a page; what writes (releases, migrations) may take as long as it needs
CONNECT = {
    "connect_timeout": 2,
    "tcp_user_timeout": 2000,
    "keepalives_idle": 1,
    "keepalives_interval": 1,
    "keepalives_count": 2,
}
# While reading, even a statement outside any transaction of ours cannot write.
_READING = f"SET statement_timeout = {LONGEST_READ_S * 1000:.0f}; SET default_transaction_read_only = on"
_WRITING = "RESET statement_timeout; RESET default_transaction_read_only"

Result = TypeVar("Result")


class PatientConnection(psycopg.Connection[Any]):
    """A connection whose every wait ends: after `patience` seconds it is closed, and said to be lost."""

    patience: float | None = SILENCE_S

    def wait(self, gen: Generator[Any, Any, Result], interval: float = 0.1, timeout: float | None = None) -> Result:
        """Wait for the server, and for no longer than may be."""
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except errors._WaitTimeout as error:
            self.pgconn.finish()
            raise errors.ConnectionTimeout("the server does not answer") from error


def prepare(engine: Engine, is_reading: Callable[[], bool]) -> None:
    """Teach an engine to connect so, and to ask at each use of a connection whether the server is still there."""
    silent_at = -NOT_AGAIN_S

    def connect(_dialect: Dialect, _record: object, arguments: list[Any], settings: dict[str, Any]) -> Any:
        nonlocal silent_at
        if monotonic() - silent_at < NOT_AGAIN_S:
            raise errors.ConnectionTimeout("the server did not answer a moment ago")
        try:
            return PatientConnection.connect(*arguments, **settings)
        except errors.ConnectionTimeout:
            silent_at = monotonic()
            raise

    def check_out(connection: Any, _record: object, _proxy: object) -> None:
        nonlocal silent_at
        # One round trip asks and sets. It replaces the pool's own ping, which would wait for ever.
        reading = is_reading()
        connection.patience = SILENCE_S
        try:
            connection.autocommit = True
            connection.execute(_READING if reading else _WRITING)
            connection.autocommit = False
            connection.read_only = reading
        except errors.ConnectionTimeout as error:
            silent_at = monotonic()
            raise PoolTimeout("the database does not answer") from error  # nor would it answer a new connection
        except psycopg.OperationalError as error:
            raise InvalidatePoolError from error  # gone, and perhaps back by now: the pool connects again
        connection.patience = LONGEST_READ_S + SILENCE_S if reading else None

    def begin(connection: Any) -> None:
        # The driver sends both with BEGIN itself: no round trip. A page that reads twice reads the same state twice.
        driver_connection = connection.connection.driver_connection
        reading = is_reading()
        driver_connection.read_only = reading
        driver_connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ if reading else None

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "checkout", check_out)
    event.listen(engine, "begin", begin)
    event.listen(engine, "handle_error", _tell_no_values)


def _tell_no_values(context: ExceptionContext) -> None:
    """Keep what the server says of rows ("Key (email)=(awa@…) already exists") out of the error, and so of the log."""
    original, wrapped = context.original_exception, context.sqlalchemy_exception
    if isinstance(original, psycopg.Error) and original.diag.message_detail:
        said = str(original)
        original.args = (original.diag.message_primary or "",)
        if wrapped is not None:
            wrapped.args = tuple(str(part).replace(said, str(original)) for part in wrapped.args)
