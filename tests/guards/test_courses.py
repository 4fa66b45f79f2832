"""The shipped courses give the checker nothing to say: no error, and no warning either."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from lms.courseware.model import Directory, Segment
from lms.courseware.problems import Report
from lms.courseware.questions import Kind, Question
from lms.courseware.reader import read_course
from lms.courseware.source import read_folder
from lms.publishing.checking import check_courses

EXPLAINED_BY_OPTION = (Kind.CHOICE, Kind.MULTIPLE)


def problems(courses: Path) -> list[str]:
    """What the checker has against the courses of a folder and the registers beside them."""
    folders = sorted(path.parent for path in courses.glob("*/course.yml"))
    assert folders, "no course to check"
    return [
        f"{one.path.name}/{problem.path}:{problem.line}: {problem.severity}: {problem.code}"
        for one in check_courses(folders)
        for problem in one.report
    ]


def test_the_shipped_courses_pass_the_checker(root: Path) -> None:
    assert problems(root / "courses") == []


def test_a_planted_mistake_and_a_planted_warning_are_found(root: Path, tmp_path: Path) -> None:
    courses = shutil.copytree(root / "courses", tmp_path / "courses")
    lesson = courses / "fundamentals" / "01-why" / "01-giving.fr.md"
    lesson.write_text(lesson.read_text("utf-8") + "\n![Un filet](media/none.png){.only}\n", encoding="utf-8")
    stale, mistake = problems(courses)
    assert mistake.startswith("fundamentals/01-why/01-giving.fr.md:")
    assert ": error: " in mistake
    # Its translation, recorded as up to date, no longer is.
    assert stale.startswith("fundamentals/01-why/01-giving.en.md:")
    assert stale.endswith(": warning: stale")
    shutil.copy(root / "courses" / "fundamentals" / "01-why" / "01-giving.fr.md", lesson)
    (courses / "fundamentals" / "media" / "nobody.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', encoding="utf-8"
    )
    [warning] = problems(courses)
    assert ": warning: " in warning


def questions(courses: Path) -> Iterator[tuple[str, Question]]:
    """Every question of these courses with its file, in each language."""
    for folder in sorted(path.parent for path in courses.glob("*/course.yml")):
        course = read_course(read_folder(folder, Report()), Directory(), Report())
        assert course is not None
        for page in course.pages:
            for text in page.texts.values():
                body: tuple[Segment, ...] = text.body
                yield from ((f"{folder.name}/{text.path}", one) for one in body if isinstance(one, Question))


def unexplained(courses: Path) -> list[str]:
    """Questions that do not say why their answer is right, and options that do not say why they are or are not."""
    found = []
    for path, question in questions(courses):
        if not question.explanation:
            found.append(f"{path}:{question.line}: {question.key}")
        if question.kind in EXPLAINED_BY_OPTION:
            found += [f"{path}:{option.line}: {option.text}" for option in question.options if not option.feedback]
    return found


def test_every_question_and_every_option_is_explained(root: Path) -> None:
    assert sum(1 for _ in questions(root / "courses")) > 250
    assert unexplained(root / "courses") == []


def test_an_option_and_a_question_without_explanation_are_found(root: Path, tmp_path: Path) -> None:
    courses = shutil.copytree(root / "courses", tmp_path / "courses")
    quiz = courses / "fundamentals" / "01-why" / "quiz.en.md"
    text = quiz.read_text("utf-8")
    option, ending = text.index("  > "), text.rindex("\n> ")
    quiz.write_text(text[:option] + text[text.index("\n", option) + 1 : ending] + "\n///\n", "utf-8")
    assert len(unexplained(courses)) == 2


def pointless(courses: Path) -> list[str]:
    """Questions of quizzes and exams that lead nobody who missed them back to a lesson."""
    return [
        f"{path}:{question.line}: {question.key}"
        for path, question in questions(courses)
        if path.endswith(("quiz.fr.md", "exam.fr.md")) and question.is_scored and not question.lesson
    ]


def test_every_question_of_a_quiz_names_the_lesson_to_read_again(root: Path, tmp_path: Path) -> None:
    assert pointless(root / "courses") == []
    courses = shutil.copytree(root / "courses", tmp_path / "courses")
    exam = courses / "welcome" / "exam.fr.md"
    exam.write_text(exam.read_text("utf-8").replace("    lesson: source\n", "", 1), "utf-8")
    assert len(pointless(courses)) == 1
