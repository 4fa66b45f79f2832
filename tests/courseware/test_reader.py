"""A good course is read whole, and a spoilt one as far as it goes."""

from fractions import Fraction
from pathlib import Path

import pytest

from lms.courseware.directory import read_directory
from lms.courseware.model import Block, Lesson, Prose, Quiz
from lms.courseware.problems import Report
from lms.courseware.questions import Kind, Question
from tests.courseware.sample import GOOD, good, read, spoilt


def test_the_course_has_its_words_in_each_language() -> None:
    course = good()
    assert (course.slug, course.languages, course.original) == ("sample", ("fr", "en"), "fr")
    assert {language: text.title for language, text in course.texts.items()} == {
        "fr": "Un bon cours",
        "en": "A good course",
    }
    assert course.certificate is not None
    assert (course.certificate.hours, course.certificate.valid_months) == (Fraction(2), None)
    assert (course.completion.quizzes, course.completion.exam) == ("pass", "pass")


def test_modules_hold_lessons_then_the_quiz_without_a_number() -> None:
    module = good().modules[0]
    assert [(type(item), item.key) for item in module.items] == [
        (Lesson, "first"),
        (Lesson, "second"),
        (Quiz, "why-quiz"),
    ]
    assert (module.key, module.number, module.texts["en"].title) == ("why", 1, "Why")


def test_a_lesson_is_prose_blocks_and_questions_in_order() -> None:
    body = next(good().lessons).texts["fr"].body
    assert [
        segment.key if isinstance(segment, Question) else segment.name if isinstance(segment, Block) else "prose"
        for segment in body
    ] == ["prose", "case", "try", "note", "warning", "audio", "who", "keep", "prose"]
    assert isinstance(body[0], Prose)
    assert body[0].line == 9


def test_what_stands_in_the_original_only_holds_for_both() -> None:
    lesson = next(good().lessons)
    assert {language: text.audio for language, text in lesson.texts.items()} == {
        "fr": "lesson.opus",
        "en": "lesson.opus",
    }
    assert lesson.texts["en"].downloads == {"grid.csv": "The grid"}


def test_minutes_are_measured_unless_the_author_says() -> None:
    first, second = good().lessons
    assert (first.minutes, first.minutes_in("fr")) == (None, 1)
    assert second.minutes_in("en") == 2


def test_quizzes_have_their_settings_with_the_defaults_of_what_they_are() -> None:
    quiz, exam = good().quizzes
    assert (quiz.settings.pass_percent, quiz.settings.draw, quiz.settings.attempts) == (60, 2, None)
    assert (exam.settings.pass_percent, exam.settings.attempts, exam.settings.per_hours) == (70, 3, 24)
    assert (exam.settings.pools, exam.settings.draw) == (("why-quiz",), {"why-quiz": 2})


def test_every_kind_of_question_is_there_and_its_ids_are_those_of_the_original() -> None:
    course = good()
    kinds = set()
    for item in course.modules[0].items:
        for mine, theirs in zip(item.texts["en"].questions, item.texts["fr"].questions, strict=True):
            kinds.add(mine.kind)
            assert [option.id for option in mine.options] == [option.id for option in theirs.options]
            assert [cell.id for cell in mine.items] == [cell.id for cell in theirs.items]
            assert {blank.id for blank in mine.blanks} == {blank.id for blank in theirs.blanks}
    assert kinds == set(Kind) - {Kind.ASSIGNMENT}


def test_media_stand_for_their_language() -> None:
    course = good()
    names = [course.media_for("thread.svg", "en"), course.media_for("line.png", "fr"), course.media_for("x.svg", "fr")]
    assert [media.name if media else None for media in names] == ["thread.en.svg", "line.png", None]


def test_a_spoilt_course_comes_back_as_far_as_it_goes() -> None:
    course, report = read(spoilt("01-why/01-first.fr.md", "/// question | who", "/// question | Who"))
    assert report.has_errors
    assert course is not None
    assert [lesson.key for lesson in course.lessons] == ["first", "second"]
    course, _ = read({**GOOD, "course.yml": "{"})
    assert course is not None
    assert course.languages == ("fr", "en")


def test_a_course_may_have_one_language_and_no_more_than_lessons() -> None:
    contents = {
        path: text
        for path, text in GOOD.items()
        if path.startswith(("course", "01-why", "media", "gl")) and ".en." not in path
    }
    contents["course.yml"] = "institution: palabre\nlanguages: [fr]\nlevel: advanced\nlicence: CC0-1.0\n"
    contents["media/thread.svg"] = contents.pop("media/thread.fr.svg")
    course, report = read(contents)
    assert course is not None and not list(report), list(report)
    assert (course.certificate, course.exam, course.completion.exam) == (None, None, "none")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("palabre: {name: {fr: P, en: P}, country: Senegal}\n", (1, "expects-country")),
        ("palabre:\n  name: {fr: P}\n  county: SN\n", (3, "unknown-field-meant")),
        ("palabre: {}\n", (1, "missing-field")),
    ],
)
def test_the_register_of_institutions_is_checked(tmp_path: Path, text: str, problem: tuple[int, str]) -> None:
    (tmp_path / "institutions.yml").write_text(text, encoding="utf-8")
    report = Report()
    read_directory(tmp_path, report)
    assert [(found.line, found.code) for found in report] == [problem]


def test_a_folder_without_registers_knows_nothing() -> None:
    directory = read_directory(Path("nowhere"), Report())
    assert (directory.institutions, directory.topics) == (None, None)


def test_a_recording_named_in_the_original_stands_for_each_language() -> None:
    contents = {path: text for path, text in GOOD.items() if path != "media/lesson.opus"}
    _, report = read({**contents, "media/lesson.fr.opus": b"OggS", "media/lesson.en.opus": b"OggS"})
    assert not list(report)
    _, report = read({**contents, "media/lesson.fr.opus": b"OggS"})
    assert [(problem.path, problem.code) for problem in report] == [
        ("01-why/01-first.en.md", "media-missing-in-language")
    ]


def test_a_course_knows_its_own_name() -> None:
    _, report = read(spoilt("01-why/01-first.fr.md", "lesson:second#severity", "course:fresh"), slug="fresh")
    assert not list(report)
