"""What every test may ask for: databases of both kinds, the application, a client, a count of queries, a browser.

- `app`: the shipped courses released, once per process and kind of database; tests only read it.
- `fresh_app`: a migrated database of its own without a row; for tests that write.
- `client`: a client of `app`; `fresh_app.test_client()` for the other.
A test that asks for none of them runs once; one that does runs on SQLite and on PostgreSQL.
"""

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import Environment
from werkzeug.routing import Rule

from lms.app import create_app
from lms.catalogues import compile_stale
from lms.clock import now
from lms.config import Config, read_config
from lms.db import db
from tests.browser import LiveServer
from tests.databases import Databases, PostgreSQLServer, SQLiteFiles, postgresql_server
from tests.queries import Statements, count_queries

pytest_plugins = ["tests.browser_fixtures"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="run the slow cross products too")


# Tests of pages and texts: each runs on one kind of database, chosen by its name; on both with --all. What may differ
# between the two (statements, locks, migrations, figures, backups) is tried on both every time.
ALTERNATING = (
    "accounts", "administration", "catalog", "certification", "demo", "enrolment", "journeys", "learning", "mail",
    "media", "privacy", "publishing", "reporting", "settings", "web",
)  # fmt: skip
ON_BOTH = (
    "at_once", "erasing", "evidence", "fifty", "figures", "killed", "merging", "migrat", "news", "restor", "search",
)  # fmt: skip
KINDS = ("sqlite", "postgresql")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--all"):
        return
    for item in items:
        if "slow" in item.keywords or _is_left_to_the_other_database(item):
            item.add_marker(pytest.mark.skip(reason="slow: python3 -m lms test --all"))


def _is_left_to_the_other_database(item: pytest.Item) -> bool:
    """Whether a test of pages is tried on the other kind of database, unless all are."""
    kind = next((kind for kind in KINDS if f"[{kind}" in item.name), None)
    if kind is None or item.path.parent.name not in ALTERNATING or any(word in item.path.name for word in ON_BOTH):
        return False
    return KINDS[crc32(item.name.replace(kind, "").encode()) % 2] != kind


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what a green run did not try, apart from the slow tests, which it was not asked for."""
    reasons = Counter(
        str(report.longrepr[2]).removeprefix("Skipped: ")
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple) and "NOT RUN" in str(report.longrepr[2])
    )
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"{reason} ({count} tests)", yellow=True)


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogues() -> None:
    compile_stale()


@pytest.fixture(scope="session", autouse=True)
def made_once() -> Iterator[None]:
    """Thousands of applications share what Jinja makes of one template and Werkzeug of one address: both depend on
    nothing else, and take longer than most tests.
    """
    templates: dict[object, Any] = {}
    builders: dict[object, Any] = {}
    compile_template, compile_builder = Environment.compile, Rule._compile_builder

    def template(
        self: Environment, source: Any, name: Any = None, filename: Any = None, *more: Any, **words: Any
    ) -> Any:
        options = (self.trim_blocks, self.lstrip_blocks, tuple(sorted(self.extensions)), repr(self.autoescape))
        key = (source, name, filename, options, more, tuple(sorted(words.items())))
        if not isinstance(source, str):
            return compile_template(self, source, name, filename, *more, **words)
        if key not in templates:
            templates[key] = compile_template(self, source, name, filename, *more, **words)
        return templates[key]

    def builder(self: Rule, append_unknown: bool = True) -> Any:
        key = (self.rule, tuple(self._trace), repr(self.defaults), append_unknown)
        if key not in builders:
            builders[key] = compile_builder(self, append_unknown)
        return builders[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "compile", template)
        patch.setattr(Rule, "_compile_builder", builder)
        yield


@pytest.fixture(scope="module", autouse=True)
def collected() -> Iterator[None]:
    """What a module leaves in memory is walked through no more: collections, and Hypothesis, which looks for whoever
    holds its dice, would take longer with every application made.
    """
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Not pytest-flask's: its one context for a whole test would share a signed-in person between clients."""


@pytest.fixture(scope="session")
def worker() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    return SQLiteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql(worker: str) -> Iterator[PostgreSQLServer]:
    with postgresql_server(worker) as server:
        yield server


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    """A kind of database; every test that depends on it runs on each."""
    found: Databases = request.getfixturevalue({"sqlite": "sqlite_files", "postgresql": "postgresql"}[request.param])
    return found


@pytest.fixture(scope="session")
def configure(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Config]:
    """The settings of a throw-away installation; `configure(url, LMS_PUBLIC_URL=…)` changes some."""

    def make(database_url: str, **settings: str) -> Config:
        folder = tmp_path_factory.mktemp("instance")
        return read_config({"LMS_INSTANCE_DIR": str(folder), "LMS_DATABASE_URL": database_url, **settings})

    return make


def dispose(app: Flask) -> None:
    """Close an application's connections; psycopg warns about those left to the garbage collector."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def app(databases: Databases, configure: Callable[..., Config]) -> Iterator[Flask]:
    """The application as it is shipped, its courses released. Shared: tests read it and change nothing."""
    url = databases.copy()
    app = create_app(configure(url))
    app.config["TESTING"] = True
    release_shipped_courses(app)
    yield app
    dispose(app)
    databases.drop(url)


def release_shipped_courses(app: Flask) -> None:
    """What start-up does with courses/."""
    from lms.publishing.actions import release_shipped  # here, so that tests of rules load no feature

    config: Config = app.config["LMS"]
    with app.app_context():
        release_shipped(config.courses_dir, now())
        db.session.commit()


@pytest.fixture
def fresh_app(databases: Databases, configure: Callable[..., Config]) -> Iterator[Flask]:
    """The application on a migrated database of its own, without a row."""
    url = databases.copy()
    app = create_app(configure(url))
    app.config["TESTING"] = True
    yield app
    dispose(app)
    databases.drop(url)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def queries() -> Callable[[Flask], AbstractContextManager[Statements]]:
    """`with queries(app) as statements: …` then `len(statements)`."""
    return count_queries


@pytest.fixture
def live_server(app: Flask) -> Iterator[LiveServer]:
    """The shipped application behind a real socket on loopback."""
    with ExitStack() as stack:
        yield stack.enter_context(LiveServer(app))


@pytest.fixture
def root() -> Path:
    """The folder of the repository."""
    return Path(__file__).resolve().parent.parent
