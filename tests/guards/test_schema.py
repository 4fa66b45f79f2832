"""The migrated database is the one that the models describe."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Column, Connection, Index, Integer, MetaData, Table, inspect

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
        found += [f"{table.name}: {fault}" for fault in _differing_rules(connection, table)]
    return found


def _differing_rules(connection: Connection, table: Table) -> list[str]:
    """CHECK constraints and conditions of partial indexes that say something else than the model's.

    SQLite gives them back as they were written; PostgreSQL words them its own way, and runs the same migrations.
    """
    if connection.dialect.name != "sqlite":
        return []
    inspector, words = inspect(connection), connection.dialect.ddl_compiler(connection.dialect, None).sql_compiler
    wanted = {
        str(rule.name): words.process(rule.sqltext, include_table=False, literal_binds=True)
        for rule in table.constraints
        if isinstance(rule, CheckConstraint)
    }
    present = {str(rule["name"]): rule["sqltext"] for rule in inspector.get_check_constraints(table.name)}
    for index in table.indexes:
        condition = index.dialect_options["sqlite"]["where"]
        wanted[str(index.name)] = str(
            condition if condition is None else words.process(condition, include_table=False, literal_binds=True)
        )
    for found in inspector.get_indexes(table.name):
        present[str(found["name"])] = str(found.get("dialect_options", {}).get("sqlite_where"))
    return [
        f"{name} is “{present[name]}”, not “{wanted[name]}”"
        for name in sorted(wanted.keys() & present.keys())
        if "".join(wanted[name].split()) != "".join(present[name].split())
    ]


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


def test_a_planted_rule_and_condition_that_say_something_else_are_found(sqlite_files: Databases) -> None:
    url = sqlite_files.empty("planted")
    engine = open_engine(url)
    schemas = []
    for least in (0, 1):
        metadata = MetaData()
        table = Table("planted", metadata, Column("id", Integer, primary_key=True), Column("extra", Integer))
        table.append_constraint(CheckConstraint(f"extra  >  {least}", name="ck_extra"))
        Index("ix_extra", table.c.extra, sqlite_where=table.c.extra > least)
        schemas.append(metadata)
    with engine.begin() as connection:
        schemas[0].create_all(connection)
    with engine.connect() as connection:
        same, other = (differences(connection, metadata) for metadata in schemas)
    engine.dispose()
    sqlite_files.drop(url)
    assert same == []
    assert [fault.partition(" is ")[0] for fault in other] == ["planted: ck_extra", "planted: ix_extra"]
