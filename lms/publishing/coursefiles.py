"""Courses as they are given on a command line: a folder or a zip, and what the platform knows around it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lms.courseware.archive import read_zip
from lms.courseware.directory import read_directory
from lms.courseware.model import Directory
from lms.courseware.problems import Report
from lms.courseware.source import Files, read_folder


def read_files(path: Path, report: Report) -> Files:
    """The files of a course's folder or zip."""
    return read_folder(path, report) if path.is_dir() else read_zip(path, report)


def directory_around(path: Path, report: Report) -> Directory:
    """What is known beside a course's folder: institutions, topics, courses; nothing for one that stands alone."""
    around = path.resolve().parent
    return read_directory(around, report) if (around / "institutions.yml").is_file() else Directory()


def with_courses(directory: Directory, slugs: frozenset[str]) -> Directory:
    """The same with more courses known."""
    return replace(directory, courses=(directory.courses or frozenset()) | slugs)
