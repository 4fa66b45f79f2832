"""The order of the glossary."""

from lms.catalog.alphabet import in_order
from lms.courseware.compiled import OutlineTerm


def test_accents_and_capitals_do_not_move_a_word() -> None:
    names = ["Travail", "Économie", "œuvre", "effet", "Été", "Offre", "Ordre", "étape"]
    ordered = [term.name for term in in_order([OutlineTerm(name, name, "") for name in names])]
    assert ordered == ["Économie", "effet", "étape", "Été", "œuvre", "Offre", "Ordre", "Travail"]
