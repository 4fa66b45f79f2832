"""How migrations run: `python -m alembic -c setup.cfg revision --autogenerate -m "…"`, and at start-up.

A migration goes to versions/0001_subject.py (`--rev-id 0001`), runs down as well as up, and loses no row.
SQLite cannot change a table, Alembic's batch mode rebuilds it; with foreign keys on, dropping the old one would delete
the rows that point to it: so they are off meanwhile, and checked before the commit.
"""

import os

from alembic import context
from sqlalchemy import Connection

import lms.app  # noqa: F401 - so that every feature's tables are known
from lms.config import read_config
from lms.db import Base, open_engine
from lms.migrating import is_modelled


def included(name: str | None, kind: str, _parents: object) -> bool:
    """Leave the tables alone that no model describes."""
    return kind != "table" or is_modelled(name)


def run(connection: Connection) -> None:
    """Run what was asked for on one connection, in one transaction."""
    sqlite = connection.dialect.name == "sqlite"
    driver_connection = connection.connection.driver_connection
    assert driver_connection is not None
    if sqlite:
        driver_connection.execute("PRAGMA foreign_keys=OFF")  # before BEGIN: within a transaction it does nothing
    try:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_name=included,
            render_as_batch=sqlite,
            transactional_ddl=True,  # SQLite's is, since lms.db begins transactions itself
        )
        with context.begin_transaction():
            context.run_migrations()
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() if sqlite else []
            if orphans:
                raise RuntimeError(f"the migration would leave rows that point to nothing: {orphans[:10]}")
    finally:
        if sqlite:
            driver_connection.execute("PRAGMA foreign_keys=ON")


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = open_engine(read_config(os.environ).database_url)
    with engine.connect() as own:
        run(own)
    engine.dispose()
