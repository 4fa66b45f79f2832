"""Narrowing the catalogue."""

from lms.catalog.filters import Wanted, choices, matching, wanted
from tests.catalog.made import an_outline

FRENCH_ONLY = an_outline(
    "labour", language="fr", languages=("fr",), level="advanced", topics=(("work", "Travail"), ("risk", "Risque")),
    institution="Institut", institution_slug="institut",
)  # fmt: skip
BOTH = an_outline("basics", topics=(("risk", "Risk"),))
COURSES = (FRENCH_ONLY, BOTH)


def test_what_courses_differ_in_is_offered_once_and_in_order() -> None:
    offered = choices(COURSES, "en")
    assert offered.languages == ("en", "fr")
    assert offered.levels == ("introductory", "advanced")
    assert offered.institutions == (("institut", "Institut"), ("palabre", "Palabre"))


def test_a_name_is_shown_in_the_language_of_the_page_where_it_has_one() -> None:
    assert choices(COURSES, "en").topics == (("risk", "Risk"), ("work", "Travail"))
    assert choices(COURSES[::-1], "en").topics == (("risk", "Risk"), ("work", "Travail"))


def test_courses_must_answer_to_everything_asked() -> None:
    assert matching(COURSES, Wanted()) == [FRENCH_ONLY, BOTH]
    assert matching(COURSES, Wanted(topic="risk")) == [FRENCH_ONLY, BOTH]
    assert matching(COURSES, Wanted(topic="risk", language="en")) == [BOTH]
    assert matching(COURSES, Wanted(level="advanced", institution="institut")) == [FRENCH_ONLY]
    assert matching(COURSES, Wanted(level="advanced", institution="palabre")) == []


def test_what_no_course_has_is_not_asked_for() -> None:
    offered = choices(COURSES, "en")
    asked = wanted({"level": "intermediate", "topic": "<script>", "language": "de", "institution": ""}, offered)
    assert asked.is_empty
    assert asked.args == {}


def test_what_was_asked_goes_back_into_the_address() -> None:
    asked = wanted({"topic": "risk", "language": "fr"}, choices(COURSES, "en"))
    assert asked.args == {"topic": "risk", "language": "fr"}
    assert not asked.is_empty
