"""A folder is read within bounds; what does not belong is left out and told."""

from pathlib import Path

import pytest

from lms.courseware import source
from lms.courseware.problems import Report
from lms.courseware.source import read_folder


def codes(folder: Path) -> list[tuple[str, str]]:
    report = Report()
    read_folder(folder, report)
    return [(problem.path, problem.code) for problem in report]


def write(folder: Path, path: str, data: bytes = b"x") -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(data)


def test_every_file_is_read_with_its_path(tmp_path: Path) -> None:
    write(tmp_path / "essai", "01-a/01-b.fr.md", b"texte")
    write(tmp_path / "essai", "course.yml")
    files = read_folder(tmp_path / "essai", Report())
    assert (files.slug, dict(files.contents)) == ("essai", {"01-a/01-b.fr.md": b"texte", "course.yml": b"x"})


@pytest.mark.parametrize("name", [".DS_Store", "__MACOSX/a", ".git/config", "Thumbs.db", "media/._a.svg", "a.md~"])
def test_what_computers_leave_behind_is_ignored(tmp_path: Path, name: str) -> None:
    write(tmp_path, name)
    assert dict(read_folder(tmp_path, Report()).contents) == {}
    assert codes(tmp_path) == []


def test_symbolic_links_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "course.yml")
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "a.svg").symlink_to("/etc/passwd")
    (tmp_path / "01-a").symlink_to(tmp_path / "media")
    assert codes(tmp_path) == [("01-a", "symbolic-link"), ("media/a.svg", "symbolic-link")]
    assert list(read_folder(tmp_path, Report()).contents) == ["course.yml"]


def test_a_file_that_is_too_large_is_refused_by_its_type(tmp_path: Path) -> None:
    write(tmp_path, "course.fr.md", b"x" * (source.TEXT_BYTES + 1))
    write(tmp_path, "media/a.png", b"x" * (source.PICTURE_BYTES + 1))
    write(tmp_path, "media/b.opus", b"x" * (source.PICTURE_BYTES + 1))
    assert codes(tmp_path) == [("course.fr.md", "file-too-large"), ("media/a.png", "file-too-large")]


def test_a_course_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "COURSE_BYTES", 10)
    write(tmp_path, "a.md", b"x" * 6)
    write(tmp_path, "b.md", b"x" * 6)
    assert codes(tmp_path) == [("b.md", "course-too-large")]


def test_a_course_of_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "COURSE_FILES", 2)
    for name in "abcde":
        write(tmp_path, f"{name}.md")
    assert [code for _, code in codes(tmp_path)] == ["course-too-large"]


def test_a_name_that_a_terminal_must_not_be_sent_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "a\x1b[2J.md")
    assert codes(tmp_path) == [("a?[2J.md", "file-name")]
