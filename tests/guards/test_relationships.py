"""A page pays for what its queries load: a relationship never fetches a row by itself."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry, relationship

from lms.db import Base


def loading_by_themselves(models: registry) -> list[str]:
    """Relationships that send a statement when somebody merely looks at them."""
    models.configure()
    found = (one for mapper in models.mappers for one in mapper.relationships)
    return sorted(str(one) for one in found if one.lazy not in ("raise", "raise_on_sql"))


def test_no_relationship_loads_by_itself() -> None:
    import lms.app  # noqa: F401 - every feature's tables

    assert sum(1 for mapper in Base.registry.mappers for _ in mapper.relationships) > 0
    assert loading_by_themselves(Base.registry) == []


def test_a_planted_relationship_that_does_is_found() -> None:
    class Planted(DeclarativeBase):
        pass

    class Parent(Planted):
        __tablename__ = "parent"
        id: Mapped[int] = mapped_column(primary_key=True)

    class Child(Planted):
        __tablename__ = "child"
        id: Mapped[int] = mapped_column(primary_key=True)
        parent_id: Mapped[int] = mapped_column(ForeignKey("parent.id"))
        parent = relationship(Parent)
        guardian = relationship(Parent, lazy="raise", viewonly=True)

    assert loading_by_themselves(Planted.registry) == ["Child.parent"]
