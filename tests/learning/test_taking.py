"""What to read again before the next try at a quiz."""

from dataclasses import replace

from lms.courseware.compiled import Outline
from lms.learning.taking import to_read_again
from tests.catalog.made import a_module, a_question, an_item, an_outline

WHY = a_module("why", an_item("giving"), an_item("risk"), an_item("why-quiz", kind="quiz"))
MAP = a_module("map", an_item("pillars"), an_item("map-quiz", kind="quiz"), number=2)
COURSE = an_outline("course", WHY, MAP, final=(an_item("exam", kind="exam"),))


def read_again(
    course: Outline, quiz: str, *missed: tuple[str, str, str]
) -> tuple[list[str], list[str], dict[str, str]]:
    """The keys of lessons, of modules, and of the lessons of a question; `missed`: question, its lesson, its quiz."""
    found = to_read_again(course, quiz, [(replace(a_question(key), lesson=lesson), of) for key, lesson, of in missed])
    of_question = {key: " ".join(one.key for one in lessons) for key, lessons in found.of_question.items()}
    return [one.key for one in found.lessons], [one.key for one in found.modules], of_question


def test_a_quiz_leads_back_to_the_lessons_of_its_module() -> None:
    assert read_again(COURSE, "why-quiz", ("one", "", "why-quiz")) == (["giving", "risk"], [], {})


def test_nothing_missed_is_nothing_to_read() -> None:
    assert read_again(COURSE, "exam") == ([], [], {})


def test_the_exam_leads_back_to_the_modules_that_have_lessons() -> None:
    bare = a_module("last", an_item("last-quiz", kind="quiz"), number=3)
    course = replace(COURSE, modules=(WHY, MAP, bare))
    assert read_again(course, "exam", ("one", "", "exam")) == ([], ["why", "map"], {})


def test_the_exam_of_a_course_of_one_module_leads_back_to_its_lessons() -> None:
    course = replace(COURSE, modules=(WHY,))
    assert read_again(course, "exam", ("one", "", "exam")) == (["giving", "risk"], [], {})


def test_a_question_leads_back_to_the_lesson_that_it_names() -> None:
    found = read_again(COURSE, "exam", ("one", "pillars", "exam"), ("two", "risk", "exam"), ("three", "risk", "exam"))
    assert found == (["risk", "pillars"], [], {"one": "pillars", "two": "risk", "three": "risk"})
    assert read_again(COURSE, "exam", ("one", "risk", "exam"), ("two", "risk", "exam")) == (["risk"], [], {})


def test_a_lesson_that_the_course_has_no_more_is_not_named() -> None:
    assert read_again(COURSE, "why-quiz", ("one", "gone", "why-quiz")) == (["giving", "risk"], [], {})
    found = read_again(COURSE, "exam", ("one", "gone", "exam"), ("two", "risk", "exam"))
    assert found == (["risk"], ["why", "map"], {})


def test_questions_of_several_quizzes_each_lead_back_to_their_own_module() -> None:
    found = read_again(COURSE, "exam", ("one", "", "why-quiz"), ("two", "", "map-quiz"))
    assert found == (["giving", "risk", "pillars"], [], {"one": "giving risk", "two": "pillars"})
