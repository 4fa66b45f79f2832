"""The shipped courses give the checker nothing to say: no error, and no warning either."""

import shutil
from pathlib import Path

from lms.publishing.checking import check_courses


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
