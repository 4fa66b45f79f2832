"""`lms courses measure`: words, minutes and ease of each lesson, in each language."""

import shutil
from pathlib import Path

from click.testing import CliRunner

from lms.publishing.cli import courses
from lms.publishing.measuring import measure_course


def test_the_lessons_of_a_course_are_measured_in_both_languages(root: Path) -> None:
    found = {(one.key, one.language): one for one in measure_course(root / "courses" / "welcome")}
    assert list(found)[:2] == [("ten-minutes", "fr"), ("ten-minutes", "en")]
    assert len(found) == 6
    for one in found.values():
        assert one.words > one.readability.words > 300
        assert one.minutes == round(one.words / 180)


def test_a_table_with_a_sum_for_each_language_is_printed(root: Path) -> None:
    said = CliRunner().invoke(courses, ["measure", "--language", "en", str(root / "courses" / "welcome")])
    assert said.exit_code == 0, said.output
    lines = said.output.splitlines()
    assert lines[1].split() == ["lesson", "words", "minutes", "words/sentence", "ease"]
    assert lines[2].split()[:2] == ["ten-minutes", "fr"]
    assert [line.split()[:3] for line in lines[-2:]] == [["in", "all", "fr"], ["in", "all", "en"]]
    total = sum(int(line.split()[2]) for line in lines[2:-2] if line.split()[1] == "fr")
    assert int(lines[-2].split()[3]) == total


def test_a_lesson_with_mistakes_is_measured_as_far_as_it_can_be_read(root: Path, tmp_path: Path) -> None:
    course = shutil.copytree(root / "courses" / "welcome", tmp_path / "welcome")
    (course / "01-learn" / "01-ten-minutes.fr.md").write_text(
        "---\ntitle: X\n---\n/// case\nTrois petits mots.", "utf-8"
    )
    [first, *_] = measure_course(course)
    assert (first.words, first.minutes, first.readability.sentences) == (3, 1, 1)


def test_what_is_no_course_has_nothing_to_measure(tmp_path: Path) -> None:
    assert measure_course(tmp_path) == []
