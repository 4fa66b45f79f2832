"""The migrated database is the one that the models describe."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Column, Connection, Integer, MetaData, Table, inspect

from lms.db import Base, open_engine
from lms.migrating import is_modelled
from tests.databases import Databases


def differences(connection: Connection, metadata: MetaData) -> list[str]:
    """What the tables of a database and those of the models do not share."""
    context = MigrationContext.configure(
        connection,
        opts={
            "compare_type": True,
            "compare_server_default": True,
            "include_name": lambda name, kind, _parents: kind != "table" or is_modelled(name),
        },
    )
    found = [str(difference) for difference in compare_metadata(context, metadata)]
    # Alembic does not look at CHECK constraints: their names at least must agree.
    inspector = inspect(connection)
    for table in metadata.sorted_tables:
        wanted = {str(rule.name) for rule in table.constraints if isinstance(rule, CheckConstraint)}
        present = {str(rule["name"]) for rule in inspector.get_check_constraints(table.name)}
        found += [f"{table.name}: CHECK {name}" for name in sorted(wanted ^ present)]
    return found


def test_migrations_lead_to_the_models(databases: Databases) -> None:
    import lms.app  # noqa: F401 - every feature's tables

    engine = open_engine(databases.template)
    with engine.connect() as connection:
        found = differences(connection, Base.metadata)
    engine.dispose()
    assert found == []


def test_a_planted_table_column_and_constraint_are_found(databases: Databases) -> None:
    url = databases.empty("planted")
    engine = open_engine(url)
    there, wanted = MetaData(), MetaData()
    Table("planted", there, Column("id", Integer, primary_key=True))
    rule = CheckConstraint("extra > 0", name="ck_extra")
    Table("planted", wanted, Column("id", Integer, primary_key=True), Column("extra", Integer), rule)
    with engine.begin() as connection:
        there.create_all(connection)
    with engine.connect() as connection:
        found = "\n".join(differences(connection, wanted))
        missing = "\n".join(differences(connection, MetaData()))
    engine.dispose()
    databases.drop(url)
    assert "add_column" in found
    assert "CHECK ck_extra" in found
    assert "remove_table" in missing
