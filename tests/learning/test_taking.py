"""What to read again before the next try at a quiz."""

from dataclasses import replace

from lms.learning.taking import lessons_around, modules_around
from tests.catalog.made import a_module, an_item, an_outline

WHY = a_module("why", an_item("giving"), an_item("risk"), an_item("why-quiz", kind="quiz"))
MAP = a_module("map", an_item("pillars"), an_item("map-quiz", kind="quiz"), number=2)
COURSE = an_outline("course", WHY, MAP, final=(an_item("exam", kind="exam"),))


def test_a_quiz_leads_back_to_the_lessons_of_its_module() -> None:
    assert [item.key for item in lessons_around(COURSE, "why-quiz")] == ["giving", "risk"]
    assert modules_around(COURSE, "why-quiz") == ()


def test_the_exam_leads_back_to_the_modules_that_have_lessons() -> None:
    bare = a_module("last", an_item("last-quiz", kind="quiz"), number=3)
    course = replace(COURSE, modules=(WHY, MAP, bare))
    assert lessons_around(course, "exam") == ()
    assert [module.key for module in modules_around(course, "exam")] == ["why", "map"]


def test_the_exam_of_a_course_of_one_module_leads_back_to_its_lessons() -> None:
    course = replace(COURSE, modules=(WHY,))
    assert [item.key for item in lessons_around(course, "exam")] == ["giving", "risk"]
    assert modules_around(course, "exam") == ()
