"""No table holds a person's data without a personal.py that says so, hands it over and erases it."""

from collections.abc import Mapping

from sqlalchemy import JSON, Column, ForeignKey, Integer, MetaData, String, Table

import lms.app  # noqa: F401 - every feature's tables
from lms.db import Base
from lms.held import Subject
from lms.privacy.queries import HOLDERS, holdings

# What is about courses, or about the site; each table that is not a person's is written here by hand.
NOBODYS = {
    "course", "current_release", "media_file", "part", "regrade", "release", "release_file", "release_part",
    "search_document", "source_text", "setting", "snapshot",
}  # fmt: skip
ABOUT_PEOPLE = {"person", "enrolment", "attempt", "certificate", "sign_in"}
# Names of columns in which a person may stand without a foreign key.
TELLING = {
    "person", "person_id", "sender", "recipient", "actor", "owner", "holder", "learner", "author_id", "name", "email",
    "email_key", "new_email", "arguments",
}  # fmt: skip
# Names of things, not of people.
OF_THINGS = {("setting", "name")}


def uncovered(tables: Mapping[str, Table]) -> list[str]:
    """Tables in which people stand, or may, and that nothing hands over and erases."""
    covered = {name for one in holdings() for name in one.tables}
    reaching = set(ABOUT_PEOPLE)
    while True:  # what points to what points to a person is about them too
        more = {
            name
            for name, table in tables.items()
            if any(key.column.table.name in reaching for key in table.foreign_keys)
        }
        if more <= reaching:
            break
        reaching |= more
    found = []
    for name, table in tables.items():
        telling = [column.name for column in table.c if column.name in TELLING and (name, column.name) not in OF_THINGS]
        is_about_people = name in reaching or bool(telling)
        if (is_about_people or name not in NOBODYS) and name not in covered:
            found.append(name)
    return sorted(found)


def test_every_table_with_a_persons_data_is_covered() -> None:
    assert uncovered(Base.metadata.tables) == []


def test_what_is_said_to_be_covered_is_there() -> None:
    covered = {name for one in holdings() for name in one.tables}
    assert covered <= Base.metadata.tables.keys()
    assert covered & NOBODYS == set()


def test_planted_tables_are_found() -> None:
    planted = MetaData()
    for table in Base.metadata.sorted_tables:
        table.to_metadata(planted)
    Table("shoe_size", planted, Column("enrolment_id", Integer, ForeignKey("enrolment.id"), primary_key=True))
    Table("of_a_shoe", planted, Column("shoe", Integer, ForeignKey("shoe_size.enrolment_id"), primary_key=True))
    Table("letter", planted, Column("id", Integer, primary_key=True), Column("recipient", String(10)))
    Table("innocent", planted, Column("id", Integer, primary_key=True), Column("data", JSON))
    assert uncovered(planted.tables) == ["innocent", "letter", "of_a_shoe", "shoe_size"]


def test_each_kind_says_all_of_it_in_words_and_names_every_value() -> None:
    keys = [one.key for one in holdings()]
    assert len(keys) == len(set(keys))
    somebody = Subject(id=1, email="a@example.org", email_key="a@example.org")
    for one in holdings():
        for text in (one.title, one.kinds, one.purpose, one.kept, one.seen_by, one.erased):
            assert text and not text.endswith(".")
        if one.key != "certificates":  # whose facts are spread out
            assert set(one.rows(somebody).selected_columns.keys()) == set(one.fields), one.key


def test_every_personal_py_is_asked() -> None:
    from lms.config import ROOT

    written = {path.parent.name for path in (ROOT / "lms").glob("*/personal.py")}
    assert written == {holder.__name__.split(".")[1] for holder in HOLDERS}  # type: ignore[attr-defined]
