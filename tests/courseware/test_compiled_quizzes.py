"""A quiz as it is stored: its settings as they are in force, its own questions, its prose."""

from dataclasses import replace

import pytest

from lms.courseware.compiled import CompiledQuiz, dump, load
from lms.courseware.compiler import compile_outline, compile_part_digest, compile_quiz, page_bytes
from lms.courseware.model import Course, Quiz, QuizSettings
from lms.courseware.quizzes import asked_count
from tests.courseware.sample import DIRECTORY, good, read, spoilt
from tests.courseware.test_compiler import FRENCH

MEASURE = "---\ntitle: Avant\nmeasures: {before: exam}\n---\n"


@pytest.fixture(scope="module")
def sample() -> Course:
    return good()


def quiz_of(course: Course, key: str) -> Quiz:
    return next(quiz for quiz in course.quizzes if quiz.key == key)


def with_measure(head: str = MEASURE, exam: str = "draw: {why-quiz: 2}") -> Course:
    files = spoilt("exam.fr.md", "draw: {why-quiz: 2}", exam)
    course, report = read({**files, "01-why/00-before-quiz.fr.md": head, "01-why/00-before-quiz.en.md":
                           "---\ntitle: Before\n---\n"})  # fmt: skip
    assert course is not None and not report.has_errors, list(report)
    return course


def test_a_quiz_is_its_title_its_settings_and_its_questions(sample: Course) -> None:
    made = compile_quiz(sample, quiz_of(sample, "why-quiz"), "fr", FRENCH)
    assert (made.key, made.language, made.title) == ("why-quiz", "fr", "Test")
    assert (made.settings.pass_percent, made.settings.draw, made.settings.pools) == (60, 2, ())
    assert [question.key for question in made.questions] == ["several", "millions", "word"]
    assert load(CompiledQuiz, dump(made)) == made
    assert page_bytes(made) > 100


def test_cases_and_pools_of_the_exam_are_kept(sample: Course) -> None:
    made = compile_quiz(sample, quiz_of(sample, "exam"), "en", FRENCH)
    assert [segment.kind for segment in made.segments] == ["case", "question"]
    assert (made.settings.attempts, made.settings.per_hours, made.settings.pools) == (3, 24, ("why-quiz",))
    assert made.settings.draw == {"why-quiz": 2}


def test_answers_of_both_languages_are_right(sample: Course) -> None:
    made = compile_quiz(sample, quiz_of(sample, "why-quiz"), "fr", FRENCH)
    assert {"personnes", "gens"} < set(made.questions[2].accepted)


def test_contents_say_how_much_is_asked_and_what_passes(sample: Course) -> None:
    outline = compile_outline(sample, "fr", DIRECTORY, FRENCH)
    found = {item.key: (item.questions, item.pass_percent) for item in outline.items if item.kind != "lesson"}
    assert found == {"why-quiz": (2, 60), "exam": (3, 70)}


def test_a_measure_asks_what_its_partner_asks() -> None:
    course = with_measure()
    measure = quiz_of(course, "before-quiz")
    settings = measure.settings
    assert (settings.pools, settings.draw, settings.attempts, settings.pass_percent) == (
        ("exam", "why-quiz"), {"why-quiz": 2}, 1, None,
    )  # fmt: skip
    assert asked_count(course, measure) == asked_count(course, quiz_of(course, "exam")) == 3
    assert compile_quiz(course, measure, "fr", FRENCH).settings.measures_before == "exam"


def test_what_a_measure_says_itself_holds() -> None:
    course = with_measure(MEASURE.replace("---\ntitle", "---\nfrom: [why-quiz]\ndraw: 1\ntitle"))
    settings = quiz_of(course, "before-quiz").settings
    assert (settings.pools, settings.draw) == (("why-quiz",), 1)
    assert asked_count(course, quiz_of(course, "before-quiz")) == 1


def test_a_draw_beyond_what_there_is_asks_what_there_is(sample: Course) -> None:
    quiz = quiz_of(sample, "why-quiz")
    assert asked_count(sample, replace(quiz, settings=QuizSettings(draw=9))) == 3
    assert asked_count(sample, replace(quiz, settings=QuizSettings(draw={"why-quiz": 9}))) == 3


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("01-why/quiz.fr.md", "Lesquels ?", "Lesquels donc ?"),
        ("01-why/quiz.en.md", "people", "persons"),
        ("01-why/quiz.fr.md", "draw: 2", "draw: 1"),
        ("01-why/quiz.fr.md", "title: Test", "title: Essai"),
    ],
)
def test_whatever_a_quiz_is_made_of_changes_its_digest(sample: Course, path: str, old: str, new: str) -> None:
    other, _ = read(spoilt(path, old, new))
    assert other is not None
    digests = {compile_part_digest(course, quiz_of(course, "why-quiz"), "fr", FRENCH) for course in (sample, other)}
    assert len(digests) == 2


def test_another_quiz_and_a_lesson_do_not_change_its_digest(sample: Course) -> None:
    other, _ = read(spoilt("exam.fr.md", "Un cas.", "Un autre cas."))
    assert other is not None
    digests = {compile_part_digest(course, quiz_of(course, "why-quiz"), "fr", FRENCH) for course in (sample, other)}
    assert len(digests) == 1


def test_a_measure_changes_with_its_partner() -> None:
    course = with_measure()
    other = with_measure(exam="draw: 1")
    digests = {compile_part_digest(one, quiz_of(one, "before-quiz"), "fr", FRENCH) for one in (course, other)}
    assert len(digests) == 2
