"""What `lms courses new` writes is a good course, and shows one of everything that a course may hold."""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from lms.config import ROOT
from lms.courseware import source
from lms.courseware.model import Block, BlockName, Course, Directory
from lms.courseware.parsing.heads import (
    CourseHead,
    CourseTextHead,
    Head,
    LessonHead,
    ModuleHead,
    QuestionHead,
    QuizHead,
)
from lms.courseware.problems import Problem, Report
from lms.courseware.questions import SCORED, Kind, Question
from lms.courseware.reader import read_course, read_directory
from lms.courseware.source import Files, read_folder
from lms.publishing import queries
from lms.publishing.cli.beginning import SKELETON, begin_course
from tests.publishing.made import release

KINDS_OF_A_LESSON = set(Kind) - {Kind.ASSIGNMENT}  # releasing an assignment is refused until trainers exist
OF_ASSIGNMENTS = {"rubric", "assessed_by"}
LINKS = ("lesson:", "quiz:", "term:", "https://", "mailto:", "tel:", "#", "media/")


def directory() -> Directory:
    return read_directory(ROOT / "courses", Report())


def read(files: Files) -> tuple[Course, list[Problem]]:
    report = Report()
    course = read_course(files, directory(), report, is_release=True)
    assert course is not None
    return course, list(report)


@cache
def texts() -> dict[str, str]:
    """The skeleton's texts by path."""
    contents = read_folder(SKELETON, Report()).contents
    return {path: data.decode() for path, data in contents.items() if not path.startswith("media/")}


@cache
def course() -> Course:
    return read(read_folder(SKELETON, Report()))[0]


def bodies(language: str = "fr") -> Iterator[Block | Question]:
    """Every block and question that stands in a lesson."""
    for lesson in course().lessons:
        yield from (segment for segment in lesson.texts[language].body if isinstance(segment, Block | Question))


def in_lessons() -> list[Question]:
    return [segment for segment in bodies() if isinstance(segment, Question)]


def in_quizzes() -> list[Question]:
    return [question for quiz in course().quizzes for question in quiz.texts["fr"].questions]


@pytest.mark.parametrize("slug", ["my-first-course", "2027"])
def test_it_passes_the_check_under_any_name(tmp_path: Path, slug: str) -> None:
    begin_course(tmp_path / slug)
    files = read_folder(tmp_path / slug, Report())
    made, problems = read(files)
    assert problems == []
    assert made.slug == slug
    assert slug.encode() in files.contents["course.yml"]
    assert not any(b"{slug}" in content for content in files.contents.values())


def test_a_new_name_for_its_folder_breaks_nothing(tmp_path: Path) -> None:
    begin_course(tmp_path / "before")
    files = Files("after", read_folder(tmp_path / "before", Report()).contents)
    assert read(files)[1] == []


def test_its_translations_record_what_they_translate() -> None:
    translations = [path for path in texts() if path.endswith(".en.md") and not path.startswith("glossary")]
    assert translations
    assert [path for path in translations if "\ntranslates: " not in texts()[path]] == []


def test_its_lessons_hold_every_kind_of_question() -> None:
    assert {question.kind for question in in_lessons()} == KINDS_OF_A_LESSON


def test_its_questions_take_every_form_of_their_kinds() -> None:
    questions = in_lessons()
    multiple = [question for question in questions if question.kind is Kind.MULTIPLE]
    matching = [question for question in questions if question.kind is Kind.MATCHING]
    blanks = [blank for question in questions for blank in question.blanks]
    intervals = [interval for question in questions for interval in question.intervals]
    assert {question.is_exact for question in multiple} == {True, False}
    assert {sum(option.is_right for option in question.options) for question in multiple} >= {1, 2}
    assert {question.is_exact for question in questions if question.kind is Kind.ORDERING} == {True, False}
    assert {question.is_sorting for question in matching} == {True, False}
    assert any({cell.id for cell in q.rights} > {pair.right_id for pair in q.pairs} for q in matching)
    assert {bool(blank.options) for blank in blanks} == {blank.is_named for blank in blanks} == {True, False}
    assert any(interval.low < interval.high for interval in intervals)
    assert any(question.unit for question in questions)
    assert any(question.points != Fraction(1) for question in questions)


def test_a_translation_reorders_named_blanks() -> None:
    named = {q.key: [blank.id for blank in q.blanks] for q in in_lessons() if any(b.is_named for b in q.blanks)}
    translated = {q.key: [blank.id for blank in q.blanks] for q in bodies("en") if isinstance(q, Question)}
    assert named and all(translated[key] == names[::-1] for key, names in named.items())


def test_every_question_explains_and_every_choice_comments() -> None:
    questions = [*in_lessons(), *in_quizzes()]
    assert [question.key for question in questions if not question.explanation] == []
    choices = [question for question in questions if question.kind in (Kind.CHOICE, Kind.MULTIPLE)]
    assert [question.key for question in choices if not all(option.feedback for option in question.options)] == []


def test_its_lessons_hold_every_block() -> None:
    blocks = [segment for segment in bodies() if isinstance(segment, Block)]
    assert {block.name for block in blocks} == set(BlockName)
    assert any(block.is_only for block in bodies("en") if isinstance(block, Block))


def test_it_holds_every_family_of_media() -> None:
    families = {
        name: value for name, value in vars(source).items() if isinstance(value, frozenset) and value < source.MEDIA
    }
    assert set().union(*families.values()) == source.MEDIA
    suffixes = {name.rpartition(".")[2] for name in course().media}
    assert [name for name, family in families.items() if not family & suffixes] == []
    assert suffixes >= {"svg", "webp", "opus", "csv", "xlsx"}


def test_its_media_are_light() -> None:
    media = course().media.values()
    assert [one.name for one in media if one.size_bytes > 30_000] == []
    assert sum(one.size_bytes for one in media) < 150_000


def test_its_drawings_know_the_night_and_paper() -> None:
    drawings = {path.name: path.read_text(encoding="utf-8") for path in (SKELETON / "media").glob("*.svg")}
    assert drawings
    for wanted in ("prefers-color-scheme: dark", "@media print"):
        assert [name for name, drawing in drawings.items() if wanted not in drawing] == []


def stated(pattern: str) -> set[str]:
    """The fields that stand in the heads of the files whose path matches."""
    heads = [re.split(r"^---$", text, flags=re.M)[1] for path, text in texts().items() if re.fullmatch(pattern, path)]
    return {name for head in heads for name in re.findall(r"^([a-z_]+):", head, re.M)}


def fields(head: type[Head]) -> set[str]:
    return {field.alias or name for name, field in head.model_fields.items()}


@pytest.mark.parametrize(
    ("head", "files"),
    [
        (CourseTextHead, r"course\.(fr|en)\.md"),
        (ModuleHead, r".*/module\.(fr|en)\.md"),
        (LessonHead, r"\d\d-[a-z]+/\d\d-(?!.*-quiz)[a-z-]+\.(fr|en)\.md"),
        (QuizHead, r"(.*quiz|exam)\.(fr|en)\.md"),
    ],
)
def test_every_field_of_a_head_is_used_somewhere(head: type[Head], files: str) -> None:
    assert stated(files) == fields(head)


def test_course_yml_states_every_field_and_shows_a_certificate() -> None:
    text = texts()["course.yml"]
    assert set(re.findall(r"^([a-z_]+):", text, re.M)) == fields(CourseHead)
    assert "# certificate:" in text
    assert course().certificate is None


def test_every_setting_of_a_question_is_used_somewhere() -> None:
    used = {name for text in texts().values() for name in re.findall(r"^    ([a-z_]+): ", text, re.M)}
    assert used == fields(QuestionHead) - OF_ASSIGNMENTS


def test_its_quizzes_are_numbered_and_not_and_one_measures() -> None:
    quizzes = {quiz.key: quiz for quiz in course().quizzes}
    assert list(quizzes) == ["before-quiz", "write-quiz", "pause-quiz", "exam"]
    assert quizzes["before-quiz"].settings.measures_before == "exam"
    assert quizzes["exam"].settings.pools == ("write-quiz", "pause-quiz")
    assert quizzes["exam"].settings.draw == {"write-quiz": 2, "pause-quiz": 1}
    assert {question.kind for question in in_quizzes()} <= SCORED | {Kind.SURVEY}
    assert course().project is None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_links_to_everything_that_can_be_linked_to(language: str) -> None:
    text = "\n".join(text for path, text in texts().items() if path.endswith(f".{language}.md"))
    assert [link for link in LINKS if f"]({link}" not in text] == []
    assert "(course:" in text  # in code: which other courses there are is not known here
    assert "<https://" in text
    assert re.search(r"\]\(lesson:[a-z]+#[a-z]+\)", text)


def test_a_fresh_site_releases_it_and_shows_its_pages(fresh_app: Flask, tmp_path: Path) -> None:
    queries.CACHE.clear()
    begin_course(tmp_path / "mine")
    with fresh_app.app_context():
        made = release(read_folder(tmp_path / "mine", Report()), directory=directory())
    assert made is not None and made.number == 1
    client = fresh_app.test_client()
    for language in ("fr", "en"):
        for lesson in course().lessons:
            page = client.get(f"/{language}/courses/mine/lessons/{lesson.key}")
            assert page.status_code == 200
            assert lesson.texts[language].title.replace("’", "") in page.text.replace("’", "")
