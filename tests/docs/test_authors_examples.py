"""What the pages for authors show is what the checker says: every example of both languages, and they are the same."""

import re
from pathlib import Path

import pytest

from lms.courseware.codes import CODES
from lms.courseware.directory import read_directory
from lms.courseware.model import BlockName
from lms.courseware.parsing.heads import (
    CertificateHead,
    CompletionHead,
    CourseHead,
    CourseTextHead,
    Head,
    InstitutionHead,
    LessonHead,
    ModuleHead,
    PrerequisitesHead,
    QuestionHead,
    QuizHead,
)
from lms.courseware.problems import Report
from lms.courseware.questions import Kind, Question
from lms.courseware.rendering.typography import typeset
from tests.courseware.sample import read
from tests.docs.checking import problems, worded
from tests.docs.fences import LANGUAGES, MARKDOWN, Example, examples, fences, pages
from tests.docs.placing import course_with, listed
from tests.guards.test_readme import unknown_commands

EXAMPLES = [example for language in LANGUAGES for page in pages(language) for example in examples(page)]
REGISTERS = ("yaml institutions.yml", "yaml topics.yml")
IN_A_COURSE = [example for example in EXAMPLES if example.kind not in REGISTERS]
PAIRS = [
    pair
    for french, english in zip(pages("fr"), pages("en"), strict=True)
    for pair in zip(examples(french), examples(english), strict=False)
]
HEADS: tuple[type[Head], ...] = (
    CourseHead, PrerequisitesHead, CompletionHead, CertificateHead, CourseTextHead, ModuleHead, LessonHead, QuizHead,
    QuestionHead, InstitutionHead,
)  # fmt: skip
_NOT_PROSE = re.compile(r"`[^`]*`|\]\([^)]*\)|<https?:[^>]*>")


def language_of(example: Example) -> str:
    return example.page.partition("/")[0]


@pytest.mark.parametrize("example", IN_A_COURSE, ids=lambda example: example.name)
def test_the_checker_says_of_an_example_what_its_page_says(example: Example) -> None:
    found = problems(example.kind, example.texts)
    expected = {(example.severity, example.code)} if example.code else set()
    assert {(problem.severity.value, problem.code) for problem in found} == expected, found
    if example.says:
        assert worded(found, language_of(example)) == example.says


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.kind in REGISTERS], ids=lambda example: example.name)
def test_a_register_that_a_page_shows_is_a_good_one(example: Example, tmp_path: Path) -> None:
    tmp_path.joinpath(example.kind.split()[1]).write_text(example.texts[""], encoding="utf-8")
    report = Report()
    directory = read_directory(tmp_path, report)
    assert not list(report)
    assert directory.institutions or directory.topics


@pytest.mark.parametrize(("french", "english"), PAIRS, ids=lambda example: example.name)
def test_the_examples_of_both_languages_are_a_course_in_two_languages(french: Example, english: Example) -> None:
    assert (french.kind, french.severity, french.code) == (english.kind, english.severity, english.code)
    assert bool(french.says) == bool(english.says)
    if french.kind.startswith("markdown") and "" in french.texts:
        found = problems(french.kind, {"fr": french.texts[""], "en": english.texts[""]})
        assert {problem.code for problem in found} == ({french.code} if french.code else set()), found
    elif french.kind == "text files" and not french.code:
        assert listed(french.texts[""]) == listed(english.texts[""])
    elif french.kind.startswith("markdown"):
        assert french.texts == english.texts, "a page shows both languages: the same in both pages"


def test_both_languages_have_the_same_pages_and_as_many_examples() -> None:
    counts = [[len(examples(page)) for page in pages(language)] for language in LANGUAGES]
    assert counts[0] == counts[1]
    assert len(counts[0]) == 5


def test_every_code_that_a_page_names_exists() -> None:
    assert {example.code for example in EXAMPLES if example.code} <= CODES.keys()


def test_every_command_of_the_pages_exists() -> None:
    for language in LANGUAGES:
        for page in pages(language):
            commands = "\n".join(fence.text for fence in fences(page) if fence.info == "sh")
            assert unknown_commands(commands) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_on_the_format_names_every_field(language: str) -> None:
    page = next(page for page in pages(language) if page.stem == "2-format").read_text(encoding="utf-8")
    names = {info.alias or name for head in HEADS for name, info in head.model_fields.items()}
    assert {name for name in names if not re.search(rf"\b{name}\b", page)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_on_the_format_shows_every_kind_of_question_every_block_and_every_file(language: str) -> None:
    page = next(page for page in pages(language) if page.stem == "2-format")
    good = [example for example in examples(page) if not example.code]
    assert {example.kind for example in good} >= {f"markdown {what}" for what in MARKDOWN}
    shown = "".join(text for example in good for text in example.texts.values())
    assert set(re.findall(r"^/// (\w+)", shown, re.MULTILINE)) >= {name.value for name in BlockName}
    assert {kind for example in good if example.kind == "markdown question" for kind in kinds_in(example)} == set(Kind)


def kinds_in(example: Example) -> set[Kind]:
    """The kinds of the questions of an example."""
    course, _ = read(course_with(example.kind, example.texts))
    assert course is not None
    lesson = next(lesson for lesson in course.lessons if lesson.key == "example")
    return {segment.kind for segment in lesson.texts["fr"].body if isinstance(segment, Question)}


def untypeset(page: Path) -> list[str]:
    """The lines of a page, its fences and its words between backticks apart, that lack their French spaces."""
    inside = {number for fence in fences(page) for number in range(fence.line, fence.line + fence.text.count("\n") + 2)}
    lines = enumerate(page.read_text(encoding="utf-8").splitlines(), 1)
    pieces = ((number, piece) for number, line in lines if number not in inside for piece in _NOT_PROSE.split(line))
    return [f"{page.name}:{number}: {piece}" for number, piece in pieces if typeset(piece, "fr") != piece]


def test_the_french_pages_are_set_as_french_is() -> None:
    assert [line for page in pages("fr") for line in untypeset(page)] == []
